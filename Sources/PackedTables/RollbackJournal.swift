import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What pages of a database held before they are written over, in the form that SQLite keeps it in
/// (https://www.sqlite.org/fileformat2.html#the_rollback_journal): whoever opens the database after this
/// process was killed puts them back, and cuts off what was added.
///
/// ```swift
/// let journal = try RollbackJournal(of: file, path: path, pages: roots, isSynchronised: true)
/// …                                                   // add pages, write over the roots, set the page count
/// try journal.end()                                   // from here on the changes stand
/// ```
/// - Important: the database must be locked for writing by a connection that has changed nothing. Without
///   `end` the journal stays, and the next access takes everything back.
public struct RollbackJournal {
    private let path: String
    private let file: PageFile
    private let isSynchronised: Bool

    /// Puts down the first page and others.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - isSynchronised: whether the changes are to outlive a power cut as well.
    /// - Throws: `TieoutError` where it cannot be written; nothing has changed then.
    public init(of file: PageFile, path: String, pages: [Int], isSynchronised: Bool) throws {
        self.path = path + "-journal"
        self.file = file
        self.isSynchronised = isSynchronised
        var bytes = Self.header(records: pages.count + 1, file)
        for page in [1] + pages {
            let content = try file.read(page)
            bytes.append(contentsOf: bigEndian(page))
            bytes.append(contentsOf: content)
            bytes.append(contentsOf: bigEndian(Int(Self.sum(content))))
        }
        do { try write(bytes) } catch {
            unlink(self.path)
            throw error
        }
        if isSynchronised { try synchroniseName(of: path) }
    }

    /// Lets the changes stand: they are on the disk before the journal goes.
    public func end() throws {
        if isSynchronised { try file.synchronise() }
        guard unlink(path) == 0 else { throw storeError(errno, "cannot be written", at: file.name) }
        if isSynchronised { try synchroniseName(of: path) }
    }

    /// Begins every journal's sums; any number will do where no older journal is written over.
    private static let nonce: UInt32 = 0x7469_656F
    /// Bytes that its header takes: a sector, as SQLite has it.
    private static let sector = 512

    private static func header(records: Int, _ file: PageFile) -> [UInt8] {
        var bytes: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        for number in [records, Int(nonce), file.pageCount, sector, file.pageSize] {
            bytes.append(contentsOf: bigEndian(number))
        }
        return bytes + [UInt8](repeating: 0, count: sector - bytes.count)
    }

    /// Every 200th byte, counted from the end.
    private static func sum(_ page: [UInt8]) -> UInt32 {
        stride(from: page.count - 200, to: 0, by: -200).reduce(nonce) { $0 &+ UInt32(page[$1]) }
    }

    private func write(_ bytes: [UInt8]) throws {
        var status = stat()
        guard fstat(file.descriptor, &status) == 0 else {
            throw storeError(errno, "cannot be written", at: file.name)
        }
        let journal = open(
            path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, status.st_mode & 0o777)
        guard journal >= 0 else { throw storeError(errno, "cannot be written", at: file.name) }
        defer { close(journal) }
        let failure = bytes.withUnsafeBytes { writeAll($0, to: journal, at: 0) }
        guard failure == 0 else { throw storeError(failure, "cannot be written", at: file.name) }
        if isSynchronised { try synchroniseToDisk(journal, at: file.name) }
    }
}

private func bigEndian(_ number: Int) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, 0, 0]
    bytes.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { storeBig32(number, to: base) } }
    return bytes
}
