import FileActions
import FileRecords

/// The journal could not be written: whoever acts must stop at once.
struct JournalFailure: Error {}

/// A journal in memory, which outlives a run that "dies": what was written is there, as after a kill.
final class MemoryJournal: ActionJournal {
    private(set) var entries: [JournalEntry] = []
    private(set) var passed: [(action: PlannedAction, work: JournalEntry.Work, skip: Skip)] = []
    /// Called before anything is written: throws to die there, or to fail.
    var before: () throws -> Void = {}

    private func reach() throws {
        do { try before() } catch is CallFailure { throw JournalFailure() }
    }

    func begin(_ entry: JournalEntry) throws -> Int64 {
        try reach()
        var entry = entry
        entry.number = Int64(entries.count + 1)
        entries.append(entry)
        return entry.number
    }

    func end(_ entry: JournalEntry, _ outcome: Outcome) throws {
        try reach()
        precondition(entries[Int(entry.number) - 1].outcome == nil, "an outcome is written once")
        entries[Int(entry.number) - 1].outcome = outcome
    }

    func pass(_ action: PlannedAction, batch: Int64, work: JournalEntry.Work, _ skip: Skip) throws {
        try reach()
        passed.append((action, work, skip))
    }

    /// Entries without an outcome, newest first.
    var open: [JournalEntry] { entries.filter { $0.outcome == nil }.reversed() }

    /// What can be undone, newest first: the last of each step, if it is a step done.
    var standing: [JournalEntry] {
        var last: [Int: JournalEntry] = [:]
        for entry in entries where entry.outcome?.result == .done { last[entry.action.number] = entry }
        return last.values.filter { $0.work == .apply }.sorted { $0.number > $1.number }
    }

    /// Steps that are still to be taken: not done, not taken back, and not open.
    func pending(_ actions: [PlannedAction]) -> [PlannedAction] {
        let settled = Set(entries.filter { $0.outcome?.result != .skipped }.map(\.action.number))
        return actions.filter { !settled.contains($0.number) }
    }

    /// `ctime` that our work has given to inodes.
    var changed: [FileIdentity: Int64] {
        var changed: [FileIdentity: Int64] = [:]
        for entry in entries {
            if let time = entry.outcome?.victimChanged { changed[entry.action.victim.facts.identity] = time }
            if let time = entry.outcome?.keeperChanged { changed[entry.action.keeper.facts.identity] = time }
        }
        return changed
    }
}
