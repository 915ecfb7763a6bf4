import Foundation
import Pages
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes the page of a scan.
///
/// - Parameters:
///   - number: of the scan; nil for the latest.
///   - target: a new file, an earlier page, or `-` for stdout. Anything else that is there is left alone.
/// - Throws: `TieoutError` where there is no such scan, or the file cannot be written.
public func writePage(database: String, scan number: Int?, to target: String) throws {
    if target != "-" { try requirePageOrNone(target) }
    let page = Data(try FilesPage(database: database, scan: number).html.utf8)
    if target == "-" {
        try FileHandle.standardOutput.write(contentsOf: page)
        return
    }
    // Beside its place first, so that there is never half a page.
    let partial = target + ".tieout-partial"
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw storeError(errno, "cannot be written", at: target) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
        try handle.write(contentsOf: page)
        try handle.synchronize()
        try handle.close()
    } catch {
        unlink(partial)
        throw TieoutError(
            "cannot be written: \(error.localizedDescription)", at: target,
            remedy: "make room, or write elsewhere")
    }
    guard rename(partial, target) == 0 else {
        let code = errno
        unlink(partial)
        throw storeError(code, "cannot be written", at: target)
    }
}

private func requirePageOrNone(_ target: String) throws {
    var status = stat()
    guard lstat(target, &status) == 0 else { return }
    let begin = Data(Page.mark.utf8)
    let handle = status.st_mode & S_IFMT == S_IFREG ? FileHandle(forReadingAtPath: target) : nil
    defer { try? handle?.close() }
    guard let head = try? handle?.read(upToCount: 512), head.range(of: begin) != nil else {
        throw TieoutError(
            "exists and is no page of Tieout; it was left as it is", at: target,
            remedy: "choose another name, or remove it yourself")
    }
}
