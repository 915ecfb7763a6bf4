import CLinux
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A SQLite database whose file takes whole pages at its end, and in place of empty roots.
///
/// - Important: nobody else may read or write the file meanwhile. A connection of this process holds its lock
///   on it only as long as no `PageFile` of it goes: so the system has it.
public final class PageFile: Sendable {
    /// Bytes of a page.
    public let pageSize: Int
    /// Bytes of a page that may be used; some builds of SQLite keep a few at its end.
    public let usable: Int
    /// Pages of the file before anything is added.
    public let pageCount: Int
    /// The page that SQLite keeps free because it holds the bytes that locks are taken on (at 1 GiB).
    public let lockPage: Int
    /// Whether changes go into the file itself, and every page is in a table or free: neither a log beside it
    /// nor pages that say where others belong.
    public let isPlain: Bool
    private let changes: Int
    let descriptor: Int32
    let name: String

    /// - Parameters:
    ///   - path: the file.
    ///   - name: what to call it in errors.
    ///   - lockOffset: where the lock bytes are; other than SQLite's own only to test the gap.
    /// - Throws: `TieoutError` if it cannot be opened or holds no header.
    public init(path: String, name: String, lockOffset: Int = 0x4000_0000) throws {
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
        isPlain = header[18] == 1 && header[19] == 1 && header[52..<56].allSatisfy { $0 == 0 }
        changes = header[24..<28].reduce(0) { $0 << 8 | Int($1) }
        self.name = name
    }

    deinit { close(descriptor) }

    /// The page number of the n-th page, counted without the lock page.
    @inlinable
    public func number(_ page: Int) -> Int { page < lockPage ? page : page + 1 }

    /// The number, counted without the lock page, of the first page that can be added.
    var firstNewPage: Int { pageCount < lockPage ? pageCount + 1 : pageCount }

    /// Writes one page.
    public func write(_ bytes: UnsafeRawBufferPointer, page: Int) throws {
        precondition(bytes.count == pageSize && page > 1 && page != lockPage)
        try write(bytes, offset: (page - 1) * pageSize)
    }

    /// Reads one page.
    public func read(_ page: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: pageSize)
        guard pread(descriptor, &bytes, pageSize, off_t((page - 1) * pageSize)) == pageSize else {
            throw storeError(errno, "cannot be read back", at: name)
        }
        return bytes
    }

    /// Whether a page is the root of a table or index without rows.
    public func isEmptyRoot(_ page: Int) throws -> Bool {
        guard page > 1 else { return false }
        let header = try read(page)[..<5]
        return (header[0] == 0x0D || header[0] == 0x0A) && header[3] == 0 && header[4] == 0
    }

    /// Tells the file how many pages it has now, the last step; and whoever has it open, that it has changed.
    public func setPageCount(_ count: Int) throws {
        var header = try read(1)[..<100].map { $0 }
        try header.withUnsafeMutableBufferPointer { header in
            guard let base = header.baseAddress else { return }
            // The count counts only where the two marks of the last change are the same.
            storeBig32(changes + 1, to: base + 24)
            storeBig32(count, to: base + 28)
            storeBig32(changes + 1, to: base + 92)
            try write(UnsafeRawBufferPointer(header), offset: 0)
        }
    }

    /// Has the system begin to put pages `first ... last` on the disk, so that whoever synchronises the file, by this
    /// descriptor or another, waits less. A hint: of what fails, the synchronising tells.
    func beginWriting(_ first: Int, _ last: Int) {
        _ = tieout_begin_writing(
            descriptor, Int64((first - 1) * pageSize), Int64((last + 1 - first) * pageSize))
    }

    /// Waits until all of it is on the disk.
    public func synchronise() throws { try synchroniseToDisk(descriptor, at: name) }

    /// Fills with zeros what lies between pointers and cells of a page, and behind its cells: what a buffer
    /// held before must not reach the file.
    @inlinable
    func clear(
        _ page: UnsafeMutablePointer<UInt8>, gap start: UnsafeMutablePointer<UInt8>,
        before end: UnsafeMutablePointer<UInt8>
    ) {
        start.update(repeating: 0, count: end - start)
        (page + usable).update(repeating: 0, count: pageSize - usable)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, offset: Int) throws {
        let failure = writeAll(bytes, to: descriptor, at: offset)
        guard failure == 0 else { throw storeError(failure, "cannot be written", at: name) }
    }
}
