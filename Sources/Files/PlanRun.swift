import FileActions
import FileRecords
import FileStore
import Foundation
import Records

/// What `tieout files plan` was asked for.
public struct PlanRunOptions: Sendable {
    /// The database.
    public var database = "files.sqlite"
    /// Number of the scan; nil for the latest.
    public var scan: Int?
    /// What is done.
    public var kind = ActionKind.quarantine
    /// Rules as they were given.
    public var keep: [[UInt8]] = []
    /// Directories of which nothing is touched, as they were given.
    public var keepIn: [[UInt8]] = []
    /// Whether hard links may join files of different owner, mode or extended attributes.
    public var ignoresAttributes = false
    /// Whether symbolic links within one tree are relative.
    public var relativeLinks = false

    /// Quarantine.
    public init() {}
}

/// Decides from a stored scan what is to be done, and stores that. No file is touched.
///
/// - Throws: `TieoutError` where there is no such scan, or a rule or directory is not as it must be.
public func runPlan(_ options: PlanRunOptions, monitor: RunMonitor) throws -> PlanRecord {
    monitor.begin(.planning)
    var plan = PlanOptions()
    plan.kind = options.kind
    plan.ignoresAttributes = options.ignoresAttributes
    plan.relativeLinks = options.relativeLinks
    plan.keep = try options.keep.map { try KeepRule($0, absolute: absolutePath) }
    plan.keepIn = try options.keepIn.map(absolutePath)

    // A plan is made of what is there; nothing would be without a database.
    let scan = try FileDatabase(reading: options.database).scan(options.scan)
    let database = try FileDatabase(writing: options.database)
    defer { database.close() }
    let stored = try database.load(scan)
    plan.rootOrder = scan.roots
    var made = try planActions(stored.table, stored.groups, options: plan)
    for place in made.actions.indices {
        made.actions[place].group = Int(stored.groupIDs[made.actions[place].group])
    }
    let rules = plan.keep.isEmpty ? KeepRule.defaults(for: plan.kind) : plan.keep
    var record = PlanRecord(
        scan: scan.number, created: nanosecondsNow(), rules: rules.map(\.text).joined(separator: ", "),
        plan: made)
    record.ignoresAttributes = options.ignoresAttributes
    record.relativeLinks = options.relativeLinks
    record.number = try database.store(record)
    return record
}

/// A plan as text, which can be changed and read again.
public func textOfPlan(_ record: PlanRecord) -> String { planText(record.plan) }

/// Stores what a person has made of a plan as a plan of its own.
///
/// - Parameters:
///   - number: of the plan that was changed; nil for the latest.
///   - text: as `textOfPlan` gives it, changed.
///   - place: the name of the text, for errors.
public func changePlan(
    database path: String, _ number: Int?, by text: String, place: String
) throws -> PlanRecord {
    try change(database: path, number) { try changedPlan($0, by: text, place: place) }
}

/// Stores a plan without some of its steps as a plan of its own.
public func changePlan(database path: String, _ number: Int?, without steps: [Int]) throws -> PlanRecord {
    try change(database: path, number) { plan in
        let known = Set(plan.actions.map(\.number))
        if let unknown = steps.first(where: { !known.contains($0) }) {
            throw TieoutError(
                "the plan has no step \(unknown)", at: "--drop", remedy: "it has 1 to \(plan.actions.count)")
        }
        var changed = plan
        changed.actions = plan.actions.filter { !steps.contains($0.number) }
        for place in changed.actions.indices { changed.actions[place].number = place + 1 }
        return changed
    }
}

private func change(
    database path: String, _ number: Int?, _ body: (ActionPlan) throws -> ActionPlan
) throws -> PlanRecord {
    var record = try FileDatabase(reading: path).plan(number)
    record.plan = try body(record.plan)
    record.origin = record.number
    record.created = nanosecondsNow()
    let database = try FileDatabase(writing: path)
    defer { database.close() }
    record.number = try database.store(record)
    return record
}
