import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock file, held by `flock`: the system gives it back when its process ends, however it ends.
public final class TargetLock: Sendable {
    /// The lock file.
    public let path: String
    /// Below 0 once it is given back.
    private let descriptor: Atomic<Int32>

    /// Takes the lock at once or throws.
    ///
    /// - Parameters:
    ///   - path: the lock file; made where there is none.
    ///   - target: what it guards, for the error.
    public init(path: String, target: String) throws {
        self.path = path
        var descriptor: Int32
        while true {
            descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw storeError(errno, "cannot be written", at: target) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                let owner = TargetLock.owner(descriptor)
                close(descriptor)
                guard code == EWOULDBLOCK else { throw storeError(code, "cannot be locked", at: target) }
                throw TieoutError(
                    "another run\(owner) is writing it", at: target,
                    remedy: "wait for it, or choose another name with -o")
            }
            // The holder before may have removed the file between our open and our lock.
            if TargetLock.isStill(descriptor, at: path) { break }
            close(descriptor)
        }
        let line = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = line.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        self.descriptor = Atomic(descriptor)
    }

    deinit { release() }

    /// Removes the file while the lock is held, then gives it back.
    public func release() {
        let held = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
        guard held >= 0 else { return }
        unlink(path)
        close(held)
    }

    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var ours = stat()
        var present = stat()
        return fstat(descriptor, &ours) == 0 && lstat(path, &present) == 0 && ours.st_ino == present.st_ino
            && ours.st_dev == present.st_dev
    }

    /// ` (process N)`, where the holder has written its number.
    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 1, let number = Int(String(decoding: bytes[..<(count - 1)], as: UTF8.self)) else {
            return ""
        }
        return " (process \(number))"
    }
}
