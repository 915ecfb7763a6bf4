import GRDB
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs `body` and turns errors of the database into errors for a person.
func withFileErrors<Result>(at path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError {
        let message = error.message ?? "database error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            throw TieoutError(
                "the disk is full", at: path,
                remedy: "free some space there and run it again; what it held before is untouched")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            throw TieoutError("another program is using it", at: path, remedy: "try again when it has ended")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            throw TieoutError(
                "is damaged: \(message)", at: path, remedy: "restore it, or begin another with -o")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            throw storeError(EACCES, "cannot be opened or written", at: path)
        default:
            throw TieoutError(
                message, at: path, remedy: "check the file and the disk it is on; earlier scans are untouched"
            )
        }
    }
}

extension FileDatabase {
    /// Runs `body` in one transaction, with errors for a person.
    public func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try withFileErrors(at: path) { try queue.write(body) }
    }

    /// Runs `body` on one state of the database, with errors for a person.
    public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try withFileErrors(at: path) { try queue.read(body) }
    }
}
