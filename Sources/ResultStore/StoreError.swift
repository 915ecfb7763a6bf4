import GRDB
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The error for a person when SQLite refuses.
func storeError(_ error: DatabaseError, at path: String) -> TieoutError {
    switch error.resultCode {
    case .SQLITE_FULL: return storeError(ENOSPC, "", at: path)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
        return storeError(EACCES, "cannot be written", at: path)
    default:
        return TieoutError(
            "cannot be written: \(error.message ?? "database error \(error.extendedResultCode.rawValue)")",
            at: path, remedy: "choose another place with -o; an earlier result is untouched")
    }
}

/// Runs `body` and turns errors of the database into errors for a person.
func withStoreErrors<Result>(at path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError { throw storeError(error, at: path) }
}
