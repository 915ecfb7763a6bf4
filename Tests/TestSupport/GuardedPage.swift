#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A page of memory between two that nobody may touch: who reads outside a value at either end of it is stopped.
public final class GuardedPage {
    /// Its bytes, zeros at first.
    public let bytes: UnsafeMutableBufferPointer<UInt8>
    private let mapping: UnsafeMutableRawPointer

    /// Nil where there is no memory for it.
    public init?() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let start = mmap(nil, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED, mprotect(start + page, page, PROT_READ | PROT_WRITE) == 0
        else { return nil }
        mapping = start
        bytes = UnsafeMutableBufferPointer(
            start: (start + page).assumingMemoryBound(to: UInt8.self), count: page)
    }

    deinit { munmap(mapping, 3 * bytes.count) }

    /// The first and the last `count` bytes.
    public func ends(_ count: Int) -> [UnsafeBufferPointer<UInt8>] {
        [bytes[..<count], bytes[(bytes.count - count)...]].map {
            UnsafeBufferPointer(UnsafeMutableBufferPointer(rebasing: $0))
        }
    }
}
