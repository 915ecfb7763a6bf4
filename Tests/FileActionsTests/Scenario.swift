import FileRecords
import Foundation
import Records
import Testing

@testable import FileActions

/// A tree, a plan for it, and runs over both: as the program would do them, with a journal in memory.
final class Scenario {
    let tree: Tree
    let journal = MemoryJournal()
    var plan: ActionPlan
    var quarantine: String?
    var events: [ActionEvent] = []
    private var batches: Int64 = 0

    /// - Parameter make: writes the files.
    init(
        _ kind: ActionKind, roots: [String] = ["t"], in parent: String = Tree.fastest,
        options change: (inout PlanOptions, Tree) -> Void = { _, _ in }, make: (Tree) throws -> Void
    ) throws {
        tree = try Tree(in: parent)
        try make(tree)
        let scanned = try Scanned(tree, roots: roots)
        var options = PlanOptions()
        options.kind = kind
        change(&options, tree)
        plan = try planActions(scanned.table, scanned.groups, options: options)
    }

    /// A plan that is there already.
    init(_ plan: ActionPlan, in tree: Tree) {
        self.plan = plan
        self.tree = tree
    }

    private func run(_ calls: any FileCalls) -> ActionRun {
        events = []
        return ActionRun(
            calls: calls, journal: journal, monitor: RunMonitor(run: "test"), changed: journal.changed,
            tell: { self.events.append($0) })
    }

    private func options(isDryRun: Bool = false) -> ActionOptions {
        batches += 1
        var options = ActionOptions(batch: batches, label: Array("batch-\(batches)".utf8))
        options.protected = plan.protected
        options.isDryRun = isDryRun
        options.quarantine = quarantine.map { Array($0.utf8) }
        return options
    }

    @discardableResult
    func apply(_ calls: any FileCalls = SystemCalls(), isDryRun: Bool = false) throws -> ActionReport {
        let run = run(calls)
        _ = try run.recover(journal.open)
        return try run.apply(journal.pending(plan.actions), options: options(isDryRun: isDryRun))
    }

    @discardableResult
    func undo(_ calls: any FileCalls = SystemCalls()) throws -> ActionReport {
        let run = run(calls)
        _ = try run.recover(journal.open)
        batches += 1
        return try run.undo(journal.standing, batch: batches)
    }

    @discardableResult
    func purge(_ calls: any FileCalls = SystemCalls()) throws -> ActionReport {
        let run = run(calls)
        _ = try run.recover(journal.open)
        batches += 1
        return try run.purge(journal.standing, batch: batches)
    }

    /// Why steps were skipped in the last run.
    var reasons: [SkipReason] { events.compactMap(\.skip?.reason) }
}

/// The kinds that every file system can do.
let movingKinds: [ActionKind] = [.quarantine, .hardlink, .symlink, .delete]

/// Two copies and a bystander, with modes and times that can be told apart.
func writePair(_ tree: Tree) throws {
    try tree.write("same", "t/a/keep")
    try tree.write("same", "t/b/copy", age: 50)
    try tree.write("other", "t/b/other", age: 20)
    for (name, age) in [("t/a", 1000), ("t/b", 2000), ("t", 3000)] { tree.setAge(name, age) }
}
