import FileActions
import FileRecords
import FileStore
import Foundation
import Records

/// What `tieout files apply` was asked for.
public struct ApplyRunOptions: Sendable {
    /// The database.
    public var database = "files.sqlite"
    /// Number of the plan; nil for the latest.
    public var plan: Int?
    /// Where files are put aside, as it was given; nil for the root of their tree.
    public var quarantine: [UInt8]?
    /// Whether a plan may do more than put files aside.
    public var isAllowed = false
    /// Whether everything is looked at and nothing done.
    public var isDryRun = false

    /// The latest plan.
    public init() {}
}

/// Carries out what is left of a plan.
///
/// - Parameter tell: hears of every step as it ends.
/// - Throws: `TieoutError` where the plan is not there, would be unsafe or is not allowed; where a step could
///   not be ended; or when the run is to stop.
public func runApply(
    _ options: ApplyRunOptions, monitor: RunMonitor, tell: @escaping (ActionStep) throws -> Void
) throws -> ActionResult {
    let record = try FileDatabase(reading: options.database).plan(options.plan)
    if options.isDryRun { return try rehearse(record, options, monitor: monitor, tell: tell) }
    guard record.plan.kind == .quarantine || options.isAllowed else {
        throw TieoutError(
            "plan \(record.number) does more than put files aside: \(record.plan.kind.rawValue)",
            at: options.database, remedy: "look at it with --dry-run, then add --yes")
    }
    return try ActionSession.with(options.database, monitor: monitor, tell: tell) { session in
        var result = ActionResult(plan: record)
        (result.recovered, result.unresolved) = try session.recover()
        let pending = try session.database.pendingActions(record)
        let unfinished = try unfinishedBatch(session, record)
        guard !pending.isEmpty else {
            if let unfinished { try session.database.endBatch(unfinished.number, at: nanosecondsNow()) }
            try session.database.noteChangedTimes()
            return result
        }
        let quarantine = try options.quarantine.map(absolutePath)
        let batch =
            try unfinished
            ?? session.database.beginBatch(
                .apply, plan: record.number, subject: nil, label: ActionSession.label, quarantine: quarantine,
                started: nanosecondsNow())
        result.batch = batch.number
        monitor.begin(.acting, unitsInAll: bytesToCompare(pending))
        result.report = try session.finishing(batch) {
            try session.run.apply(
                pending, options: actionOptions(record, batch, quarantine ?? batch.quarantine))
        }
        return result
    }
}

/// A run of the same plan that was killed or stopped: its work goes on under its number, so that one undo
/// takes back all of it.
private func unfinishedBatch(_ session: ActionSession, _ record: PlanRecord) throws -> BatchRecord? {
    let last = try session.database.batches().last { $0.work == .apply && $0.plan == record.number }
    return last?.ended == nil ? last : nil
}

private func actionOptions(
    _ record: PlanRecord, _ batch: BatchRecord, _ quarantine: [UInt8]?
) -> ActionOptions {
    var options = ActionOptions(batch: batch.number, label: Array(batch.label.utf8))
    options.protected = record.plan.protected
    options.quarantine = quarantine
    return options
}

/// Looks at everything that an application would look at, and says what it would do.
private func rehearse(
    _ record: PlanRecord, _ options: ApplyRunOptions, monitor: RunMonitor,
    tell: @escaping (ActionStep) throws -> Void
) throws -> ActionResult {
    let database = try FileDatabase(reading: options.database)
    defer { database.close() }
    var result = ActionResult(plan: record)
    result.unresolved = try database.openEntries().count
    let pending = try database.pendingActions(record)
    var acting = ActionOptions(batch: 0, label: Array("BATCH".utf8))
    acting.protected = record.plan.protected
    acting.quarantine = try options.quarantine.map(absolutePath)
    acting.isDryRun = true
    monitor.begin(.acting, unitsInAll: bytesToCompare(pending))
    let run = ActionRun(journal: nil, monitor: monitor, changed: try database.changedTimes(), tell: tell)
    result.report = try run.apply(pending, options: acting)
    return result
}

private func bytesToCompare(_ actions: [PlannedAction]) -> Int {
    actions.reduce(0) { $0 + Int($1.victim.facts.size) }
}
