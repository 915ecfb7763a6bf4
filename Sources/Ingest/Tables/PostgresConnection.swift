import CPostgreSQL
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A connection to a PostgreSQL server in a transaction that changes nothing and sees one state of the
/// database. Used by one thread at a time.
final class PostgresConnection: @unchecked Sendable {
    // libpq has no lock of its own; whoever reads with it is alone.

    private let connection: OpaquePointer
    private let address: PostgresAddress
    private let monitor: RunMonitor?

    /// Values must come out the same whatever the server, the role and the environment are set to, rows in
    /// the same order every time.
    private static let session = """
        SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
        SET timezone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex';
        SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0;
        SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        """

    /// Connects as libpq does, by the address, the PG… variables, the password and service files.
    ///
    /// - Parameters:
    ///   - snapshot: the state to see, exported by another connection that is still there.
    ///   - monitor: a run that, once stopped, stops what the server does for it.
    /// - Throws: `TieoutError` in one line.
    init(_ address: PostgresAddress, snapshot: String? = nil, monitor: RunMonitor? = nil) throws {
        self.address = address
        self.monitor = monitor
        // What stands before the address gives way to it, what stands behind goes before it.
        var parameters: [(String, String)] = []
        if getenv("PGCONNECT_TIMEOUT") == nil { parameters.append(("connect_timeout", "10")) }
        parameters.append(("fallback_application_name", "tieout"))
        parameters.append(("dbname", address.connection))
        if let password = address.passwords.password { parameters.append(("password", password)) }
        if let password = address.passwords.sslpassword { parameters.append(("sslpassword", password)) }
        connection = try Self.connect(parameters, address)
        guard PQstatus(connection) == CONNECTION_OK else { throw unreachable() }
        // A notice of the server would go to stderr.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        _ = try execute(Self.session)
        // A database that knows no encoding would refuse to deliver what is none.
        if PQparameterStatus(connection, "server_encoding").map({ String(cString: $0) }) == "SQL_ASCII" {
            _ = try execute("SET client_encoding = 'SQL_ASCII'")
        }
        if let snapshot { _ = try execute("SET TRANSACTION SNAPSHOT '\(snapshot)'") }
    }

    deinit { PQfinish(connection) }

    /// As `PQserverVersion`: 150004 for 15.4.
    var serverVersion: Int { Int(PQserverVersion(connection)) }

    /// Runs a statement and waits for it, as long as the run is not stopped.
    func execute(_ sql: String) throws -> PostgresResult {
        guard PQsendQuery(connection, sql) == 1 else { throw failure("cannot be queried") }
        var last: PostgresResult?
        while true {
            while PQisBusy(connection) == 1 { try wait() }
            guard let result = PQgetResult(connection).map(PostgresResult.init) else { break }
            last = result
            switch result.status {
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: throw failure("cannot be queried", result)
            case PGRES_COPY_OUT, PGRES_COPY_IN, PGRES_COPY_BOTH: return result
            default: break
            }
        }
        guard let last else { throw failure("cannot be queried") }
        return last
    }

    /// Names and types of the columns that a query gives.
    func describe(_ query: String) throws -> PostgresResult {
        _ = try command(PQprepare(connection, "", query, 0, nil))
        let described = try command(PQdescribePrepared(connection, ""))
        if described.columnCount > 0 { return described }
        throw TieoutError("its query gives no rows", at: address.name, remedy: "give one SELECT")
    }

    private func command(_ handle: OpaquePointer?) throws -> PostgresResult {
        let result = handle.map(PostgresResult.init)
        guard let result, result.status == PGRES_COMMAND_OK else {
            throw failure("cannot be queried", result)
        }
        return result
    }

