import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a source, readable at any place from any thread. Their number is fixed when it is opened.
protocol ByteStore: Sendable {
    /// Bytes there are.
    var count: UInt64 { get }
    /// Fills `target` with the bytes from `offset` on. All of them must exist.
    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws
}

/// A regular file, read with `pread`: no shared position, no mapping that would count as memory.
final class FileStore: ByteStore {
    let path: String
    let count: UInt64
    private let descriptor: Int32

    init(path: String, descriptor: Int32, count: UInt64) {
        self.path = path
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < target.count {
            let got = pread(
                descriptor, target.baseAddress.map { $0 + done }, target.count - done,
                off_t(offset) + off_t(done))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw TieoutError("cannot be read: \(errorText())", at: path) }
            guard got > 0 else {
                throw TieoutError(
                    "became shorter while it was read", at: path,
                    remedy: "run again when nothing writes to it")
            }
            done += got
        }
    }
}

/// Bytes in memory: what came through a pipe, or had to be decoded first.
final class MemoryStore: ByteStore {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: UInt64 { UInt64(bytes.count) }

    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) throws {
        bytes.withUnsafeBytes {
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)...].prefix(target.count)))
        }
    }
}

/// Opens what the user named: a file, `-` for standard input, or a pipe.
func openStore(_ path: String) throws -> any ByteStore {
    if path == "-" { return MemoryStore(try readAll(STDIN_FILENO, named: path)) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        let remedy =
            switch errno {
            case ENOENT: "check the path"
            case EACCES: "give yourself permission to read it"
            default: "check the path and its permissions"
            }
        throw TieoutError(
            errno == ENOENT ? "no such file" : "cannot be opened: \(errorText())", at: path, remedy: remedy)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
        defer { close(descriptor) }
        throw TieoutError("cannot be examined: \(errorText())", at: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
        return FileStore(path: path, descriptor: descriptor, count: UInt64(status.st_size))
    case S_IFDIR:
        close(descriptor)
        throw TieoutError("is a directory", at: path, remedy: "name a file in it")
    default:
        defer { close(descriptor) }
        return MemoryStore(try readAll(descriptor, named: path))
    }
}

private func readAll(_ descriptor: Int32, named path: String) throws -> [UInt8] {
    var all: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while true {
        let got = read(descriptor, piece.baseAddress, piece.count)
        if got < 0 && errno == EINTR { continue }
        guard got >= 0 else { throw TieoutError("cannot be read: \(errorText())", at: path) }
        if got == 0 { return all }
        all.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<got]))
    }
}

private func errorText() -> String { String(cString: strerror(errno)) }
