import GRDB
import GRDBSQLite
import Records

/// Reads a result, and never changes it.
///
/// Rows come in the order of their ids. Every method may throw a `TieoutError` where the file is damaged.
public final class ResultReader: Sendable {
    /// The file, as it was named.
    public let path: String
    private let queue: DatabaseQueue

    /// Opens a result.
    ///
    /// - Throws: `TieoutError` if the file cannot be read, is no Tieout result, or comes from a newer
    ///   version.
    public init(path: String) throws {
        self.path = path
        guard let header = try SQLiteHeader(path: path), header.isResult else {
            throw TieoutError(
                "is not a Tieout result", at: path, remedy: "name a file that a run wrote with -o")
        }
        guard header.schemaVersion <= Schema.version else {
            throw TieoutError(
                "was written by a newer version of Tieout (schema \(header.schemaVersion), "
                    + "this program knows \(Schema.version))", at: path, remedy: "update tieout")
        }
        var configuration = Configuration()
        configuration.readonly = true
        do { queue = try DatabaseQueue(path: path, configuration: configuration) } catch let error
            as DatabaseError
        {
            throw ResultReader.readError(error, path)
        }
    }

    /// What the run was. The result's own counts are in `counts()`.
    ///
    /// - Throws: `TieoutError` if it was a diff, which links nothing, or a comparison of strategies.
    public func run() throws -> RunRecord {
        let run = try read { try RunRecord(from: $0) }
        guard run.command != "strategies" else {
            throw TieoutError(
                "is a comparison of strategies, not the result of a match or dedupe", at: path,
                remedy: "query its view 'strategies'")
        }
        guard run.command != "diff" else {
            throw TieoutError(
                "is the result of a diff, not of a match or dedupe", at: path,
                remedy: "query its view 'differences', or give tieout diff a --format")
        }
        return run
    }

    /// Rows by table.
    public func counts() throws -> RowCounts {
        try read { database in
            let count = { (rows: String) in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \(rows)") ?? 0
            }
            var counts = RowCounts()
            counts.inReview = try count("link WHERE band = 1")
            counts.matches = try count("link") - counts.inReview
            counts.unmatched = try count("unmatched_record")
            counts.clusterMembers = try count("cluster_member")
            counts.rejected = try count("rejected_record")
            return counts
        }
    }

    /// The rejected records, in the order of their sources.
    public func rejects() throws -> [RejectedRecord] {
        try read { database in
            try GRDB.Row.fetchAll(database, sql: "SELECT * FROM rejected_record ORDER BY number").map { row in
                RejectedRecord(
                    source: row["source"], firstLine: row["line"], lastLine: row["last_line"],
                    byteOffset: row["byte_offset"], reason: row["reason"],
                    text: (row["text"] as RecordID?)?.bytes ?? [])
            }
        }
    }

    /// Runs `body` on the database, with errors for a person.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.read(body) } catch let error as DatabaseError {
            throw ResultReader.readError(error, path)
        }
    }

    /// Steps through a query's rows without copying their values.
    ///
    /// - Parameter body: gets the statement, standing on a row.
    func forEachRow(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (StoredColumns) throws -> Void
    ) throws {
        try read { database in
            let statement = try database.makeStatement(sql: sql)
            try statement.setArguments(arguments)
            while true {
                switch sqlite3_step(statement.sqliteStatement) {
                case SQLITE_ROW: try body(StoredColumns(statement: statement.sqliteStatement))
                case SQLITE_DONE: return
                case let code:
                    throw DatabaseError(
                        resultCode: ResultCode(rawValue: code),
                        message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
                }
            }
        }
    }

    private static func readError(_ error: DatabaseError, _ path: String) -> TieoutError {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            TieoutError("another program is changing it", at: path, remedy: "try again when it has ended")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            TieoutError("is damaged: \(error.message ?? "")", at: path, remedy: "run the match again")
        default:
            TieoutError(
                "cannot be read: \(error.message ?? "database error \(error.extendedResultCode.rawValue)")",
                at: path, remedy: "check the file and the disk it is on")
        }
    }
}

/// The row that a statement stands on.
struct StoredColumns {
    let statement: OpaquePointer

    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    func optionalDouble(_ column: Int32) -> Double? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : double(column)
    }

    /// The bytes of a text or blob, valid until the next step.
    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        // The pointer first: it fixes the form that the length is counted in.
        let start = sqlite3_column_blob(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        return UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
    }
}
