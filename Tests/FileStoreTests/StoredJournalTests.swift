import FileRecords
import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import FileStore

@Suite("The stored journal")
struct StoredJournalTests {
    private let folder: TemporaryFolder
    private let database: FileDatabase
    private let journal: StoredJournal
    private let record: PlanRecord

    init() throws {
        folder = try TemporaryFolder()
        database = try FileDatabase(writing: folder.file("f.sqlite"))
        let plan = sprawlingPlan(.hardlink, steps: 12, seed: 11)
        let number = try database.store(PlanRecord(scan: 1, created: 5, rules: "", plan: plan))
        record = try database.plan(number)
        journal = try StoredJournal(database)
    }

    private func begin(_ work: JournalEntry.Work, of subject: Int64? = nil) throws -> Int64 {
        try database.beginBatch(
            work, plan: record.number, subject: subject, label: { "label-\($0)" },
            quarantine: [0x2F, 0xFF], started: 9
        ).number
    }

    private func write(
        _ step: Int, _ work: JournalEntry.Work, batch: Int64, _ outcome: Outcome? = .done
    ) throws -> JournalEntry {
        var entry = intent(record.plan.actions[step], work, batch: batch)
        entry.number = try journal.begin(entry)
        entry.outcome = outcome
        if let outcome { try journal.end(entry, outcome) }
        return entry
    }

    @Test("An intent and its outcome are read as they were written")
    func roundTrip() throws {
        let batch = try begin(.apply)
        let open = try write(0, .apply, batch: batch, nil)
        var outcome = Outcome.done
        (outcome.victimChanged, outcome.keeperChanged, outcome.parentModified) = (1, Int64.max, -3)
        let done = try write(1, .apply, batch: batch, outcome)
        let bare = try write(2, .apply, batch: batch)
        #expect(try database.openEntries() == [open])
        #expect(try database.standingEntries(batch: batch) == [bare, done], "newest first")
        #expect(try database.batches().first?.standing == 2)
    }

    @Test("Why a step was skipped is told, and an outcome is written once")
    func skipped() throws {
        let batch = try begin(.apply)
        _ = try write(0, .apply, batch: batch, .skipped(Skip(.full, code: ENOSPC)))
        try journal.pass(record.plan.actions[1], batch: batch, work: .apply, Skip(.keeperVanished))
        let told = try database.read {
            try GRDB.Row.fetchAll($0, sql: "SELECT number, result, reason FROM actions ORDER BY entry_id")
                .map { "\($0["number"] as Int) \($0["result"] as String) \($0["reason"] as String)" }
        }
        #expect(told == ["1 skipped full", "2 skipped keeperVanished"])
        // Both can be tried again.
        #expect(try database.pendingActions(record).map(\.number) == Array(1...12))
    }

    /// The process is gone: nothing was closed, and what is on the disk is all there is.
    @Test("An intent is there after the connection is killed, and so is each outcome")
    func killed() throws {
        let batch = try begin(.apply)
        let done = try write(0, .apply, batch: batch)
        let open = try write(1, .apply, batch: batch, nil)
        // Its shared memory does not outlive a machine.
        for name in ["f.sqlite", "f.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: folder.file("k" + name))
        }
        let reading = try FileDatabase(reading: folder.file("kf.sqlite"))
        #expect(try reading.openEntries() == [open])
        reading.close()
        let after = try FileDatabase(writing: folder.file("kf.sqlite"))
        #expect(try after.openEntries() == [open])
        #expect(try after.standingEntries(batch: batch) == [done])
        #expect(try after.pendingActions(record).map(\.number) == Array(3...12))
        #expect(try after.batches().map(\.ended) == [nil])
        let journal = try StoredJournal(after)
        try journal.end(open, .skipped(Skip(.interrupted)))
        journal.close()
        after.close()
        #expect(!folder.files.contains("kf.sqlite-wal"), "one file again")
        #expect(try FileDatabase(reading: folder.file("kf.sqlite")).openEntries().isEmpty)
    }

    @Test("Every part of the journal is on the disk before the call that wrote it returns")
    func synchronous() throws {
        let (mode, level) = try database.read {
            (
                try String.fetchOne($0, sql: "PRAGMA journal_mode"),
                try Int.fetchOne($0, sql: "PRAGMA synchronous")
            )
        }
        #expect(mode == "wal" && level == 2, "FULL: each transaction waits for the disk")
    }

    /// What becomes of a step, kept in the plainest way.
    private struct Step {
        var done: JournalEntry?
        var isOpen = false
        var isPending = true
        var state = "planned"
    }

