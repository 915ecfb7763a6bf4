import FileActions
import FileRecords
import FileStore
import Foundation
import Records

/// Takes back what a run did.
///
/// - Parameters:
///   - number: of the run; nil for the latest of which something stands.
///   - tell: hears of every step as it ends.
/// - Throws: `TieoutError` where there is no such run, or when the run is to stop.
public func runUndo(
    database path: String, batch number: Int64?, monitor: RunMonitor,
    tell: @escaping (ActionStep) throws -> Void
) throws -> ActionResult {
    try takeUp(.undo, path, number, monitor: monitor, tell: tell) { session, entries, batch in
        try session.run.undo(entries, batch: batch)
    }
}

/// Removes for good what a run has put aside, each file only if it is still the same as the copy that stays.
public func runPurge(
    database path: String, batch number: Int64?, monitor: RunMonitor,
    tell: @escaping (ActionStep) throws -> Void
) throws -> ActionResult {
    try takeUp(.purge, path, number, monitor: monitor, tell: tell) { session, entries, batch in
        monitor.begin(.acting, unitsInAll: entries.reduce(0) { $0 + Int($1.action.victim.facts.size) })
        return try session.run.purge(entries, batch: batch)
    }
}

private func takeUp(
    _ work: JournalEntry.Work, _ path: String, _ number: Int64?, monitor: RunMonitor,
    tell: @escaping (ActionStep) throws -> Void,
    _ body: (ActionSession, [JournalEntry], Int64) throws -> ActionReport
) throws -> ActionResult {
    try ActionSession.with(path, monitor: monitor, tell: tell) { session in
        monitor.begin(.acting)
        let (recovered, unresolved) = try session.recover()
        let subject = try batch(number, in: session.database)
        var result = ActionResult(plan: try session.database.plan(subject.plan))
        (result.recovered, result.unresolved) = (recovered, unresolved)
        let entries = try session.database.standingEntries(batch: subject.number)
        // What was begun by a run that is taken back needs no end of its own.
        if subject.ended == nil { try session.database.endBatch(subject.number, at: nanosecondsNow()) }
        guard !entries.isEmpty else {
            try session.database.noteChangedTimes()
            return result
        }
        let own = try session.database.beginBatch(
            work, plan: subject.plan, subject: subject.number, label: ActionSession.label, quarantine: nil,
            started: nanosecondsNow())
        result.batch = subject.number
        result.report = try session.finishing(own) { try body(session, entries, own.number) }
        return result
    }
}

/// The run that is meant.
private func batch(_ number: Int64?, in database: FileDatabase) throws -> BatchRecord {
    let batches = try database.batches().filter { $0.work == .apply }
    if let number {
        guard let found = batches.first(where: { $0.number == number }) else {
            throw TieoutError(
                "holds no run \(number) of apply", at: database.path,
                remedy: "see 'tieout files undo --list' for those it holds")
        }
        return found
    }
    guard let latest = batches.last(where: { $0.standing > 0 }) ?? batches.last else {
        throw TieoutError(
            "holds nothing that was applied", at: database.path, remedy: "there is nothing to do")
    }
    return latest
}
