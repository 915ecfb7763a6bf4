import FileRecords
import Foundation
import GRDB
import Records

/// A plan as the database has it.
public struct PlanRecord: Sendable, Equatable {
    /// Its number, counted from 1; 0 before it is stored.
    public var number = 0
    /// The scan whose duplicates it is about.
    public var scan: Int
    /// When it was made, in nanoseconds since 1970.
    public var created: Int64
    /// Which copy stays, in words.
    public var rules: String
    /// The plan that it was changed from.
    public var origin: Int?
    /// Whether hard links may join files of different owner, mode or extended attributes.
    public var ignoresAttributes = false
    /// Whether symbolic links within one tree are relative.
    public var relativeLinks = false
    /// The steps.
    public var plan: ActionPlan

    /// A plan that is not stored yet.
    public init(scan: Int, created: Int64, rules: String, plan: ActionPlan) {
        self.scan = scan
        self.created = created
        self.rules = rules
        self.plan = plan
    }
}

extension FileDatabase {
    /// Stores a plan.
    ///
    /// - Returns: its number.
    public func store(_ record: PlanRecord) throws -> Int {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO plan (scan, created, action, rules, from_plan, ignores_attributes, relative_links)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    record.scan, record.created, record.plan.kind.rawValue, record.rules, record.origin,
                    record.ignoresAttributes, record.relativeLinks,
                ])
            let number = Int(database.lastInsertedRowID)
            for path in record.plan.protected {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO plan_kept VALUES (?, ?, ?)",
                    arguments: [number, Data(path), shown(path: path)])
            }
            for reason in PlanReason.allCases {
                guard let count = record.plan.passedOver[reason] else { continue }
                try database.execute(
                    sql: "INSERT INTO plan_left VALUES (?, ?, ?, ?)",
                    arguments: [number, reason.rawValue, count.files, count.bytes])
            }
            try store(record.plan.actions, number, in: database)
            return number
        }
    }

    private func store(_ actions: [PlannedAction], _ plan: Int, in database: Database) throws {
        var files = try StoredFiles(database)
        let insert = try database.makeStatement(sql: "INSERT INTO plan_action VALUES (?, ?, ?, ?, ?)")
        for action in actions {
            try insert.execute(arguments: [
                plan, action.number, action.group, files.store(action.victim), files.store(action.keeper),
            ])
        }
    }

    /// A plan with its steps.
    ///
    /// - Parameter number: its number; nil for the latest.
    /// - Throws: `TieoutError` where there is none.
    public func plan(_ number: Int? = nil) throws -> PlanRecord {
        try read { database in
            let wanted = try number ?? Int.fetchOne(database, sql: "SELECT max(id) FROM plan")
            guard
                let row = try GRDB.Row.fetchOne(
                    database, sql: "SELECT * FROM plan WHERE id = ?", arguments: [wanted])
            else {
                throw TieoutError(
                    number.map { "holds no plan \($0)" } ?? "holds no plan", at: path,
                    remedy: number == nil
                        ? "make one with 'tieout files plan'"
                        : "see 'tieout files plan --list' for those it holds")
            }
            guard let kind = ActionKind(rawValue: row["action"]) else {
                throw TieoutError("holds a plan of an unknown kind", at: path, remedy: "update tieout")
            }
            var record = PlanRecord(
                scan: row["scan"], created: row["created"], rules: row["rules"],
                plan: ActionPlan(kind: kind, actions: []))
            record.number = row["id"]
            record.origin = row["from_plan"]
            record.ignoresAttributes = row["ignores_attributes"]
            record.relativeLinks = row["relative_links"]
            record.plan.protected = try Data.fetchAll(
                database, sql: "SELECT path FROM plan_kept WHERE plan = ? ORDER BY path",
                arguments: [record.number]
            ).map { [UInt8]($0) }
            for left in try GRDB.Row.fetchAll(
                database, sql: "SELECT * FROM plan_left WHERE plan = ?", arguments: [record.number])
            {
                guard let reason = PlanReason(rawValue: left["reason"]) else { continue }
                var count = ActionPlan.Count()
                (count.files, count.bytes) = (left["files"], left["bytes"])
                record.plan.passedOver[reason] = count
            }
            record.plan.actions = try StoredActions(database).of(record)
            return record
        }
    }
}
