import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A temporary file without a name: the system takes it away with the process, however that ends.
///
/// - Throws: from every call a `TieoutError` where the folder takes no more.
public final class SpillFile: Sendable {
    private let descriptor: Int32
    private let folder: String
    private let end = Atomic<Int>(0)

    /// - Parameter folder: where the file lies while it has a name: `TMPDIR`, else `/tmp`.
    public init(folder: String = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") throws {
        self.folder = folder
        var path = Array("\(folder)/tieout-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw SpillFile.error("cannot be written", errno, in: folder) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end; any thread may.
    ///
    /// - Returns: where they begin.
    public func append(_ bytes: UnsafeRawBufferPointer) throws -> Int {
        let start = end.add(bytes.count, ordering: .relaxed).oldValue
        let failure = writeAll(bytes, to: descriptor, at: start)
        guard failure == 0 else { throw SpillFile.error("cannot be written", failure, in: folder) }
        return start
    }

    /// Fills `target` with the bytes from `start` on.
    public func read(at start: Int, into target: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < target.count {
            let count = pread(
                descriptor, target.baseAddress.unsafelyUnwrapped + done, target.count - done,
                off_t(start + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw SpillFile.error("cannot be read back", errno, in: folder) }
            done += count
        }
    }

    private static func error(_ what: String, _ code: Int32, in folder: String) -> TieoutError {
        TieoutError(
            "a temporary file \(what): \(systemMessage(code))", at: folder,
            remedy: "make room there, or name another folder in TMPDIR")
    }
}
