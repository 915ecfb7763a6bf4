import FileRecords
import Foundation
import Testing

@testable import FileActions

/// Lines of two snapshots that are not the same.
private func differences(_ now: [String: String], _ before: [String: String]) -> [String] {
    Set(now.keys).union(before.keys).sorted().filter { now[$0] != before[$0] }
        .map { "\($0): \(before[$0] ?? "nothing") became \(now[$0] ?? "nothing")" }
}

/// Every call of every kind of step goes wrong once, in each of several ways; the journal counts as calls.
@Suite("Faults at every step")
struct FaultTests {
    /// A group of three, of which one has two names, and a pair, so that steps have neighbours.
    private func scenario(_ kind: ActionKind, _ calls: FaultyCalls) throws -> Scenario {
        let scenario = try Scenario(kind, options: { options, _ in options.keep = [.pathOrder] }) { tree in
            try tree.write("same", "t/a/keep")
            try tree.write("same", "t/b/copy", mode: 0o644, age: 50)
            try tree.link("t/b/name", to: "t/b/copy")
            try tree.write("other", "t/a/other", age: 30)
            try tree.write("other", "t/z", age: 10)
            for (name, age) in [("t/a", 1000), ("t/b", 2000), ("t", 3000)] { tree.setAge(name, age) }
        }
        #expect(scenario.plan.actions.count == 3)
        scenario.journal.before = { try calls.step() }
        return scenario
    }

    /// How many calls a whole run makes.
    private func callsInAll(_ kind: ActionKind, hasFlags: Bool, undo: Bool) throws -> Int {
        let counter = FaultyCalls(hasFlags: hasFlags)
        let scenario = try scenario(kind, counter)
        if undo {
            scenario.journal.before = {}
            try scenario.apply()
            scenario.journal.before = { try counter.step() }
            try scenario.undo(counter)
        } else {
            try scenario.apply(counter)
        }
        return counter.count
    }

    /// Numbers of the calls that are to go wrong: all of them where `TIEOUT_SOAK` is set, else a few, others for
    /// each way of going wrong.
    private func calls(of inAll: Int, _ way: Int) -> StrideTo<Int> {
        let isWhole = ProcessInfo.processInfo.environment["TIEOUT_SOAK"] != nil
        return isWhole
            ? stride(from: 1, to: inAll + 1, by: 1) : stride(from: 1 + way % 23, to: inAll + 1, by: 23)
    }

    /// Before or after: each name leads to the content it had; or has left, where that is what is intended.
    private func requireWhole(
        _ scenario: Scenario, _ contents: Set<String>, _ why: String
    ) throws {
        #expect(try scenario.tree.contents() == contents, "\(why): a content is gone")
        for name in ["t/a/keep", "t/a/other"] {
            #expect(scenario.tree.text(name) != nil, "\(why): \(name) was to stay")
        }
    }

