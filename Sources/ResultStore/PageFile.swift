import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A closed SQLite database whose file takes whole pages at its end, and in place of empty roots.
///
/// - Important: no connection may be open on the file meanwhile.
final class PageFile: Sendable {
    let pageSize: Int
    /// Bytes of a page that may be used; some builds of SQLite keep a few at its end.
    let usable: Int
    /// Pages of the file before anything is added.
    let pageCount: Int
    /// The page that SQLite keeps free because it holds the bytes that locks are taken on (at 1 GiB).
    let lockPage: Int
    private let descriptor: Int32
    private let name: String

    /// - Parameters:
    ///   - path: the file.
    ///   - name: what to call it in errors.
    ///   - lockOffset: where the lock bytes are; other than SQLite's own only to test the gap.
    init(path: String, name: String, lockOffset: Int = 0x4000_0000) throws {
        descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw storeError(errno, "cannot be written", at: name) }
        var header = [UInt8](repeating: 0, count: 100)
        guard pread(descriptor, &header, 100, 0) == 100 else {
            let code = errno
            close(descriptor)
            throw storeError(code, "cannot be read back", at: name)
        }
        let size = Int(header[16]) << 8 | Int(header[17])
        pageSize = size == 1 ? 65536 : size
        usable = pageSize - Int(header[20])
        pageCount = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
        lockPage = lockOffset / pageSize + 1
        self.name = name
    }

    deinit { close(descriptor) }

    /// The page number of the n-th page, counted without the lock page.
    @inline(__always)
    func number(_ page: Int) -> Int { page < lockPage ? page : page + 1 }

    /// The number, counted without the lock page, of the first page that can be added.
    var firstNewPage: Int { pageCount < lockPage ? pageCount + 1 : pageCount }

    /// Writes one page.
    func write(_ bytes: UnsafeRawBufferPointer, page: Int) throws {
        precondition(bytes.count == pageSize && page > 1 && page != lockPage)
        try write(bytes, offset: (page - 1) * pageSize)
    }

    /// Tells the file how many pages it has now, the last step.
    func setPageCount(_ count: Int) throws {
        var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
        try withUnsafeMutableBytes(of: &bytes) { buffer in
            storeBig32(count, to: buffer.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self))
            try write(UnsafeRawBufferPointer(buffer), offset: 28)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress.unsafelyUnwrapped + done, bytes.count - done,
                off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw storeError(errno, "cannot be written", at: name)
            }
            done += count
        }
    }
}
