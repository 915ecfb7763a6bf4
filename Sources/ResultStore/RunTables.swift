import Foundation
import GRDB
import Records

extension RunRecord {
    /// Writes the run into its tables.
    func insert(into database: Database, counts rows: RowCounts, unmatchedBySide: [Int]) throws {
        try database.insert(values: values(rows, unmatchedBySide))
        for source in sources { try source.insert(into: database) }
        for level in comparisons { try insert(level, into: database) }
        for (number, rule) in rules.enumerated() { try insert(rule, number: number, into: database) }
        try database.insert(stages: stages)
        // Thousands: one statement for all.
        let insertPattern = try database.makeStatement(
            sql: "INSERT INTO agreement_pattern VALUES (?, ?, ?, ?)")
        for (number, pattern) in patterns.enumerated() {
            let levels = pattern.levels.map(String.init).joined(separator: ",")
            try insertPattern.execute(arguments: [number, levels, pattern.pairs, pattern.weight])
        }
        for decision in decisions {
            try database.execute(
                sql: "INSERT INTO decision (left_id, right_id, verdict) VALUES (?, ?, ?)",
                arguments: [decision.left, decision.right, decision.verdict])
        }
        try database.insert(warnings: warnings)
        try database.insert(documents: [("model", model), ("options", options), ("plan", plan)])
    }

    private func insert(_ level: LevelRecord, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO comparison_level (
                    comparison, level, description, m, u, weight, comparator, kind, left_column, right_column)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                level.comparison, level.level, level.description, level.m, level.u, level.weight,
                level.comparator, level.kind, level.leftColumn, level.rightColumn,
            ])
    }

    private func insert(_ rule: RuleRecord, number: Int, into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO blocking_rule VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [number, rule.name, rule.pairs, rule.firstPairs, rule.onlyPairs, rule.largestBlock])
    }

    private func values(_ rows: RowCounts, _ unmatchedBySide: [Int]) -> [String: DatabaseValue] {
        var values = counts.mapValues(\.databaseValue)
        values["command"] = command.databaseValue
        values["version"] = version.databaseValue
        values["created"] = created.databaseValue
        values["seconds"] = seconds.databaseValue
        fingerprints.add(to: &values)
        values["cardinality"] = cardinality.rawValue.databaseValue
        values["threshold"] = threshold.databaseValue
        values["review"] = review.databaseValue
        values["prior"] = prior?.databaseValue
        values["matches"] = rows.matches.databaseValue
        values["in_review"] = rows.inReview.databaseValue
        values["unmatched"] = rows.unmatched.databaseValue
        values["rejected"] = rows.rejected.databaseValue
        for side in Side.allCases where sources.contains(where: { $0.side == side }) {
            values["unmatched_\(side)"] = unmatchedBySide[Int(side.rawValue)].databaseValue
        }
        return values
    }
}

extension SourceRecord {
    func insert(into database: Database) throws {
        let columns = String(decoding: try JSONEncoder().encode(columns), as: UTF8.self)
        try database.execute(
            sql: """
                INSERT INTO source (
                    side, path, bytes, fingerprint, records, rejected, id_column, columns, reading)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                side.rawValue, path, bytes, fingerprint, records, rejected, idColumn, columns, reading,
            ])
        try insertFiles(into: database)
    }
}

/// Keys of the view `run` that are not among `RunRecord.counts`.
let runKeys: Set<String> = [
    "command", "version", "created", "seconds", "inputs_fingerprint", "options_fingerprint",
    "program_fingerprint", "cardinality", "threshold", "review", "prior", "matches", "in_review", "unmatched",
    "rejected", "unmatched_left", "unmatched_right", "unmatched_source",
]

/// The table of rejected records.
enum RejectedRow {
    static func insert(_ rejects: [(record: RejectedRecord, side: Side)], into database: Database) throws {
        guard !rejects.isEmpty else { return }
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO rejected_record (side, source, line, last_line, byte_offset, reason, text)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (record, side) in rejects {
            try statement.execute(arguments: [
                side.rawValue, record.source, Int64(clamping: record.firstLine),
                Int64(clamping: record.lastLine),
                Int64(clamping: record.byteOffset), record.reason, databaseText(record.text),
            ])
        }
    }
}
