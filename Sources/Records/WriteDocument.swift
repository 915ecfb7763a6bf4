#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes a document of the program's own, whole or not at all.
///
/// - Parameters:
///   - text: the document.
///   - target: a new file, an earlier document of this kind, or `-` for stdout. Anything else that is there
///     is left alone.
///   - mark: what tells such a document, in its first 512 bytes.
/// - Throws: `TieoutError` where the file cannot be written, or is something else.
public func writeDocument(_ text: String, to target: String, mark: String) throws {
    if target != "-" { try requireDocumentOrNone(target, mark: mark) }
    var text = text
    if target == "-" {
        try writeAll(&text, to: STDOUT_FILENO, at: target)
        return
    }
    // Beside its place first, so that there is never half a document.
    let partial = target + ".tieout-partial"
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw storeError(errno, "cannot be written", at: target) }
    do {
        defer { close(descriptor) }
        try writeAll(&text, to: descriptor, at: target)
        try synchroniseToDisk(descriptor, at: target)
    } catch {
        unlink(partial)
        throw error
    }
    guard rename(partial, target) == 0 else {
        let code = errno
        unlink(partial)
        throw storeError(code, "cannot be written", at: target)
    }
}

/// Checks that a document may be written there: nothing is there, or an earlier one.
public func requireDocumentOrNone(_ target: String, mark: String) throws {
    var status = stat()
    guard lstat(target, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, begin(of: target, bytes: 512).contains(mark) else {
        throw TieoutError(
            "exists and is no page of Tieout; it was left as it is", at: target,
            remedy: "choose another name, or remove it yourself")
    }
}

/// The first bytes of a file as text; empty where it cannot be read.
private func begin(of path: String, bytes: Int) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: bytes)
    let count = read(descriptor, &buffer, bytes)
    return String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
}

private func writeAll(_ text: inout String, to descriptor: Int32, at target: String) throws {
    try text.withUTF8 { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(descriptor, bytes.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw storeError(errno, "cannot be written", at: target) }
            done += count
        }
    }
}
