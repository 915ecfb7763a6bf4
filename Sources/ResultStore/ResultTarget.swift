import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The place of a result: checked, locked against other runs, and replaced at once or not at all.
///
/// ```
///   results.sqlite                   the earlier result, untouched until the rename
///   results.sqlite.tieout-partial    what is being written
///   results.sqlite.tieout-lock       holds a lock of the operating system, which ends with its process
/// ```
/// A killed run leaves the last two; the next run on the same target removes them.
final class ResultTarget {
    let path: String
    var partial: String { path + ".tieout-partial" }
    private let lock: TargetLock
    private let inputs: [FileIdentity]
    private var isOpen = true

    /// Checks the target, takes its lock, removes what a killed run left, and creates the partial file,
    /// empty and readable by its owner alone.
    init(path: String, inputs: [String]) throws {
        self.path = path
        self.inputs = inputs.compactMap { FileIdentity(path: $0) }
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw TieoutError("is not the name of a file", at: path, remedy: "name the result with -o FILE")
        }
        try ResultTarget.check(path, inputs: self.inputs)
        for name in [path + ".tieout-partial", path + ".tieout-lock"] {
            try ResultTarget.refuseInput(name, inputs: self.inputs)
        }
        lock = try TargetLock(path: path + ".tieout-lock", target: path)
        do { try createPartial() } catch {
            lock.release()
            throw error
        }
    }

    deinit { abandon() }

    /// Makes the partial file the result, once its bytes are on the disk.
    func publish() throws {
        precondition(isOpen, "the result was published or abandoned before")
        // The target may have changed since the run began.
        try ResultTarget.check(path, inputs: inputs)
        try synchroniseToDisk(partial, at: path)
        guard rename(partial, path) == 0 else { throw storeError(errno, "cannot be replaced", at: path) }
        isOpen = false
        lock.release()
        try synchroniseName(of: path)
    }

    /// Removes the partial file and gives the lock back. Does nothing after `publish` or twice.
    func abandon() {
        guard isOpen else { return }
        isOpen = false
        removePartial()
        lock.release()
    }

    /// Throws unless there is nothing at `path`, or an earlier result that no program is changing.
    private static func check(_ path: String, inputs: [FileIdentity]) throws {
        try refuseInput(path, inputs: inputs)
        // Such a file would be taken for a part of the new result, and destroy it.
        for journal in [path + "-journal", path + "-wal"] {
            var status = stat()
            if lstat(journal, &status) == 0, status.st_size > 0 {
                throw TieoutError(
                    "a program is changing it, or ended while it did (\(journal) exists)", at: path,
                    remedy: "close that program, or open the file once with sqlite3 to let it recover")
            }
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw storeError(errno, "cannot be written", at: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw TieoutError("is a directory", at: path, remedy: "name a file in it")
        case S_IFLNK:
            throw TieoutError("is a symbolic link", at: path, remedy: "name the file that it points to")
        default: throw TieoutError("is not a regular file", at: path, remedy: "name a file with -o")
        }
        guard try SQLiteHeader(path: path)?.isResult == true else {
            throw TieoutError(
                "exists and is not a Tieout result; it was left as it is", at: path,
                remedy: "choose another name with -o, or remove it yourself")
        }
    }

    private static func refuseInput(_ path: String, inputs: [FileIdentity]) throws {
        guard let identity = FileIdentity(path: path), inputs.contains(identity) else { return }
        throw TieoutError("is an input of this run", at: path, remedy: "choose another name with -o")
    }

    private func createPartial() throws {
        removePartial()
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw storeError(errno, "cannot be written", at: path) }
        close(descriptor)
    }

    private func removePartial() {
        for name in [partial, partial + "-journal", partial + "-wal", partial + "-shm"] { unlink(name) }
    }
}

/// Which file a path leads to, whatever it is called.
struct FileIdentity: Equatable {
    let device: dev_t
    let number: ino_t

    /// Nil where there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }
}
