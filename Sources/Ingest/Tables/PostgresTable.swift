import Records

/// A table or query of a PostgreSQL database. A large table is read by ranges of its pages, several at
/// once in one snapshot where the server can find those (from 14 on).
struct PostgresTable: TableStore {
    private let address: PostgresAddress
    /// What is read without a bound.
    private let select: String
    /// Name and pages of the table, where it is one that has pages and the server finds ranges of them.
    private let paged: (table: String, pages: UInt64)?
    let columnCount: Int
    let columns: [String]
    /// Size in the database, where known.
    let byteCount: UInt64?

    /// Pages in a part: 4 MB of the usual size.
    private static let partPages: UInt64 = 512
    /// Connections at once: a server has few to give.
    private static let mostConnections = 8
    /// Stretches of a large table that are sampled, besides its beginning.
    private static let places: UInt64 = 8

    /// - Throws: `TieoutError` for an unknown table, naming the nearest, and for what is no query.
    init(_ address: PostgresAddress) throws {
        self.address = address
        let connection = try PostgresConnection(address)
        switch address.choice {
        case .query(let query):
            let trimmed = query.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed()
            let described = try connection.describe(String(trimmed))
            columns = described.columnNames
            select = described.select(from: String(trimmed))
            (paged, byteCount) = (nil, nil)
        case .table(let given):
            let table = try PostgresCatalog(connection, place: address.name).find(given)
            let described = try connection.describe("SELECT * FROM \(table.sql)")
            columns = described.columnNames
            select = described.select(table: table.sql)
            byteCount = table.pages > 0 ? table.pages * table.pageBytes : nil
            paged = connection.serverVersion >= 140_000 && table.pages > 0 ? (table.sql, table.pages) : nil
        }
        columnCount = columns.count
    }

    func begin(readers: Int, monitor: RunMonitor) throws -> TableReading {
        let first = try PostgresConnection(address, monitor: monitor)
        guard let pages = paged?.pages, pages > Self.partPages else {
            return reading([first], parts: 1) { [select] _ in select }
        }
        let parts = Int((pages + Self.partPages - 1) / Self.partPages)
        var connections = [first]
        let wanted = min(readers, parts, Self.mostConnections)
        if wanted > 1, let snapshot = try? first.execute("SELECT pg_export_snapshot()").text(0, 0) {
            // A server that has no more to give is read with what it gave.
            while connections.count < wanted,
                let next = try? PostgresConnection(address, snapshot: snapshot, monitor: monitor)
            { connections.append(next) }
        }
        return reading(connections, parts: parts) { [select] part in
            let start = UInt64(part) * Self.partPages
            // The last part is open: nothing that came later is in the snapshot.
            return Self.bounded(select, start, part == parts - 1 ? nil : start + Self.partPages)
        }
    }

    func beginSample(records: Int) throws -> TableReading {
        let connection = try PostgresConnection(address)
        let head = "SELECT * FROM (\(select)\n) AS head LIMIT \(records)"
        guard let (table, pages) = paged, let last = try lastPage(of: records, in: table, connection),
            last + Self.places < pages
        else {
            return reading([connection], parts: 1) { _ in head }
        }
        let step = (pages - last - 1) / Self.places
        return reading([connection], parts: 1 + Int(Self.places)) { [select] part in
            guard part > 0 else { return head }
            let start = last + 1 + UInt64(part - 1) * step
            return Self.bounded(select, start, start + step)
                + " LIMIT \(max(1, records / Int(Self.places)))"
        }
    }

    private func reading(
        _ connections: [PostgresConnection], parts: Int, statement: @escaping @Sendable (Int) -> String
    ) -> TableReading {
        TableReading(
            parts: parts, readers: connections.map { PostgresReader($0, statement: statement) },
            split: { [address] builder in
                do { try CopyText.split(&builder) } catch {
                    throw TieoutError(
                        "sent rows with other columns than it announced", at: address.name,
                        remedy: "run again when nobody changes the table")
                }
            })
    }

    /// The page on which the n-th row lies; nil where there are not so many.
    private func lastPage(of records: Int, in table: String, _ connection: PostgresConnection) throws
        -> UInt64?
    {
        let found = try connection.execute(
            "SELECT (ctid::text::point)[0]::bigint FROM \(table) LIMIT 1 OFFSET \(max(0, records - 1))")
        return found.rowCount == 1 ? UInt64(found.text(0, 0)) : nil
    }

    private static func bounded(_ select: String, _ start: UInt64, _ end: UInt64?) -> String {
        select + " WHERE ctid >= '(\(start),0)'::tid" + (end.map { " AND ctid < '(\($0),0)'::tid" } ?? "")
    }
}
