import FileRecords
import Foundation
import GRDB
import Records

/// A run that carried out a plan, took a run back, or purged what one had put aside.
public struct BatchRecord: Sendable, Equatable {
    /// Its number, counted from 1.
    public var number: Int64
    /// The plan.
    public var plan: Int
    /// What it did.
    public var work: JournalEntry.Work
    /// The run that it was about, where it took back or purged.
    public var subject: Int64?
    /// Name of its folder in the quarantine.
    public var label: String
    /// Where it put files aside, if not at the root of their tree.
    public var quarantine: [UInt8]?
    /// When it began, in nanoseconds since 1970.
    public var started: Int64
    /// When it came to its end; nil if it was killed, stopped or is under way.
    public var ended: Int64?
    /// Steps done by it that stand: neither taken back nor purged.
    public var standing: Int
}

extension FileDatabase {
    /// Begins a run.
    ///
    /// - Returns: its number.
    public func beginBatch(
        _ work: JournalEntry.Work, plan: Int, subject: Int64?, label: (Int64) -> String, quarantine: [UInt8]?,
        started: Int64
    ) throws -> BatchRecord {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO batch (plan, work, of_batch, label, quarantine, started)
                    VALUES (?, ?, ?, '', ?, ?)
                    """,
                arguments: [plan, work.rawValue, subject, quarantine.map { Data($0) }, started])
            let number = database.lastInsertedRowID
            let label = label(number)
            try database.execute(
                sql: "UPDATE batch SET label = ? WHERE id = ?", arguments: [label, number])
            return BatchRecord(
                number: number, plan: plan, work: work, subject: subject, label: label,
                quarantine: quarantine,
                started: started, ended: nil, standing: 0)
        }
    }

    /// Notes that a run has come to its end.
    public func endBatch(_ number: Int64, at ended: Int64) throws {
        try write {
            try $0.execute(sql: "UPDATE batch SET ended = ? WHERE id = ?", arguments: [ended, number])
        }
    }

    /// All runs, in order.
    public func batches() throws -> [BatchRecord] {
        try read { database in
            try GRDB.Row.fetchAll(
                database,
                sql: """
                    SELECT b.*, (SELECT count(*) FROM (\(FileDatabase.standingEntries("j.batch = b.id")))) AS standing
                    FROM batch b ORDER BY b.id
                    """
            ).map { row in
                BatchRecord(
                    number: row["id"], plan: row["plan"],
                    work: JournalEntry.Work(rawValue: row["work"]) ?? .apply, subject: row["of_batch"],
                    label: row["label"], quarantine: (row["quarantine"] as Data?).map { [UInt8]($0) },
                    started: row["started"], ended: row["ended"], standing: row["standing"])
            }
        }
    }
}
