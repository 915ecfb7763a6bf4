#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The first 100 bytes of a file, which say whether it is a database, and whose
/// (https://www.sqlite.org/fileformat2.html#the_database_header).
public struct SQLiteHeader: Sendable {
    /// The number by which a program marks its databases.
    public let applicationID: Int32
    /// Version of the program's schema.
    public let schemaVersion: Int

    /// Nil where the file is too short for a database, or is none.
    ///
    /// - Throws: `TieoutError` where it cannot be opened.
    public init?(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let remedy = errno == ENOENT ? "name the result of an earlier run" : "allow reading it"
            throw TieoutError("cannot be read: \(systemMessage(errno))", at: path, remedy: remedy)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        guard pread(descriptor, &bytes, 100, 0) == 100, bytes.starts(with: Array("SQLite format 3\0".utf8))
        else { return nil }
        let number = { (offset: Int) in bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        applicationID = Int32(bitPattern: number(68))
        schemaVersion = Int(number(60))
    }
}
