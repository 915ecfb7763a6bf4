import GRDB
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The error for a person when the operating system refuses to write or read a result.
func storeError(_ code: Int32, _ what: String, at path: String) -> TieoutError {
    switch code {
    case ENOSPC, EDQUOT:
        return TieoutError(
            "the disk is full", at: path,
            remedy: "free some space or choose another place with -o; an earlier result is untouched")
    case EFBIG:
        return TieoutError(
            "the file would be larger than allowed", at: path,
            remedy:
                "raise the limit (ulimit -f) or choose another place with -o; an earlier result is untouched")
    case EACCES, EPERM, EROFS:
        return TieoutError(
            "\(what): \(systemMessage(code))", at: path,
            remedy: "allow writing to its folder or choose another place with -o")
    case ENOENT:
        return TieoutError("\(what): \(systemMessage(code))", at: path, remedy: "create its folder first")
    default:
        return TieoutError(
            "\(what): \(systemMessage(code))", at: path,
            remedy: "choose another place with -o; an earlier result is untouched")
    }
}

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

/// What the operating system calls an error.
func systemMessage(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
}
