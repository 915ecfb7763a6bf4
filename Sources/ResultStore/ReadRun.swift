import Foundation
import GRDB
import Records

extension RunRecord {
    /// Reads what `insert` wrote.
    init(from database: Database) throws {
        let rows = try GRDB.Row.fetchAll(database, sql: "SELECT key, value FROM run_value")
        let values = Dictionary(
            uniqueKeysWithValues: rows.map { ($0["key"] as String, $0["value"] as DatabaseValue) })
        let text = { (key: String) in values[key].flatMap(String.fromDatabaseValue) ?? "" }
        let real = { (key: String) in values[key].flatMap(Double.fromDatabaseValue) }
        self.init(
            command: text("command"), version: text("version"), created: text("created"),
            seconds: real("seconds") ?? 0,
            fingerprints: Fingerprints(
                inputs: text("inputs_fingerprint"), options: text("options_fingerprint"),
                program: text("program_fingerprint")),
            cardinality: Cardinality(rawValue: text("cardinality")) ?? .manyToMany,
            threshold: real("threshold") ?? 1, review: real("review") ?? 1, prior: real("prior"))
        counts = values.filter { !runKeys.contains($0.key) }.compactMapValues(Int.fromDatabaseValue)
        sources = try SourceRecord.all(database)
        comparisons = try LevelRecord.all(database)
        rules = try GRDB.Row.fetchAll(database, sql: "SELECT * FROM blocking_rule ORDER BY number").map {
            RuleRecord(
                name: $0["name"], pairs: $0["pairs"], firstPairs: $0["first_pairs"],
                onlyPairs: $0["only_pairs"],
                largestBlock: $0["largest_block"])
        }
        stages = try GRDB.Row.fetchAll(database, sql: "SELECT * FROM run_stage ORDER BY number").map {
            StageRecord(
                stage: $0["stage"], seconds: $0["seconds"], recordsIn: $0["records_in"],
                recordsOut: $0["records_out"])
        }
        patterns = try GRDB.Row.fetchAll(database, sql: "SELECT * FROM agreement_pattern ORDER BY number").map
        {
            PatternRecord(
                levels: ($0["levels"] as String).split(separator: ",").compactMap { Int($0) },
                pairs: $0["pairs"],
                weight: $0["weight"])
        }
        decisions = try GRDB.Row.fetchAll(database, sql: "SELECT * FROM decision ORDER BY number").map {
            DecisionRecord(left: $0["left_id"], right: $0["right_id"], verdict: $0["verdict"])
        }
        warnings = try String.fetchAll(database, sql: "SELECT warning FROM warning ORDER BY number")
        let document = { (name: String) in
            try String.fetchOne(database, sql: "SELECT json FROM document WHERE name = ?", arguments: [name])
                ?? "{}"
        }
        options = try document("options")
        model = try document("model")
        plan = try document("plan")
    }
}

extension SourceRecord {
    static func all(_ database: Database) throws -> [SourceRecord] {
        let files = try FileRecord.all(database)
        return try GRDB.Row.fetchAll(database, sql: "SELECT * FROM source ORDER BY number").map { row in
            let side = Side(rawValue: row["side"]) ?? .source
            return SourceRecord(
                side: side, path: row["path"], bytes: row["bytes"],
                fingerprint: row["fingerprint"], records: row["records"], rejected: row["rejected"],
                idColumn: row["id_column"],
                columns: try JSONDecoder().decode([String].self, from: Data((row["columns"] as String).utf8)),
                reading: row["reading"], files: files[side] ?? [])
        }
    }
}

extension LevelRecord {
    static func all(_ database: Database) throws -> [LevelRecord] {
        try GRDB.Row.fetchAll(database, sql: "SELECT * FROM comparison_level ORDER BY number").map {
            LevelRecord(
                comparison: $0["comparison"], level: $0["level"], description: $0["description"], m: $0["m"],
                u: $0["u"], weight: $0["weight"], comparator: $0["comparator"], kind: $0["kind"],
                leftColumn: $0["left_column"], rightColumn: $0["right_column"])
        }
    }
}
