import Records

/// A table or query of an SQLite file. A table with rowids is read in ranges of these, in their order.
struct SQLiteTable: TableStore {
    private let file: SQLiteFile
    private let place: String
    private let sql: String
    /// Name and bounds of the rowid, where the table has one and is not empty.
    private let rowids: Rowids?
    let columnCount: Int
    let columns: [String]

    private struct Rowids {
        var table: String
        var name: String
        var range: ClosedRange<Int64>
    }

    /// Bytes of the file for which a part is made.
    private static let partBytes: UInt64 = 2 << 20
    /// Stretches of a large table that are sampled, besides its beginning.
    private static let places = 8

    /// - Throws: `TieoutError` for an unknown table, naming the nearest, and for what is no query.
    init(_ file: SQLiteFile, _ choice: TableChoice?, place: String) throws {
        self.file = file
        self.place = place
        let connection = try SQLiteConnection(file, place: place)
        switch try choice ?? Self.onlyTable(connection, file.path, place: place) {
        case .query(let query):
            sql = query
            rowids = nil
        case .table(let given):
            let table = try Self.find(given, connection, place: place)
            sql = "SELECT * FROM \(sqlName(table))"
            rowids = try Self.rowids(of: table, connection)
        }
        let statement = try connection.prepare(sql)
        guard statement.isQuery else {
            throw TieoutError("its query gives no rows", at: place, remedy: "give one SELECT")
        }
        columnCount = statement.columnCount
        columns = (0..<statement.columnCount).map { statement.name($0) }
    }

    func begin(readers: Int, monitor: RunMonitor) throws -> TableReading {
        let connections = try (0..<(rowids == nil || file.hasLog ? 1 : readers)).map { _ in
            let connection = try SQLiteConnection(file, place: place)
            connection.interrupt(by: monitor)
            return connection
        }
        // The monitor outlives the reading that it may interrupt.
        let finish: @Sendable () throws -> Void = { [file, place] in
            withExtendedLifetime(monitor) {}
            try file.requireUnchanged(place: place)
        }
        guard let rowids else {
            return TableReading(
                parts: 1, readers: [SQLiteReader(try connections[0].prepare(sql))], finish: finish)
        }
        let span = UInt64(bitPattern: rowids.range.upperBound &- rowids.range.lowerBound)
        let parts = max(1, min(file.byteCount / Self.partBytes, span / 1024, 4096))
        return TableReading(
            parts: Int(parts),
            readers: try connections.map { try reader($0, rowids.name, Self.cut(rowids.range, into: parts)) },
            finish: finish)
    }

    func beginSample(records: Int) throws -> TableReading {
        let connection = try SQLiteConnection(file, place: place)
        guard let rowids else {
            let head = try connection.prepare("SELECT * FROM (\(sql)\n) LIMIT \(records)")
            return TableReading(parts: 1, readers: [SQLiteReader(head)])
        }
        let all = rowids.range
        let lastOfHead = try connection.firstRow(
            """
            SELECT \(rowids.name) FROM \(sqlName(rowids.table)) ORDER BY \(rowids.name)
            LIMIT 1 OFFSET \(max(0, records - 1))
            """)
        guard let head = lastOfHead?[0].flatMap(Int64.init), head < all.upperBound else {
            return TableReading(parts: 1, readers: [try reader(connection, rowids.name, { _ in all })])
        }
        let rest = Self.cut(head + 1...all.upperBound, into: UInt64(Self.places))
        let sampling = try reader(
            connection, rowids.name, limit: max(1, records / Self.places),
            { $0 == 0 ? all.lowerBound...head : rest($0 - 1) }, wholeFirst: records)
        return TableReading(parts: Self.places + 1, readers: [sampling])
    }

    private func reader(
        _ connection: SQLiteConnection, _ rowid: String, limit: Int? = nil,
        _ range: @escaping @Sendable (Int) -> ClosedRange<Int64>?, wholeFirst: Int = 0
    ) throws -> SQLiteReader {
        let ordered = "\(sql) WHERE \(rowid) BETWEEN ?1 AND ?2 ORDER BY \(rowid) LIMIT ?3"
        return SQLiteReader(try connection.prepare(ordered)) { part in
            // A part behind the last rowid holds nothing.
            guard let range = range(part) else { return [1, 0, 0] }
            let most = limit.map { Int64(part == 0 ? wholeFirst : $0) } ?? -1
            return [range.lowerBound, range.upperBound, most]
        }
    }

    /// The n-th of `parts` ranges as long as each other; nil behind the end.
    private static func cut(
        _ range: ClosedRange<Int64>, into parts: UInt64
    ) -> @Sendable (Int) -> ClosedRange<Int64>? {
        let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        let step = span / parts + 1
        return { part in
            let (offset, overflow) = UInt64(part).multipliedReportingOverflow(by: step)
            guard !overflow, offset <= span else { return nil }
            let last = min(span, offset + (step - 1))
            return range.lowerBound &+ Int64(bitPattern: offset)...range.lowerBound &+ Int64(bitPattern: last)
        }
    }
}

extension SQLiteTable {
    /// Tables and views that people made.
    private static func tables(_ connection: SQLiteConnection) throws -> [String] {
        try connection.column(
            """
            SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY name
            """)
    }

    private static func onlyTable(
        _ connection: SQLiteConnection, _ path: String, place: String
    ) throws -> TableChoice {
        let tables = try tables(connection)
        guard tables.count != 1 else { return .table(tables[0]) }
        guard !tables.isEmpty else {
            throw TieoutError("holds no table", at: place, remedy: "check that it is the right file")
        }
        throw TieoutError(
            "holds \(tables.count) tables", at: place,
            remedy: "name one with sqlite:\(path)?table=…: \(tables.prefix(20).joined(separator: ", "))")
    }

    private static func find(_ name: String, _ connection: SQLiteConnection, place: String) throws -> String {
        let tables = try tables(connection) + ["sqlite_master", "sqlite_schema"]
        if let exact = tables.first(where: { $0 == name }) { return exact }
        if let alike = tables.first(where: { $0.lowercased() == name.lowercased() }) { return alike }
        throw TieoutError(
            "has no table '\(name)'", at: place,
            remedy: suggestion(for: name, among: Array(tables.dropLast(2))))
    }

    /// The rowids of an ordinary table, under a name that none of its columns has taken.
    private static func rowids(
        of table: String, _ connection: SQLiteConnection
    ) throws -> Rowids? {
        let ordinary = try connection.column(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND upper(sql) NOT LIKE 'CREATE VIRTUAL%'")
        guard ordinary.contains(table) else { return nil }
        let statement = try connection.prepare("SELECT * FROM \(sqlName(table))")
        let taken = (0..<statement.columnCount).map { statement.name($0).lowercased() }
        guard let name = ["rowid", "_rowid_", "oid"].first(where: { !taken.contains($0) }),
            // A table WITHOUT ROWID has none by any name.
            let bounds = try? connection.firstRow(
                "SELECT (SELECT min(\(name)) FROM \(sqlName(table))), (SELECT max(\(name)) FROM \(sqlName(table)))"
            ),
            let low = bounds[0].flatMap(Int64.init), let high = bounds[1].flatMap(Int64.init)
        else { return nil }
        return Rowids(table: table, name: name, range: low...high)
    }
}
