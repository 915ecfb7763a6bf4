import GRDB
import PackedTables

/// Binds the columns of a row to the places of a statement, from the first on.
struct RowBinder: RecordSink {
    private let statement: RowStatement
    private var place: Int32 = 0

    init(_ statement: RowStatement) { self.statement = statement }

    mutating func put(_ integer: Int) {
        place += 1
        statement.bind(place, integer)
    }

    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        place += 1
        statement.bind(place, copying: bytes, isText: isText)
    }

    mutating func putNull() {
        place += 1
        statement.bindNull(place)
    }
}

extension RowStatement {
    /// A statement that inserts rows of so many columns.
    init(_ database: Database, inserting columns: Int, into table: String) throws {
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        try self.init(database, "INSERT INTO \(table) VALUES (\(marks))")
    }

    /// Runs the statement with the values of a row.
    func run(_ row: Int, of rows: some DescribedRows) throws {
        var binder = RowBinder(self)
        rows.put(row, into: &binder)
        try run()
    }
}
