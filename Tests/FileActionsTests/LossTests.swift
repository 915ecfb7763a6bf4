import FileRecords
import Foundation
import Testing

@testable import FileActions

/// More ways in which contents have been lost, or could be.
@Suite("Losses of others")
struct LossTests {
    /// Lengths about a block of the disk, and about a piece of the comparison.
    static let lengths = [1, 4095, 4096, 4097, 262_143, 262_144, 262_145]

    @Test(
        "Sizes about a block: what differs in one byte is left, what is equal is acted on", arguments: lengths
    )
    func sizes(length: Int) throws {
        for kind in movingKinds {
            for differing in Set([0, length / 2, length - 1]) {
                let scenario = try Scenario(kind) { tree in
                    for name in ["t/a", "t/b", "t/c"] {
                        try tree.write(String(repeating: "x", count: length), name)
                    }
                }
                #expect(scenario.plan.actions.count == 2)
                // As a collision of hashes would have it, the plan knows the file as it is now.
                let changed = try FileHandle(
                    forUpdating: URL(fileURLWithPath: scenario.tree.path("t/b")))
                try changed.seek(toOffset: UInt64(differing))
                try changed.write(contentsOf: Data("y".utf8))
                try changed.close()
                scenario.plan.actions[0].victim.facts = try #require(try facts(scenario.tree.path("t/b")))
                let contents = try scenario.tree.contents()
                #expect(try scenario.apply().done == 1, "\(kind), byte \(differing) of \(length)")
                #expect(scenario.reasons == [.different])
                #expect(try scenario.tree.contents() == contents)
                if kind != .delete { #expect(try scenario.undo().done == 1) }
            }
        }
    }

    private func facts(_ path: String) throws -> FileFacts? {
        let calls = SystemCalls()
        let opened = try calls.open(Array(path.utf8), in: AT_FDCWD)
        defer { calls.close(opened) }
        return try calls.facts(of: opened)
    }

    @Test("A file or copy that was emptied, or grew, is seen though its time was put back")
    func resized() throws {
        for kind in movingKinds {
            for (name, reason) in [("t/b/copy", SkipReason.changed), ("t/a/keep", .keeperChanged)] {
                for length in [0, 3, 5] {
                    let scenario = try Scenario(kind, make: writePair)
                    Glibc.truncate(scenario.tree.path(name), length)
                    scenario.tree.setAge(name, name == "t/b/copy" ? 50 : 100)
                    let before = try scenario.tree.snapshot()
                    #expect(try scenario.apply().done == 0)
                    #expect(scenario.reasons == [reason], "\(kind) of \(name) with \(length) bytes")
                    #expect(try scenario.tree.snapshot() == before)
                }
            }
        }
    }

    @Test("Times in the future, before 1970 and at the ends of what can be said are no hindrance")
    func oddTimes() throws {
        for kind in movingKinds {
            for age in [-2_000_000_000, 1_700_000_100, 1_900_000_000] {
                let scenario = try Scenario(kind) { tree in
                    try tree.write("same", "t/a", age: age)
                    try tree.write("same", "t/b", age: age)
                    tree.setAge("t", age)
                }
                let before = try scenario.tree.snapshot()
                #expect(try scenario.apply().done == 1, "\(kind), \(age): \(scenario.reasons)")
                if kind == .delete { continue }
                #expect(try scenario.undo().done == 1)
                #expect(try scenario.tree.snapshot() == before)
            }
        }
    }

    @Test(
        "A folder of which every file goes stays, empty as it is",
        arguments: [ActionKind.quarantine, .delete])
    func emptiedFolders(kind: ActionKind) throws {
        let scenario = try Scenario(kind) { tree in
            try tree.write("same", "t/a/keep")
            for name in ["t/b/c/1", "t/b/c/2", "t/b/d/3"] { try tree.write("same", name) }
        }
        let folders = { try scenario.tree.snapshot().filter { $0.value.hasPrefix("4") }.map(\.key) }
        let before = Set(try folders())
        #expect(try scenario.apply().done == 3)
        #expect(before.isSubset(of: try folders()))
    }

    @Test(
        "Files of one name from several folders, and from two runs of one label, never meet in the quarantine"
    )
    func sameNames() throws {
        for isNamed in [false, true] {
            let make = { (tree: Tree, text: String) in
                for root in ["t/1", "t/2"] {
                    for name in ["a/x", "b/x", "x"] { try tree.write(text, "\(root)/\(name)") }
                }
                try tree.write("in use", "q/file")
            }
            let roots = ["t/1", "t/2"]
            let first = try Scenario(.quarantine, roots: roots) { try make($0, "first") }
            let tree = first.tree
            if isNamed { first.quarantine = tree.path("q") }
            #expect(try first.apply().done == 5)
            let aside = tree.aside()
            #expect(aside.count == 5)
            // The journal of another database knows nothing of this one.
            try make(tree, "second")
            let scanned = try Scanned(tree, roots: roots)
            let plan = try planActions(scanned.table, scanned.groups, options: PlanOptions())
            let second = Scenario(plan, in: tree)
            second.quarantine = first.quarantine
            #expect(try second.apply().done == 0)
            #expect(second.reasons == Array(repeating: .nameTaken, count: 5))
            #expect(tree.aside() == aside && aside.allSatisfy { tree.text($0) == "first" })
            #expect(try tree.contents() == ["first", "second", "in use"])
            // And nothing comes back over the new ones.
            #expect(try first.undo().done == 0)
            #expect(tree.aside() == aside)
        }
    }

    @Test(
        "From any call on every call fails, as when a disk goes: nothing is gone, and when it is back all comes back",
        arguments: movingKinds, [true, false])
    func diskGoes(kind: ActionKind, hasFlags: Bool) throws {
        let counter = FaultyCalls(hasFlags: hasFlags)
        try Scenario(kind, make: writePair).apply(counter)
        for at in 1...counter.count {
            let scenario = try Scenario(kind, make: writePair)
            let (before, contents) = (try scenario.tree.snapshot(), try scenario.tree.contents())
            // Neither the step nor what takes it back can go on.
            let report = try? scenario.apply(FaultyCalls(.end(EIO), at: at, hasFlags: hasFlags))
            #expect(try scenario.tree.contents() == contents, "\(kind) at call \(at)")
            if let report { #expect(report.done + report.skippedInAll == 1) }
            try scenario.undo(FaultyCalls(hasFlags: hasFlags))
            #expect(scenario.journal.open.isEmpty)
            #expect(try scenario.tree.contents() == contents, "\(kind) at call \(at), undone")
            if kind != .delete {
                #expect(try scenario.tree.snapshot() == before, "\(kind) at call \(at), undone")
            }
        }
    }

    @Test("What is done is on the disk in this order: the intent, the names in both folders, the outcome")
    func order() throws {
        for kind in [ActionKind.quarantine, .hardlink, .symlink, .delete] {
            let calls = FaultyCalls()
            let scenario = try Scenario(kind, make: writePair)
            scenario.journal.before = { try calls.step("journal") }
            try scenario.apply(calls)
            let told = calls.names.filter {
                ["journal", "rename", "unlink", "link", "makeLink", "sync"].contains($0)
            }
            // Each new folder of the quarantine is followed by the one that holds it.
            let made = calls.names.count { $0 == "makeDirectory" }
            let folders = Array(repeating: "sync", count: made)
            let moved: [String] =
                switch kind {
                case .quarantine, .reflink: ["rename", "sync", "sync"]
                case .hardlink: ["link", "rename", "sync", "sync"]
                case .symlink: ["makeLink", "rename", "sync", "sync"]
                // The copy, before the file goes for good.
                case .delete: ["rename", "sync", "sync", "sync", "unlink", "sync"]
                }
            #expect(made == 3 && told == ["journal"] + folders + moved + ["journal"], "\(kind): \(told)")
        }
    }

    @Test(
        "A step that was begun in a tree that is away stays open, and comes to its end when the tree is back")
    func treeAway() throws {
        for kind in [ActionKind.quarantine, .hardlink, .symlink] {
            let counter = FaultyCalls()
            let first = try Scenario(kind, make: writePair)
            try first.apply(counter)
            let renaming = try #require(counter.names.lastIndex(of: "rename"))
            // Killed just behind the rename.
            let scenario = try Scenario(kind, make: writePair)
            let before = try scenario.tree.snapshot()
            #expect(throws: Death.self) { try scenario.apply(FaultyCalls(.death, at: renaming + 2)) }
            #expect(scenario.journal.open.count == 1)
            try scenario.tree.move("t", to: "away")
            try scenario.undo()
            #expect(scenario.journal.open.count == 1)
            try scenario.tree.write("another tree", "t/b/copy")
            try scenario.undo()
            #expect(scenario.journal.open.count == 1 && scenario.tree.text("t/b/copy") == "another tree")
            try scenario.tree.remove("t")
            try scenario.tree.move("away", to: "t")
            try scenario.undo()
            #expect(scenario.journal.open.isEmpty)
            let after = try scenario.tree.snapshot()
            #expect(after.filter { $0.key != "" } == before.filter { $0.key != "" }, "\(kind)")
        }
    }
}
