import Records

/// Reads rows by COPY in text format, part by part. Rows are collected as they come; `CopyText.split` finds
/// their fields.
final class PostgresReader: PartReader, @unchecked Sendable {
    // Used by one thread at a time.

    private let connection: PostgresConnection
    private let statement: @Sendable (Int) -> String

    /// - Parameter statement: the SELECT for each part.
    init(_ connection: PostgresConnection, statement: @escaping @Sendable (Int) -> String) {
        self.connection = connection
        self.statement = statement
    }

    func begin(part: Int) throws {
        // The line end: a query may end in a comment.
        _ = try connection.execute("COPY (\(statement(part))\n) TO STDOUT")
    }

    func fill(_ builder: inout FieldBuilder) throws -> Bool {
        while !builder.isFull {
            guard try connection.nextCopyRow({ row, count in try builder.append(row, count) }) else {
                return false
            }
            builder.table.reserve(fields: 0, records: 1)
            builder.table.records += 1
        }
        return true
    }
}
