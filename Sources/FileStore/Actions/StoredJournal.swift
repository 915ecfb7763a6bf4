import FileRecords
import Foundation
import GRDB
import Records

/// The journal of steps in a database. Each intent and each outcome is a transaction of its own, on the disk
/// before anything else happens.
public final class StoredJournal: ActionJournal {
    private let database: FileDatabase

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

    /// See `ActionJournal`.
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

    /// See `ActionJournal`.
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

    /// See `ActionJournal`.
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
