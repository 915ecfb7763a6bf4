#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A page of memory between two that nobody may touch: who reads outside a value at either end of it is stopped. It
/// stays until the process ends, as values point into it.
public struct GuardedPage {
    /// Its bytes.
    public let bytes: UnsafeMutableBufferPointer<UInt8>

    /// A page full of a text, over and over; nil where there is no memory for it.
    public init?(repeating text: String) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let start = mmap(nil, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED, mprotect(start + page, page, PROT_READ | PROT_WRITE) == 0
        else { return nil }
        bytes = UnsafeMutableBufferPointer(
            start: (start + page).bindMemory(to: UInt8.self, capacity: page), count: page)
        let text = Array(text.utf8)
        for place in bytes.indices { bytes[place] = text[place % text.count] }
    }

    /// The first and the last `count` bytes.
    public func ends(_ count: Int) -> [UnsafeBufferPointer<UInt8>] {
        [bytes[..<count], bytes[(bytes.count - count)...]].map {
            UnsafeBufferPointer(UnsafeMutableBufferPointer(rebasing: $0))
        }
    }
}
