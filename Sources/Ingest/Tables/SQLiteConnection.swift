import GRDBSQLite
import Records

/// A connection to an SQLite file that changes nothing in it. Used by one thread at a time.
final class SQLiteConnection: @unchecked Sendable {
    // The handle has no lock of its own; whoever reads with it is alone.

    private let database: OpaquePointer
    /// The address, for errors.
    private let place: String

    /// Opens `file`, and begins a transaction that sees one state of it to the end.
    ///
    /// - Throws: `TieoutError` where it cannot be opened, or is no database.
    init(_ file: SQLiteFile, place: String) throws {
        self.place = place
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        let status = sqlite3_open_v2(file.uri, &handle, flags, nil)
        guard let handle else { throw TieoutError("cannot be opened: out of memory", at: place) }
        database = handle
        // From here on deinit closes it, whatever happens.
        guard status == SQLITE_OK else { throw error("cannot be opened") }
        sqlite3_busy_timeout(handle, 5000)
        try run("BEGIN")
        _ = try firstRow("SELECT count(*) FROM sqlite_master")
    }

    deinit { sqlite3_close_v2(database) }

    /// Lets a stopped run interrupt a query that gives nothing for long.
    func interrupt(by monitor: RunMonitor) {
        sqlite3_progress_handler(
            database, 100_000,
            { context in
                guard let context else { return 0 }
                return Unmanaged<RunMonitor>.fromOpaque(context).takeUnretainedValue().stopSignal.load(
                    ordering: .relaxed)
            }, Unmanaged.passUnretained(monitor).toOpaque())
    }

    /// The one statement in `sql`.
    func prepare(_ sql: String) throws -> SQLiteStatement {
        var statement: OpaquePointer?
        let rest = try sql.withCString { text -> String in
            var tail: UnsafePointer<CChar>?
            guard sqlite3_prepare_v2(database, text, -1, &statement, &tail) == SQLITE_OK else {
                throw error("cannot be queried")
            }
            return tail.map { String(cString: $0) } ?? ""
        }
        guard let statement else {
            throw TieoutError("has an empty query", at: place, remedy: "write query=SELECT…")
        }
        let prepared = SQLiteStatement(statement, of: self)
        guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
            throw TieoutError("has more than one statement", at: place, remedy: "give one SELECT")
        }
        return prepared
    }

    /// Values of the first row as text, nil where they are null; nil without a row.
    func firstRow(_ sql: String) throws -> [String?]? {
        let statement = try prepare(sql)
        guard try statement.step() else { return nil }
        return (0..<statement.columnCount).map { statement.text($0) }
    }

    /// The first column of all rows.
    func column(_ sql: String) throws -> [String] {
        let statement = try prepare(sql)
        var values: [String] = []
        while try statement.step() { values.append(statement.text(0) ?? "") }
        return values
    }

    private func run(_ sql: String) throws { _ = try prepare(sql).step() }

    /// The error that the last call ended with.
    func error(_ what: String) -> TieoutError {
        let code = sqlite3_errcode(database)
        let message = String(cString: sqlite3_errmsg(database))
        switch code {
        case SQLITE_NOTADB:
            return TieoutError(
                "is no SQLite database", at: place, remedy: "name a database, or the file by its path")
        case SQLITE_CANTOPEN:
            return TieoutError("cannot be opened", at: place, remedy: "check the path and its permissions")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return TieoutError("is locked by another program", at: place, remedy: "run again when it is done")
        case SQLITE_CORRUPT:
            return TieoutError(
                "is damaged: \(message)", at: place,
                remedy: "mend it: sqlite3 FILE .recover, or take a backup")
        default: return TieoutError("\(what): \(message)", at: place, remedy: "check the table or the query")
        }
    }
}

/// A prepared statement.
final class SQLiteStatement: @unchecked Sendable {
    // Used by one thread at a time, as its connection is.

    let handle: OpaquePointer
    let columnCount: Int
    private let connection: SQLiteConnection

    init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
        columnCount = Int(sqlite3_column_count(handle))
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes to the next row.
    ///
    /// - Returns: false where there is none.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw connection.error("cannot be read")
        }
    }

    /// Starts anew with other values for its parameters.
    func restart(_ values: [Int64]) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() { sqlite3_bind_int64(handle, Int32(index + 1), value) }
    }

    func text(_ column: Int) -> String? {
        sqlite3_column_text(handle, Int32(column)).map { String(cString: $0) }
    }

    func name(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    /// The type that the column was declared with, in capitals; empty for an expression.
    func declaredType(_ column: Int) -> String {
        sqlite3_column_decltype(handle, Int32(column)).map { String(cString: $0).uppercased() } ?? ""
    }

    /// It changes nothing and gives rows.
    var isQuery: Bool { columnCount > 0 && sqlite3_stmt_readonly(handle) != 0 }
}
