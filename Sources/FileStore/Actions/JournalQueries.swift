import FileRecords
import Foundation
import GRDB
import Records

extension FileDatabase {
    /// Rows of steps that were done by `apply` and neither taken back nor purged since.
    static func standingEntries(_ condition: String) -> String {
        """
        SELECT j.* FROM journal j WHERE \(condition) AND j.work = 'apply' AND j.result = 'done'
            AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.plan = j.plan AND u.number = j.number
                AND u.work <> 'apply' AND u.result = 'done')
        """
    }

    /// Steps of a plan that are still to be taken: neither done, nor begun, nor taken back.
    public func pendingActions(_ record: PlanRecord) throws -> [PlannedAction] {
        try read { connection in
            try StoredActions(connection).of(
                record,
                numbers: """
                    SELECT number FROM plan_action WHERE plan = \(record.number) AND NOT EXISTS (
                        SELECT 1 FROM journal j WHERE j.plan = plan_action.plan
                            AND j.number = plan_action.number AND (j.result IS NULL OR j.result = 'done'))
                    """)
        }
    }

    /// What a run did and what stands of it, newest first.
    public func standingEntries(batch: Int64) throws -> [JournalEntry] {
        try entries(FileDatabase.standingEntries("j.batch = \(batch)"))
    }

    /// Steps that were begun and of which nobody knows how they ended, newest first.
    public func openEntries() throws -> [JournalEntry] {
        try entries("SELECT * FROM journal WHERE result IS NULL")
    }

    private func entries(_ query: String) throws -> [JournalEntry] {
        let plans = try read { connection in
            try Int.fetchAll(connection, sql: "SELECT DISTINCT plan FROM (\(query)) ORDER BY plan")
        }
        var entries: [JournalEntry] = []
        for plan in plans {
            let record = try self.plan(plan)
            let actions = Dictionary(uniqueKeysWithValues: record.plan.actions.map { ($0.number, $0) })
            entries += try read { connection in
                try GRDB.Row.fetchAll(connection, sql: "SELECT * FROM (\(query)) WHERE plan = \(plan)")
                    .compactMap { row in actions[row["number"]].map { entry(row, $0) } }
            }
        }
        return entries.sorted { $0.number > $1.number }
    }

    private func entry(_ row: GRDB.Row, _ action: PlannedAction) -> JournalEntry {
        var aside: Aside?
        if let top = row["aside_top"] as Data?, let path = row["aside_path"] as Data?,
            let device = row["aside_device"] as Int64?, let inode = row["aside_inode"] as Int64?
        {
            let identity = FileIdentity(device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode))
            aside = Aside(top: [UInt8](top), topIdentity: identity, path: [UInt8](path))
        }
        var entry = JournalEntry(
            batch: row["batch"], work: JournalEntry.Work(rawValue: row["work"]) ?? .apply, action: action,
            aside: aside, began: row["began"], parentModified: row["parent_modified"],
            topModified: row["top_modified"])
        entry.number = row["id"]
        if let result = (row["result"] as String?).flatMap(Outcome.Result.init(rawValue:)) {
            var outcome = Outcome(result: result)
            outcome.victimChanged = row["victim_changed"]
            outcome.keeperChanged = row["keeper_changed"]
            outcome.parentModified = row["parent_modified_after"]
            entry.outcome = outcome
        }
        return entry
    }
}