    @Test(
        "Killed before any call of apply, then applied again, then undone", arguments: movingKinds,
        [true, false])
    func deathThenApply(kind: ActionKind, hasFlags: Bool) throws {
        for at in calls(of: try callsInAll(kind, hasFlags: hasFlags, undo: false), hasFlags ? 3 : 8) {
            let why = "\(kind), killed at call \(at)"
            let calls = FaultyCalls(.death, at: at, hasFlags: hasFlags)
            let scenario = try scenario(kind, calls)
            let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
            #expect(throws: Death.self) { try scenario.apply(calls) }
            try requireWhole(scenario, contents, why)
            scenario.journal.before = {}
            try scenario.apply(FaultyCalls(hasFlags: hasFlags))
            try requireWhole(scenario, contents, why)
            #expect(scenario.journal.open.isEmpty)
            if kind == .delete {
                #expect(scenario.tree.aside().isEmpty, "\(why)")
                continue
            }
            #expect(scenario.journal.standing.count == 3, "\(why): \(scenario.reasons)")
            #expect(
                try scenario.undo(FaultyCalls(hasFlags: hasFlags)).done == 3, "\(why): \(scenario.reasons)")
            #expect(try scenario.tree.snapshot() == before, "\(why)")
        }
    }

    @Test("Killed before any call of apply, then undone", arguments: movingKinds, [true, false])
    func deathThenUndo(kind: ActionKind, hasFlags: Bool) throws {
        for at in calls(of: try callsInAll(kind, hasFlags: hasFlags, undo: false), hasFlags ? 3 : 8) {
            let calls = FaultyCalls(.death, at: at, hasFlags: hasFlags)
            let scenario = try scenario(kind, calls)
            let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
            #expect(throws: Death.self) { try scenario.apply(calls) }
            scenario.journal.before = {}
            try scenario.undo(FaultyCalls(hasFlags: hasFlags))
            try requireWhole(scenario, contents, "call \(at)")
            if kind != .delete {
                #expect(try scenario.tree.snapshot() == before, "\(kind), killed at call \(at)")
            }
        }
    }

    @Test(
        "Killed before any call of undo, then undone again",
        arguments: [ActionKind.quarantine, .hardlink, .symlink], [true, false])
    func deathInUndo(kind: ActionKind, hasFlags: Bool) throws {
        for at in calls(of: try callsInAll(kind, hasFlags: hasFlags, undo: true), hasFlags ? 3 : 8) {
            let calls = FaultyCalls(.death, at: at, hasFlags: hasFlags)
            let scenario = try scenario(kind, calls)
            scenario.journal.before = {}
            let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
            try scenario.apply()
            scenario.journal.before = { try calls.step() }
            #expect(throws: Death.self) { try scenario.undo(calls) }
            try requireWhole(scenario, contents, "undo killed at call \(at)")
            scenario.journal.before = {}
            try scenario.undo(FaultyCalls(hasFlags: hasFlags))
            #expect(try scenario.tree.snapshot() == before, "\(kind), undo killed at call \(at)")
        }
    }

    @Test(
        "Any call fails, or does what it should and says it failed; undo brings back what was done",
        arguments: movingKinds, [EIO, ENOSPC, EPERM, EROFS, EXDEV, ENOENT, EEXIST, EMLINK])
    func failures(kind: ActionKind, code: Int32) throws {
        for at in calls(of: try callsInAll(kind, hasFlags: true, undo: false), Int(code)) {
            for fault in [FaultyCalls.Fault.failure(code), .lie(code)] {
                let why = "\(kind), \(fault) at call \(at)"
                let calls = FaultyCalls(fault, at: at)
                let scenario = try scenario(kind, calls)
                let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
                // The run may have to end there, as where the journal cannot be written.
                let report = try? scenario.apply(calls)
                try requireWhole(scenario, contents, why)
                if let report {
                    #expect(report.done + report.skippedInAll == 3, "\(why): each step has an end")
                }
                scenario.journal.before = {}
                try scenario.undo()
                if kind == .delete { continue }
                let changes = differences(try scenario.tree.snapshot(), before)
                #expect(changes == [], "\(why)")
            }
        }
    }

    @Test(
        "Any call of undo fails; undo again does the rest",
        arguments: [ActionKind.quarantine, .hardlink, .symlink], [EIO, ENOSPC, EROFS])
    func failuresInUndo(kind: ActionKind, code: Int32) throws {
        for at in calls(of: try callsInAll(kind, hasFlags: true, undo: true), Int(code)) {
            for fault in [FaultyCalls.Fault.failure(code), .lie(code)] {
                let why = "\(kind), \(fault) at call \(at) of undo"
                let calls = FaultyCalls(fault, at: at)
                let scenario = try scenario(kind, calls)
                scenario.journal.before = {}
                let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
                try scenario.apply()
                scenario.journal.before = { try calls.step() }
                _ = try? scenario.undo(calls)
                try requireWhole(scenario, contents, why)
                scenario.journal.before = {}
                try scenario.undo()
                let names = try scenario.tree.snapshot()
                // The time of a directory may stay that of the first attempt.
                for (name, line) in before where !["t", "t/a", "t/b"].contains(name) {
                    #expect(names[name] == line, "\(why)")
                }
                // And an empty folder of the quarantine may.
                #expect(scenario.tree.aside().isEmpty, "\(why)")
                #expect(names.keys.filter { !$0.contains(".tieout") }.count == before.count, "\(why)")
            }
        }
    }

    @Test("Killed anywhere in purge: what is left can be purged or undone, and no content is gone")
    func deathInPurge() throws {
        var at = 1
        while true {
            let calls = FaultyCalls(.death, at: at)
            let scenario = try scenario(.hardlink, calls)
            scenario.journal.before = {}
            let contents = try scenario.tree.contents()
            try scenario.apply()
            scenario.journal.before = { try calls.step() }
            let report = try? scenario.purge(calls)
            try requireWhole(scenario, contents, "purge killed at \(at)")
            scenario.journal.before = {}
            try scenario.purge()
            #expect(scenario.tree.aside().isEmpty && scenario.journal.open.isEmpty)
            if report != nil { break }
            at += 1
        }
        #expect(at > 20)
    }
}