    /// Lends the next row of a COPY, with its line end.
    ///
    /// - Returns: false at the end.
    func nextCopyRow(_ body: (UnsafePointer<UInt8>, Int) throws -> Void) throws -> Bool {
        var row: UnsafeMutablePointer<CChar>?
        while true {
            let count = PQgetCopyData(connection, &row, 1)
            if count > 0, let row {
                defer { PQfreemem(row) }
                try row.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { try body($0, Int(count)) }
                return true
            }
            if count == 0 {
                try wait()
            } else if count == -1 {
                while PQisBusy(connection) == 1 { try wait() }
                while let result = PQgetResult(connection).map(PostgresResult.init) {
                    guard result.status == PGRES_COMMAND_OK else { throw failure("cannot be read", result) }
                }
                return false
            } else {
                throw failure("cannot be read")
            }
        }
    }

    /// A text as it stands in SQL.
    func literal(_ text: String) -> String {
        guard let escaped = PQescapeLiteral(connection, text, text.utf8.count) else { return "NULL" }
        defer { PQfreemem(escaped) }
        return String(cString: escaped)
    }

    /// Waits until the server has sent something, but looks up now and then whether the run is to stop.
    private func wait() throws {
        do { try monitor?.checkStop() } catch {
            cancel()
            throw error
        }
        var waiting = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        if poll(&waiting, 1, 200) > 0, PQconsumeInput(connection) == 0 { throw failure("cannot be read") }
    }

    private func cancel() {
        guard let cancel = PQgetCancel(connection) else { return }
        defer { PQfreeCancel(cancel) }
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(cancel, &message, 256)
    }
}

extension PostgresConnection {
    private static func connect(
        _ parameters: [(String, String)], _ address: PostgresAddress
    ) throws -> OpaquePointer {
        var names: [UnsafePointer<CChar>?] = []
        var values: [UnsafePointer<CChar>?] = []
        for (name, value) in parameters {
            names.append(strdup(name))
            values.append(strdup(value))
        }
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        guard let connection = PQconnectdbParams(names + [nil], values + [nil], 1) else {
            throw TieoutError("cannot be reached: out of memory", at: address.name)
        }
        return connection
    }

    private func unreachable() -> TieoutError {
        let remedy =
            if PQconnectionNeedsPassword(connection) == 1 {
                "give the password in PGPASSWORD or in ~/.pgpass"
            } else if PQconnectionUsedPassword(connection) == 1 {
                "check the user and the password"
            } else {
                "check the address, and that the server runs and lets you in"
            }
        return TieoutError("cannot be reached: \(message(nil))", at: address.name, remedy: remedy)
    }

    private func failure(_ what: String, _ result: PostgresResult? = nil) -> TieoutError {
        let isLost = PQstatus(connection) != CONNECTION_OK
        return TieoutError(
            "\(isLost ? "lost the connection" : what): \(message(result))", at: address.name,
            remedy: isLost
                ? "run again when the server is there" : "check the table or the query, and your rights to it"
        )
    }

    /// What libpq says, in one line and without passwords.
    private func message(_ result: PostgresResult?) -> String {
        let primary = result.flatMap { PQresultErrorField($0.handle, Int32(UInt8(ascii: "M"))) }
        var text = String(cString: primary ?? PQerrorMessage(connection))
        for password in [address.passwords.password, address.passwords.sslpassword] {
            if let password, !password.isEmpty {
                text = text.split(separator: password, omittingEmptySubsequences: false).joined(
                    separator: "…")
            }
        }
        let lines = text.split { $0.isNewline }.map { $0.drop { $0.isWhitespace } }
        return lines.isEmpty ? "nothing is said" : lines.joined(separator: " ")
    }
}

/// Rows that a statement gave, or what it said.
final class PostgresResult {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var rowCount: Int { Int(PQntuples(handle)) }
    var columnCount: Int { Int(PQnfields(handle)) }

    /// Name of a column.
    func name(_ column: Int) -> String { PQfname(handle, Int32(column)).map { String(cString: $0) } ?? "" }

    /// Type of a column, as in pg_type.
    func type(_ column: Int) -> UInt32 { UInt32(PQftype(handle, Int32(column))) }

    /// A value as text; empty for a null.
    func text(_ row: Int, _ column: Int) -> String {
        PQgetvalue(handle, Int32(row), Int32(column)).map { String(cString: $0) } ?? ""
    }
}
