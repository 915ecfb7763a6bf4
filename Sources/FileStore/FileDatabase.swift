import FileRecords
import GRDB
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A database of scans of files: opened to be read by many, or to be written by one.
///
/// ```
///   files.sqlite                  every scan that was finished, each transaction whole or not at all
///   files.sqlite-journal          while a transaction is under way; SQLite undoes a torn one at the next opening
///   files.sqlite.tieout-lock      held by whoever writes, given back when its process ends
/// ```
public final class FileDatabase: Sendable {
    /// The file, as it was named.
    public let path: String
    /// Whether it was empty when it was opened: nothing in it can be lost yet.
    let isNew: Bool
    let queue: DatabaseQueue
    private let lock: TargetLock?

    /// Opens a database to read it, and never changes it.
    ///
    /// - Throws: `TieoutError` if there is none, it is no database of files, or comes from a newer version.
    public init(reading path: String) throws {
        self.path = path
        guard let header = try SQLiteHeader(path: path), header.isFileDatabase else {
            throw TieoutError(
                "is no database of files", at: path,
                remedy: "name a file that 'tieout files scan' wrote")
        }
        try header.requireKnownVersion(at: path)
        mendAfterKill(path)
        guard let mended = try SQLiteHeader(path: path), mended.schemaVersion > 0 else {
            throw TieoutError("holds no scan", at: path, remedy: "run 'tieout files scan' first")
        }
        lock = nil
        isNew = false
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        queue = try withFileErrors(at: path) { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Opens a database to write it, makes it where there is none, and keeps other writers out until it goes.
    ///
    /// - Throws: `TieoutError` if the file is something else, which is left as it is; if another run writes
    ///   it; or if it cannot be written.
    public init(writing path: String) throws {
        self.path = path
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw TieoutError("is not the name of a file", at: path, remedy: "name the database with -o FILE")
        }
        let lock = try TargetLock(path: path + ".tieout-lock", target: path)
        self.lock = lock
        do {
            isNew = try FileDatabase.requireOwnOrNone(path)
            let isNew = isNew
            queue = try withFileErrors(at: path) {
                let queue = try DatabaseQueue(path: path, configuration: Self.writing(isNew: isNew))
                if isNew { try Self.mark(queue) }
                try FileSchema.migrator.migrate(queue)
                return queue
            }
        } catch {
            lock.release()
            throw error
        }
    }

    /// First of all a new file says whose it is: where it gets no further, because the disk is full or the run is
    /// killed, the next run can tell that it is its own to go on with.
    private static func mark(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(FileSchema.applicationID)")
        }
    }

    /// The inodes of the database and of what lies beside it: a scan leaves them out.
    public var identities: [FileIdentity] {
        [path, path + "-journal", path + ".tieout-lock"].compactMap { name in
            var status = stat()
            guard stat(name, &status) == 0 else { return nil }
            return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        }
    }

    /// Closes it and lets others write; done as well when it goes.
    public func close() {
        try? queue.close()
        lock?.release()
    }

    /// Whether there is nothing yet; throws where there is what is no database of files.
    private static func requireOwnOrNone(_ path: String) throws -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return true }
            throw storeError(errno, "cannot be written", at: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw TieoutError("is a directory", at: path, remedy: "name a file in it")
        case S_IFLNK:
            throw TieoutError("is a symbolic link", at: path, remedy: "name the file that it points to")
        default: throw TieoutError("is not a regular file", at: path, remedy: "name a file with -o")
        }
        // An empty file is what a run leaves that was killed before its first transaction.
        if status.st_size == 0 { return true }
        guard let header = try SQLiteHeader(path: path), header.isFileDatabase else {
            throw TieoutError(
                "exists and is no database of files; it was left as it is", at: path,
                remedy: "choose another name with -o, or remove it yourself")
        }
        try header.requireKnownVersion(at: path)
        return false
    }

    /// A new database needs no care until its first scan is stored, when all of it is written out at once;
    /// and no cache: what it holds by then is looked at by nobody.
    private static func writing(isNew: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA page_size = \(FileSchema.pageSize);
                    PRAGMA synchronous = \(isNew ? "OFF" : "NORMAL");
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = \(isNew ? -2048 : -16384);
                    """)
        }
        return configuration
    }
}

extension SQLiteHeader {
    /// Whether the database holds scans of files.
    var isFileDatabase: Bool { applicationID == FileSchema.applicationID }

    func requireKnownVersion(at path: String) throws {
        guard schemaVersion <= FileSchema.version else {
            throw TieoutError(
                "was written by a newer version of Tieout (schema \(schemaVersion), "
                    + "this program knows \(FileSchema.version))", at: path, remedy: "update tieout")
        }
    }
}
