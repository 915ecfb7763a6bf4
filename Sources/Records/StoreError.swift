#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The error for a person when the operating system refuses to write or read a result.
///
/// - Parameters:
///   - code: `errno`.
///   - what: what could not be done, where the code does not say it.
///   - path: the result.
public func storeError(_ code: Int32, _ what: String, at path: String) -> TieoutError {
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

/// What the operating system calls an error.
public func systemMessage(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
}
