import FileRecords
import Foundation
import GRDB
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The database of one comparison of trees, written beside its place and put there whole.
public final class ComparisonFile {
    /// 'TIEC': SQLite's application_id of such databases.
    static let applicationID: Int32 = 0x5449_4543

    private let path: String
    private let partial: String
    private let lock: TargetLock

    /// Checks the place and takes its lock.
    ///
    /// - Throws: `TieoutError` if there is something else than an earlier comparison, which is left as it is.
    public init(writing path: String) throws {
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw TieoutError("is not the name of a file", at: path, remedy: "name a file with -o FILE")
        }
        self.path = path
        partial = path + ".tieout-partial"
        try ComparisonFile.requireOwnOrNone(path)
        lock = try TargetLock(path: path + ".tieout-lock", target: path)
        removePartial()
    }

    deinit {
        removePartial()
        lock.release()
    }

    /// One entry of a side, or one of each, as it is stored.
    public struct Row {
        /// What became of it.
        public var kind: String
        /// Why that is not certain; nil where it is.
        public var doubt: String?
        /// Attributes that differ, with commas between; nil for none.
        public var attributes: String?
        /// The left entry has a content that is nowhere on the right.
        public var isMissing: Bool
        /// What the entry is, on the left where there is one.
        public var type: String
        /// The entry on the left, from the folder on.
        public var left: Place?
        /// The entry on the right.
        public var right: Place?

        /// Takes each of its facts.
        public init(
            kind: String, doubt: String?, attributes: String?, isMissing: Bool, type: String, left: Place?,
            right: Place?
        ) {
            self.kind = kind
            self.doubt = doubt
            self.attributes = attributes
            self.isMissing = isMissing
            self.type = type
            self.left = left
            self.right = right
        }
    }

    /// Where an entry is.
    public struct Place {
        /// The path from the folder on, as bytes.
        public var path: [UInt8]
        /// Bytes of the content.
        public var size: Int64

        /// A path and a size.
        public init(path: [UInt8], size: Int64) {
            self.path = path
            self.size = size
        }
    }

    /// Writes the comparison and puts it into its place, once its bytes are on the disk.
    ///
    /// - Parameters:
    ///   - facts: what is said of the whole, by name.
    ///   - rows: in order.
    public func publish(facts: [(name: String, value: String)], rows: some Sequence<Row>) throws {
        try withFileErrors(at: path) {
            let queue = try DatabaseQueue(path: partial)
            try queue.writeWithoutTransaction { database in
                try database.execute(
                    sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 16384")
            }
            try queue.write { database in
                try database.execute(sql: ComparisonFile.schema)
                for (name, value) in facts {
                    try database.execute(sql: "INSERT INTO fact VALUES (?, ?)", arguments: [name, value])
                }
                let insert = try database.makeStatement(
                    sql: "INSERT INTO entry VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                for row in rows {
                    try insert.execute(arguments: [
                        row.kind, row.doubt, row.attributes, row.isMissing, row.type,
                        row.left.map { Data($0.path) }, row.left?.size, row.right.map { Data($0.path) },
                        row.right?.size,
                    ])
                }
            }
            try queue.close()
        }
        try ComparisonFile.requireOwnOrNone(path)
        try synchroniseToDisk(partial, at: path)
        guard rename(partial, path) == 0 else { throw storeError(errno, "cannot be replaced", at: path) }
        try synchroniseName(of: path)
    }

    private static func requireOwnOrNone(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw storeError(errno, "cannot be written", at: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG,
            try SQLiteHeader(path: path)?.applicationID == applicationID
        else {
            throw TieoutError(
                "exists and is no comparison of trees; it was left as it is", at: path,
                remedy: "choose another name with -o, or remove it yourself")
        }
    }

    private func removePartial() { for name in [partial, partial + "-journal"] { unlink(name) } }

    /// Paths are stored as bytes; the views show them as text as well, where they are text.
    private static let schema = """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = 1;
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, doubt TEXT, attributes TEXT, is_missing INTEGER NOT NULL,
            type TEXT NOT NULL, left_path BLOB, left_size INTEGER, right_path BLOB, right_size INTEGER);
        CREATE VIEW comparison AS SELECT name, value FROM fact;
        CREATE VIEW entries AS
        SELECT id, kind, type, CAST(left_path AS TEXT) AS left_path, left_size,
               CAST(right_path AS TEXT) AS right_path, right_size, is_missing, doubt, attributes,
               left_path AS left_bytes, right_path AS right_bytes
        FROM entry;
        CREATE VIEW differences AS SELECT * FROM entries WHERE kind <> 'same' OR attributes IS NOT NULL;
        CREATE VIEW missing AS SELECT left_path, left_size, kind, doubt, left_bytes FROM entries WHERE is_missing;
        CREATE VIEW moves AS SELECT left_path, right_path, left_size FROM entries WHERE kind = 'moved';
        CREATE VIEW kinds AS
        SELECT kind, count(*) AS entries, coalesce(sum(coalesce(left_size, right_size)), 0) AS bytes
        FROM entry GROUP BY kind;
        """
}
