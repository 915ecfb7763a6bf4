import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The first 100 bytes of a file, which say whether it is a result
/// (https://www.sqlite.org/fileformat2.html#the_database_header).
struct ResultHeader {
    let isResult: Bool
    let schemaVersion: Int

    /// Nil where the file is too short for a database.
    init?(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw storeError(errno, "cannot be read", at: path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        guard pread(descriptor, &bytes, 100, 0) == 100 else { return nil }
        let number = { (offset: Int) in bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        isResult =
            bytes.starts(with: Array("SQLite format 3\0".utf8)) && number(68) == Int(Schema.applicationID)
        schemaVersion = number(60)
    }
}