    @Test("Random runs: what is open, pending and standing, and the state of each step", arguments: 0..<20)
    func againstReference(seed: Int) throws {
        var seeded = Seeded(UInt64(seed))
        var steps = [Step](repeating: Step(), count: record.plan.actions.count)
        let apply = try begin(.apply)
        for _ in 0..<60 {
            let step = Int.random(in: 0..<steps.count, using: &seeded)
            if steps[step].isOpen { continue }
            if steps[step].done == nil && !steps[step].isPending { continue }
            let work: JournalEntry.Work =
                steps[step].done == nil ? .apply : Bool.random(using: &seeded) ? .undo : .purge
            let batch = work == .apply ? apply : try begin(work, of: apply)
            switch Int.random(in: 0..<5, using: &seeded) {
            case 0:
                try journal.pass(record.plan.actions[step], batch: batch, work: work, Skip(.busy))
                if steps[step].state == "planned" { steps[step].state = "skipped" }
            case 1:
                _ = try write(step, work, batch: batch, .skipped(Skip(.changed)))
                if steps[step].state == "planned" { steps[step].state = "skipped" }
            case 2:
                _ = try write(step, work, batch: batch, nil)
                (steps[step].isOpen, steps[step].isPending, steps[step].state) = (true, false, "begun")
            default:
                let entry = try write(step, work, batch: batch)
                steps[step].done = work == .apply ? entry : nil
                steps[step].isPending = false
                steps[step].state =
                    switch work {
                    case .apply: "done"
                    case .undo: "undone"
                    case .purge: "purged"
                    }
            }
        }
        let numbers = { (isWanted: (Step) -> Bool) in
            steps.enumerated().filter { isWanted($0.element) }.map { $0.offset + 1 }
        }
        #expect(try database.pendingActions(record).map(\.number) == numbers(\.isPending))
        #expect(try database.openEntries().map(\.action.number).sorted() == numbers(\.isOpen))
        let standing = steps.compactMap(\.done).sorted { $0.number > $1.number }
        #expect(try database.standingEntries(batch: apply) == standing)
        #expect(try database.batches().first?.standing == standing.count)
        let states = try database.read {
            try String.fetchAll($0, sql: "SELECT state FROM plan_actions ORDER BY number")
        }
        #expect(states == steps.map(\.state))
        let counts = try database.read {
            try GRDB.Row.fetchAll($0, sql: "SELECT * FROM batches").map { $0["begun"] as Int }
        }
        #expect(counts.reduce(0, +) == numbers(\.isOpen).count)
    }

    @Test("The last ctime that our own work gave to an inode counts, whichever part it had")
    func changedTimes() throws {
        let batch = try begin(.apply)
        let steps = record.plan.actions
        // Steps 2 and 3 have one keeper.
        #expect(steps[1].keeper == steps[2].keeper)
        for (step, victim, keeper) in [(1, 10, 20), (2, 30, 40), (3, nil, 50)] as [(Int, Int64?, Int64?)] {
            var outcome = Outcome.done
            (outcome.victimChanged, outcome.keeperChanged) = (victim, keeper)
            _ = try write(step, .apply, batch: batch, outcome)
        }
        var undone = Outcome.done
        undone.victimChanged = 60
        _ = try write(1, .undo, batch: begin(.undo, of: batch), undone)
        #expect(
            try database.changedTimes() == [
                steps[1].victim.facts.identity: 60, steps[2].victim.facts.identity: 30,
                steps[2].keeper.facts.identity: 40, steps[3].keeper.facts.identity: 50,
            ])
    }
}

/// What our own work has done to files is no change to the next scan; what others have done is.
@Suite("Times that our own work has changed")
struct NotedTimesTests {
    /// A tree of two files is scanned, a step is done, and the tree is scanned again.
    ///
    /// - Returns: how many files were remembered.
    private func remembered(
        noted: Int64, afterwards change: (inout FileFacts) -> Void
    ) throws -> Int {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        var tree = PlantedTree()
        tree.addFile("/r/a", content: 9, size: 5000)
        tree.addFile("/r/b", content: 9, size: 5000)
        try store([tree], in: database)
        let files = try ["/r/a", "/r/b"].map { path in
            PlannedFile(
                root: Array("/r".utf8), rootIdentity: try #require(tree.directories["/r"]).identity,
                path: Array(path.utf8.dropFirst(3)), facts: try #require(tree.files[path]).facts)
        }
        let action = PlannedAction(number: 1, group: 1, kind: .hardlink, victim: files[1], keeper: files[0])
        let plan = try database.store(
            PlanRecord(
                scan: 1, created: 5, rules: "", plan: ActionPlan(kind: .hardlink, actions: [action])))
        let journal = try StoredJournal(database)
        let batch = try database.beginBatch(
            .apply, plan: plan, subject: nil, label: { "\($0)" }, quarantine: nil, started: 9)
        var entry = intent(action, .apply, batch: batch.number)
        entry.number = try journal.begin(entry)
        var outcome = Outcome.done
        outcome.victimChanged = noted
        try journal.end(entry, outcome)
        try database.noteChangedTimes()
        change(&tree.files["/r/b"]!.facts)
        return try store([tree], in: database).remembered
    }

    @Test("The ctime of our own making is known, any other is a change")
    func ownTimes() throws {
        let ours = late - 5_000_000_000
        #expect(try remembered(noted: ours) { $0.changed = ours } == 2)
        #expect(try remembered(noted: ours) { $0.changed = ours + 1 } == 1)
        #expect(try remembered(noted: ours) { _ in } == 1, "as it was before the work: it was put back")
        #expect(
            try remembered(noted: ours) {
                $0.changed = ours
                $0.modified += 1
            } == 1)
        #expect(
            try remembered(noted: ours) {
                $0.changed = ours
                $0.size += 1
            } == 1)
    }

    @Test("A time before the one that was scanned is not taken over")
    func neverBackwards() throws {
        #expect(try remembered(noted: 1) { _ in } == 2)
        #expect(try remembered(noted: 1) { $0.changed = 1 } == 1)
    }
}
