import FileRecords
import Foundation
import Records
import Testing

@testable import FileActions

/// A second file system is there, in memory.
private let hasTwoDevices: Bool = {
    var (one, other) = (stat(), stat())
    return stat(Tree.memory, &one) == 0 && stat(Tree.disk, &other) == 0 && one.st_dev != other.st_dev
}()

@Suite("File systems")
struct DeviceTests {
    @Test(
        "A quarantine on another file system is no place for a file",
        .enabled(if: hasTwoDevices, "there is no second file system here"), arguments: movingKinds)
    func quarantineElsewhere(kind: ActionKind) throws {
        let scenario = try Scenario(kind, in: Tree.disk, make: writePair)
        let elsewhere = try Tree(in: Tree.memory)
        let before = try scenario.tree.snapshot()
        scenario.quarantine = elsewhere.root
        #expect(try scenario.apply().done == 0)
        #expect(scenario.reasons == [.crossDevice])
        #expect(try scenario.tree.snapshot() == before)
        #expect(try names(in: Array(elsewhere.root.utf8)).isEmpty)
    }

    @Test(
        "A copy on another file system can stay for a file that is put aside, and cannot be hard-linked",
        .enabled(if: hasTwoDevices, "there is no second file system here"))
    func copiesElsewhere() throws {
        let (one, other) = (try Tree(in: Tree.disk), try Tree(in: Tree.memory))
        try one.write("same", "t/keep")
        try other.write("same", "t/copy")
        for kind in ActionKind.allCases {
            let scanned = try Scanned(roots: [one.path("t"), other.path("t")])
            var options = PlanOptions()
            options.kind = kind
            let plan = try planActions(scanned.table, scanned.groups, options: options)
            #expect(plan.actions.count == (kind.needsSameDevice ? 0 : 1), "\(kind)")
            if kind.needsSameDevice { #expect(plan.passedOver[.otherDevice]?.files == 2) }
        }
    }

    @Test(
        "Where files of elsewhere can be met, no copy on another file system is enough to delete or purge",
        .enabled(if: hasTwoDevices, "there is no second file system here"), arguments: [true, false])
    func layered(isLayered: Bool) throws {
        for kind in [ActionKind.delete, .quarantine] {
            let (one, other) = (try Tree(in: Tree.disk), try Tree(in: Tree.memory))
            try one.write("same", "t/keep")
            try other.write("same", "t/copy")
            let scanned = try Scanned(roots: [one.path("t"), other.path("t")])
            var options = PlanOptions()
            options.kind = kind
            let plan = try planActions(scanned.table, scanned.groups, options: options)
            let journal = MemoryJournal()
            let run = ActionRun(
                calls: FaultyCalls(isLayered: isLayered), journal: journal,
                monitor: RunMonitor(run: "test"), changed: [:], tell: { _ in })
            let applied = try run.apply(
                plan.actions, options: ActionOptions(batch: 1, label: Array("batch-1".utf8)))
            #expect(applied.done == (isLayered && kind == .delete ? 0 : 1), "\(kind)")
            guard kind == .quarantine else { continue }
            _ = try run.purge(journal.standing, batch: 2)
            #expect(one.aside().count + other.aside().count == (isLayered ? 1 : 0))
        }
    }

    @Test("A quarantine that a person names takes files by their whole path, and undo brings them back")
    func namedQuarantine() throws {
        let scenario = try Scenario(.quarantine, make: writePair)
        try FileManager.default.createDirectory(
            atPath: scenario.tree.path("aside"), withIntermediateDirectories: true)
        let before = try scenario.tree.snapshot()
        scenario.quarantine = scenario.tree.path("aside")
        #expect(try scenario.apply().done == 1)
        #expect(scenario.tree.aside().count == 1 && scenario.tree.aside()[0].hasPrefix("aside/"))
        #expect(try scenario.undo().done == 1)
        #expect(try scenario.tree.snapshot() == before)
    }

    @Test("An immutable file, and a folder that may not be changed, are left", arguments: movingKinds)
    func fixed(kind: ActionKind) throws {
        for (name, reasons) in [("t/b/copy", [SkipReason.fixed]), ("t/b", [.notPermitted])] {
            var isFixed = false
            let scenario = try Scenario(kind, in: Tree.disk) { tree in
                try writePair(tree)
                // Only root may set the flag, and not on every file system.
                isFixed = try change("+i", tree.path(name))
            }
            guard isFixed else { return }
            let before = try scenario.tree.snapshot()
            let report = try scenario.apply()
            #expect(report.done == 0)
            #expect(scenario.reasons == reasons, "\(name)")
            #expect(try scenario.tree.snapshot() == before, "\(name)")
            // Before the tree goes, which cannot remove it otherwise.
            #expect(try change("-i", scenario.tree.path(name)))
        }
    }

    private func change(_ flag: String, _ path: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "chattr \"$1\" \"$2\" 2>/dev/null", "sh", flag, path]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test("Without openat2 folders are opened one by one, and links on the way are refused as well")
    func stepwise() throws {
        let calls = FaultyCalls(real: SystemCalls(opensPathsAtOnce: false))
        let make = { (tree: Tree) in
            try tree.write("same", "t/a/b/c/keep")
            try tree.write("same", "t/d/e/copy")
        }
        let scenario = try Scenario(.hardlink, make: make)
        let before = try scenario.tree.snapshot()
        #expect(try scenario.apply(calls).done == 1)
        #expect(try scenario.undo(calls).done == 1)
        #expect(try scenario.tree.snapshot() == before)
        let swapped = try Scenario(.delete, make: make)
        try swapped.tree.move("t/d/e", to: "t/d/f")
        try swapped.tree.symlink("t/d/e", to: "f")
        #expect(try swapped.apply(calls).done == 0)
        #expect(swapped.reasons == [.pathReplaced])
        #expect(swapped.tree.text("t/d/f/copy") == "same")
    }

    @Test("Where a file system cannot share storage, a reflink is skipped and nothing is changed")
    func reflinks() throws {
        let scenario = try Scenario(.reflink, make: writePair)
        let before = try scenario.tree.snapshot()
        let report = try scenario.apply()
        // On a file system that can, it is done, and nothing is to be seen of it.
        #expect(report.done == 1 || scenario.reasons == [.unsupported], "\(scenario.reasons)")
        #expect(try scenario.tree.snapshot() == before)
        try scenario.undo()
        #expect(try scenario.tree.snapshot() == before)
    }
}
