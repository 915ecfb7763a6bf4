import FileRecords
import Foundation
import GRDB
import Records

/// The journal of steps in a database. Each intent and each outcome is a transaction of its own, on the disk
/// before anything else happens.
public final class StoredJournal: ActionJournal {
    let database: FileDatabase

    /// The journal of a database that is open for writing.
    public init(_ database: FileDatabase) throws {
        self.database = database
        // Scans may leave the last moments to luck; what is done to files may not. With a log written ahead
        // a transaction waits for the disk once, not four times.
        try withFileErrors(at: database.path) {
            try database.queue.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            }
        }
    }

    /// Leaves the database as one file again.
    public func close() {
        try? database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    }

    public func begin(_ entry: JournalEntry) throws -> Int64 {
        try database.write { connection in
            try connection.cachedStatement(
                sql: """
                    INSERT INTO journal (batch, plan, number, work, aside_top, aside_device, aside_inode, aside_path,
                        aside_text, began, parent_modified, top_modified)
                    SELECT id, plan, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM batch WHERE id = ?
                    """
            ).execute(arguments: [
                entry.action.number, entry.work.rawValue, entry.aside.map { Data($0.top) },
                entry.aside.map { Int64(bitPattern: $0.topIdentity.device) },
                entry.aside.map { Int64(bitPattern: $0.topIdentity.inode) },
                entry.aside.map { Data($0.path) },
                entry.aside.map { shown(path: $0.fullPath) }, entry.began, entry.parentModified,
                entry.topModified, entry.batch,
            ])
            return connection.lastInsertedRowID
        }
    }

    public func end(_ entry: JournalEntry, _ outcome: Outcome) throws {
        try database.write { connection in
            try connection.cachedStatement(
                sql: """
                    UPDATE journal SET result = ?, reason = ?, code = ?, explanation = ?, victim_changed = ?,
                        keeper_changed = ?, parent_modified_after = ? WHERE id = ? AND result IS NULL
                    """
            ).execute(arguments: [
                outcome.result.rawValue, outcome.skip?.reason.rawValue, outcome.skip?.code,
                outcome.skip?.text,
                outcome.victimChanged, outcome.keeperChanged, outcome.parentModified, entry.number,
            ])
            precondition(connection.changesCount == 1, "an outcome is written once")
        }
    }

    public func pass(
        _ action: PlannedAction, batch: Int64, work: JournalEntry.Work, _ skip: Skip
    ) throws {
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        try database.write { connection in
            try connection.cachedStatement(
                sql: """
                    INSERT INTO journal (batch, plan, number, work, began, result, reason, code, explanation)
                    SELECT id, plan, ?, ?, ?, 'skipped', ?, ?, ? FROM batch WHERE id = ?
                    """
            ).execute(arguments: [
                action.number, work.rawValue, now, skip.reason.rawValue, skip.code, skip.text, batch,
            ])
        }
    }
}

extension StoredJournal {
    /// Rows of steps that were done by `apply` and neither taken back nor purged since.
    static func standing(_ condition: String) -> String {
        """
        SELECT j.* FROM journal j WHERE \(condition) AND j.work = 'apply' AND j.result = 'done'
            AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.plan = j.plan AND u.number = j.number
                AND u.work <> 'apply' AND u.result = 'done')
        """
    }

    /// Steps of a plan that are still to be taken: neither done, nor begun, nor taken back.
    public func pending(_ record: PlanRecord) throws -> [PlannedAction] {
        try database.read { connection in
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
    public func standing(batch: Int64) throws -> [JournalEntry] {
        try entries(StoredJournal.standing("j.batch = \(batch)"))
    }

    /// Steps that were begun and of which nobody knows how they ended, newest first.
    public func open() throws -> [JournalEntry] {
        try entries("SELECT * FROM journal WHERE result IS NULL")
    }

    private func entries(_ query: String) throws -> [JournalEntry] {
        let plans = try database.read { connection in
            try Int.fetchAll(connection, sql: "SELECT DISTINCT plan FROM (\(query)) ORDER BY plan")
        }
        var entries: [JournalEntry] = []
        for plan in plans {
            let record = try database.plan(plan)
            let actions = Dictionary(uniqueKeysWithValues: record.plan.actions.map { ($0.number, $0) })
            entries += try database.read { connection in
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
