import GRDB
import Records

/// What every result says about its run, whatever the run was.
extension Database {
    /// Facts about the run, for the view `run`.
    func insert(values: [String: DatabaseValue]) throws {
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            try execute(
                sql: "INSERT INTO run_value VALUES (?, ?)",
                arguments: StatementArguments([key.databaseValue, value]))
        }
    }

    /// The stages, in order.
    func insert(stages: [StageRecord]) throws {
        for stage in stages {
            try execute(
                sql: "INSERT INTO run_stage (stage, seconds, records_in, records_out) VALUES (?, ?, ?, ?)",
                arguments: [stage.stage, stage.seconds, stage.recordsIn, stage.recordsOut])
        }
    }

    /// Sentences for a person.
    func insert(warnings: [String]) throws {
        for warning in warnings {
            try execute(sql: "INSERT INTO warning (warning) VALUES (?)", arguments: [warning])
        }
    }

    /// JSON that later commands go on from.
    func insert(documents: [(name: String, json: String)]) throws {
        for (name, json) in documents {
            try execute(sql: "INSERT INTO document VALUES (?, ?)", arguments: [name, json])
        }
    }
}

extension Fingerprints {
    /// As facts about the run.
    func add(to values: inout [String: DatabaseValue]) {
        values["inputs_fingerprint"] = inputs.databaseValue
        values["options_fingerprint"] = options.databaseValue
        values["program_fingerprint"] = program.databaseValue
    }
}
