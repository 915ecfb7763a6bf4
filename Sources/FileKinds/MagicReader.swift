import CMagic
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Says what bytes are, by libmagic. Each thread has its own: a handle is not for several.
struct MagicReader: ~Copyable {
    /// How much of a file is looked at.
    static let headSize = 16_384

    private let handle: magic_t

    /// - Throws: `TieoutError` where the library's table of signatures is not installed.
    init() throws {
        // Nothing is unpacked: what is in an archive is not what the archive is.
        let flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF
        guard let handle = magic_open(flags) else {
            throw TieoutError("no memory for signatures", at: "--kinds", remedy: "try again without --kinds")
        }
        guard magic_load(handle, nil) == 0 else {
            let reason = magic_error(handle).map { String(cString: $0) } ?? "no reason given"
            magic_close(handle)
            throw TieoutError(
                "the signatures of file types cannot be loaded: \(reason)", at: "--kinds",
                remedy: "install libmagic-mgc, or scan without --kinds")
        }
        self.handle = handle
    }

    deinit { magic_close(handle) }

    /// The media type that the first bytes of a file have, valid until the next call; nil where there is none.
    func mediaType(_ head: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
        magic_buffer(handle, head.baseAddress, head.count)
    }
}

/// The first bytes of a file, read only if it still is the file that was met.
///
/// - Returns: how many bytes were read; or below 0 an `errno` negated; 0 where it is another file now.
func readHead(_ path: [UInt8], _ facts: FileFacts, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let descriptor = (path + [0]).withUnsafeBytes { bytes in
        open(
            bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self),
            O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else { return -Int(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return -Int(errno) }
    guard UInt64(status.st_dev) == facts.device, UInt64(status.st_ino) == facts.inode,
        status.st_mode & S_IFMT == S_IFREG
    else { return 0 }
    let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
    return count < 0 ? -Int(errno) : count
}
