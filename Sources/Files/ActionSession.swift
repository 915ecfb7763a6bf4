import FileActions
import FileRecords
import FileStore
import Foundation
import Records

/// One step that came to an end, and how, for whoever shows it.
public typealias ActionStep = ActionEvent

/// What a run over files came to.
public struct ActionResult: Sendable {
    /// Number of the run; nil if there was nothing to do, and in a dry run.
    public var batch: Int64?
    /// The plan.
    public var plan: PlanRecord
    /// Steps done, or not and why.
    public var report = ActionReport()
    /// Steps that a killed run had begun and that are brought to an end now.
    public var recovered = 0
    /// Steps that a killed run had begun and that cannot be looked at now.
    public var unresolved = 0
}

/// The database, its journal and a run over files, which belong together; one at a time for each database.
struct ActionSession {
    let database: FileDatabase
    let journal: StoredJournal
    let run: ActionRun
    let monitor: RunMonitor

    /// Opens everything, runs `body`, and leaves the database as the next scan should find it.
    static func with<Result>(
        _ path: String, monitor: RunMonitor, tell: @escaping (ActionStep) throws -> Void,
        _ body: (ActionSession) throws -> Result
    ) throws -> Result {
        // Not made by accident: there is nothing to act on without scans and plans.
        _ = try FileDatabase(reading: path).scans()
        let database = try FileDatabase(writing: path)
        let journal = try StoredJournal(database)
        defer {
            journal.close()
            database.close()
        }
        let run = ActionRun(
            journal: journal, monitor: monitor, changed: try database.changedTimes(), tell: tell)
        return try body(ActionSession(database: database, journal: journal, run: run, monitor: monitor))
    }

    /// Brings what a killed run has begun to an end.
    ///
    /// - Returns: how many steps were, and how many cannot be looked at now.
    func recover() throws -> (recovered: Int, unresolved: Int) {
        let open = try database.openEntries()
        let left = try run.recover(open)
        return (open.count - left, left)
    }

    /// Runs the work of a batch, and notes its end if it comes to one.
    func finishing(_ batch: BatchRecord, _ work: () throws -> ActionReport) throws -> ActionReport {
        do {
            let report = try work()
            try database.endBatch(batch.number, at: nanosecondsNow())
            try database.noteChangedTimes()
            return report
        } catch var error as TieoutError where error.isInterruption {
            try database.noteChangedTimes()
            error.what = "stopped by signal \(error.exitCode - 128); what was done stands"
            error.remedy = "'tieout files apply' goes on, 'tieout files undo' takes it back"
            throw error
        }
    }

    /// The name of a batch in quarantines: like no other's, also of another database.
    static func label(_ number: Int64) -> String {
        let now = Date()
        let text = now.formatted(.iso8601)
        let milliseconds = Int(now.timeIntervalSince1970 * 1000) % 1000
        let digits = text.filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        return "\(digits).\(String(1000 + milliseconds).dropFirst())-\(number)"
    }
}
