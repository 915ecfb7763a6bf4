import Records

/// A table as the catalogue of the database knows it.
struct PostgresRelation {
    /// Its name in SQL, with the schema.
    var sql: String
    /// Pages of an ordinary table or materialised view; 0 of anything else.
    var pages: UInt64
    var pageBytes: UInt64
}

/// Tables, views and what else has rows, by the names people write.
struct PostgresCatalog {
    private let connection: PostgresConnection
    private let place: String

    init(_ connection: PostgresConnection, place: String) {
        self.connection = connection
        self.place = place
    }

    /// The table called `name` or `schema.name`: as written, or else without regard to case.
    ///
    /// - Throws: `TieoutError` where there is none, naming the nearest, or more than one.
    func find(_ name: String) throws -> PostgresRelation {
        let parts = Self.parts(name)
        guard let table = parts.last, parts.count <= 2 else {
            throw TieoutError("has no table '\(name)'", at: place, remedy: "write table=SCHEMA.NAME")
        }
        for equals in ["=", "ILIKE"] {
            let found = try connection.execute(
                """
                SELECT n.nspname, c.relname,
                    CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) / b.bytes ELSE 0 END, b.bytes
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                    (SELECT current_setting('block_size')::bigint AS bytes) b
                WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f')
                    AND \(Self.same("c.relname", equals, table, connection))
                    AND \(parts.count == 2
                        ? Self.same("n.nspname", equals, parts[0], connection) : "pg_table_is_visible(c.oid)")
                ORDER BY 1, 2 LIMIT 2
                """)
            if found.rowCount == 1 {
                return PostgresRelation(
                    sql: sqlName(found.text(0, 0)) + "." + sqlName(found.text(0, 1)),
                    pages: UInt64(found.text(0, 2)) ?? 0, pageBytes: UInt64(found.text(0, 3)) ?? 8192)
            }
            if found.rowCount > 1 {
                throw TieoutError(
                    "has several tables '\(name)' that differ in case", at: place, remedy: "write it exactly")
            }
        }
        throw TieoutError(
            "has no table '\(name)'", at: place, remedy: suggestion(for: name, among: try all()))
    }

    /// All that could be meant: without the schema what is found without it.
    private func all() throws -> [String] {
        let found = try connection.execute(
            """
            SELECT CASE WHEN pg_table_is_visible(c.oid) THEN '' ELSE n.nspname || '.' END || c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname <> 'information_schema'
                AND n.nspname NOT LIKE 'pg\\_%'
            ORDER BY 1 LIMIT 1000
            """)
        return (0..<found.rowCount).map { found.text($0, 0) }
    }

    private static func same(
        _ column: String, _ equals: String, _ name: String, _ connection: PostgresConnection
    ) -> String {
        equals == "="
            ? "\(column) = \(connection.literal(name))"
            : "lower(\(column)) = lower(\(connection.literal(name)))"
    }

    /// `schema.name` in two, a dot inside double quotes being none.
    static func parts(_ name: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isAfterQuote = false
        for character in name {
            if character == "\"" {
                if isAfterQuote && !isQuoted { parts[parts.count - 1].append("\"") }
                isQuoted.toggle()
                isAfterQuote = !isQuoted
                continue
            }
            isAfterQuote = false
            if character == "." && !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}

extension PostgresResult {
    /// Types whose text says more or other than the value: boolean (16) would be t or f, char(n) (1042)
    /// padded with blanks.
    private static let asText: Set<UInt32> = [16, 1042]

    var columnNames: [String] { (0..<columnCount).map { name($0) } }

    /// All described columns of a table.
    func select(table: String) -> String {
        let list = (0..<columnCount).map {
            sqlName(name($0)) + (Self.asText.contains(type($0)) ? "::text" : "")
        }
        return "SELECT \(list.joined(separator: ", ")) FROM \(table)"
    }

    /// All described columns of a query, whose names need not be different.
    func select(from query: String) -> String {
        guard (0..<columnCount).contains(where: { Self.asText.contains(type($0)) }) else { return query }
        let names = (0..<columnCount).map { "c\($0)" }
        let list = (0..<columnCount).map { names[$0] + (Self.asText.contains(type($0)) ? "::text" : "") }
        return
            "SELECT \(list.joined(separator: ", ")) FROM (\(query)\n) AS query(\(names.joined(separator: ", ")))"
    }
}
