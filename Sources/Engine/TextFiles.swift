import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Cores of the machine, 1…256.
public func coreCount() -> Int {
    return max(1, min(256, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// Reads a whole text file.
///
/// - Throws: `TieoutError` naming the file.
public func readText(_ path: String) throws -> String {
    guard let file = fopen(path, "rb") else {
        throw TieoutError(String(cString: strerror(errno)), at: path, remedy: "check the path")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { break }
        bytes.append(contentsOf: buffer[..<count])
    }
    guard ferror(file) == 0 else {
        throw TieoutError(String(cString: strerror(errno)), at: path, remedy: "check the path")
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Writes a whole text file, mode 0600; `-` is stdout. Never overwrites a file.
///
/// - Throws: `TieoutError` naming the file.
public func writeText(_ text: String, to path: String) throws {
    if path == "-" {
        print(text, terminator: "")
        return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else {
        throw TieoutError(
            errno == EEXIST ? "exists already" : String(cString: strerror(errno)), at: path,
            remedy: errno == EEXIST ? "give another name, or remove it" : "give a file that can be written")
    }
    defer { close(descriptor) }
    var text = text
    try text.withUTF8 { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(descriptor, bytes.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw TieoutError(
                    String(cString: strerror(errno)), at: path, remedy: "make room, or write elsewhere")
            }
            done += count
        }
    }
}
