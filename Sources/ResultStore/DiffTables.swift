import GRDB
import Records

extension DiffRecord {
    /// Writes the run into its tables.
    func insert(into database: Database) throws {
        try database.insert(values: values())
        for source in sources { try source.insert(into: database) }
        try RejectedRow.insert(rejects, into: database)
        for (number, column) in columns.enumerated() {
            try database.execute(
                sql: "INSERT INTO compared_column VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    number, column.left, column.right, column.rule, Int64(clamping: column.cellsChanged),
                ])
        }
        for change in schemaChanges {
            try database.execute(
                sql:
                    "INSERT INTO schema_change (kind, left_column, right_column, evidence) VALUES (?, ?, ?, ?)",
                arguments: [change.kind, change.left, change.right, change.evidence])
        }
        let insertKey = try database.makeStatement(
            sql: "INSERT INTO duplicate_key (key, left_records, right_records) VALUES (?, ?, ?)")
        for entry in duplicateKeys {
            try insertKey.execute(arguments: [databaseText(entry.key), entry.left, entry.right])
        }
        try database.insert(stages: stages)
        try database.insert(warnings: warnings)
        try database.insert(documents: [("options", options)])
    }

    private func values() -> [String: DatabaseValue] {
        var values = counts.mapValues(\.databaseValue)
        values["command"] = "diff".databaseValue
        values["version"] = version.databaseValue
        values["created"] = created.databaseValue
        values["seconds"] = seconds.databaseValue
        fingerprints.add(to: &values)
        values["rejected"] = rejects.count.databaseValue
        return values
    }
}
