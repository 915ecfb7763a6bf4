import GRDB
import Records

extension DiffRecord {
    /// Writes the run into its tables.
    func insert(into database: Database) throws {
        for (key, value) in values().sorted(by: { $0.key < $1.key }) {
            try database.execute(
                sql: "INSERT INTO run_value VALUES (?, ?)",
                arguments: StatementArguments([key.databaseValue, value]))
        }
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
        for stage in stages {
            try database.execute(
                sql: "INSERT INTO run_stage (stage, seconds, records_in, records_out) VALUES (?, ?, ?, ?)",
                arguments: [stage.stage, stage.seconds, stage.recordsIn, stage.recordsOut])
        }
        for warning in warnings {
            try database.execute(sql: "INSERT INTO warning (warning) VALUES (?)", arguments: [warning])
        }
        try database.execute(
            sql: "INSERT INTO document VALUES (?, ?)", arguments: ["options", options])
    }

    private func values() -> [String: DatabaseValue] {
        var values = counts.mapValues(\.databaseValue)
        values["command"] = "diff".databaseValue
        values["version"] = version.databaseValue
        values["created"] = created.databaseValue
        values["seconds"] = seconds.databaseValue
        values["inputs_fingerprint"] = fingerprints.inputs.databaseValue
        values["options_fingerprint"] = fingerprints.options.databaseValue
        values["program_fingerprint"] = fingerprints.program.databaseValue
        values["rejected"] = rejects.count.databaseValue
        return values
    }
}
