import FileRecords
import Foundation
import Testing

@testable import FileActions

/// Ways in which programs of this kind have lost people's data. In each of them no content may be gone, and
/// what cannot be done safely is skipped with the right reason.
@Suite("Nothing is lost")
struct SafetyTests {
    /// Applies a plan after something has happened to its files.
    private func skips(
        _ reason: SkipReason, _ kinds: [ActionKind] = movingKinds, make: (Tree) throws -> Void = writePair,
        after change: (Tree) throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for kind in kinds {
            let scenario = try Scenario(kind, make: make)
            try change(scenario.tree)
            let before = try scenario.tree.snapshot()
            #expect(try scenario.apply().done == 0, "\(kind)", sourceLocation: sourceLocation)
            #expect(scenario.reasons == [reason], "\(kind)", sourceLocation: sourceLocation)
            #expect(try scenario.tree.snapshot() == before, "\(kind)", sourceLocation: sourceLocation)
        }
    }

    @Test("The file was changed: other bytes, and even with size and time of before")
    func changedVictim() throws {
        try skips(.changed) { try $0.write("SAME", "t/b/copy", age: 50) }
        try skips(.changed) { try $0.write("same but longer", "t/b/copy", age: 50) }
        try skips(.changed) { chmod($0.path("t/b/copy"), 0o600) }
    }

    @Test("The copy that stays was changed, or has gone before the file did")
    func changedKeeper() throws {
        try skips(.keeperChanged) { try $0.write("SAME", "t/a/keep") }
        try skips(.keeperVanished) { try $0.remove("t/a/keep") }
        try skips(.keeperVanished) { try $0.move("t/a/keep", to: "t/a/kept") }
        try skips(.keeperVanished) { try $0.move("t/a", to: "t/c") }
    }

    @Test("The file has gone, or its folder")
    func vanished() throws {
        try skips(.vanished) { try $0.remove("t/b/copy") }
        try skips(.vanished) { try $0.move("t/b", to: "t/c") }
    }

    @Test("The file was put there anew, with the same bytes")
    func replaced() throws {
        try skips(.changed) { tree in
            try tree.remove("t/b/copy")
            try tree.write("same", "t/b/copy", age: 50)
        }
    }

    @Test("A symbolic link stands where the file, the copy or a folder stood")
    func swappedByLinks() throws {
        try skips(.notRegular) { tree in
            try tree.move("t/b/copy", to: "t/b/moved")
            try tree.symlink("t/b/copy", to: tree.path("t/a/keep"))
        }
        // Deleting the file would leave a link to itself.
        try skips(.notRegular) { tree in
            try tree.remove("t/a/keep")
            try tree.symlink("t/a/keep", to: tree.path("t/b/copy"))
        }
        try skips(.pathReplaced) { tree in
            try tree.move("t/b", to: "t/c")
            try tree.symlink("t/b", to: "c")
        }
        try skips(.pathReplaced) { tree in
            try tree.move("t/a", to: "t/c")
            try tree.symlink("t/a", to: tree.path("t/c"))
        }
    }

    @Test("Another folder stands where the root was")
    func otherRoot() throws {
        try skips(.treeReplaced) { tree in
            try tree.move("t", to: "u")
            try writePair(tree)
        }
    }

    @Test(
        "The copy has become a hard link to the file: removing one name would leave the other, linking none")
    func keeperIsVictim() throws {
        try skips(.keeperChanged) { tree in
            try tree.remove("t/a/keep")
            try tree.link("t/a/keep", to: "t/b/copy")
        }
        // Also if the plan itself says so.
        for kind in movingKinds {
            let scenario = try Scenario(kind, make: writePair)
            scenario.plan.actions[0].keeper = scenario.plan.actions[0].victim
            #expect(throws: (any Error).self) { try scenario.apply() }
        }
    }

    @Test("Equal hashes, unequal bytes: a plan made from false evidence does nothing")
    func falseEvidence() throws {
        for kind in movingKinds + [.reflink] {
            let scenario = try Scenario(kind, make: writePair)
            // As a collision, or an entry without a hash, would put it.
            try scenario.tree.write("SAME", "t/b/copy", age: 50)
            var found = stat()
            #expect(lstat(scenario.tree.path("t/b/copy"), &found) == 0)
            scenario.plan.actions[0].victim.facts.changed =
                Int64(found.st_ctim.tv_sec) * 1_000_000_000 + Int64(found.st_ctim.tv_nsec)
            let before = try scenario.tree.snapshot()
            #expect(try scenario.apply().done == 0)
            #expect(scenario.reasons == [.different])
            #expect(try scenario.tree.snapshot() == before)
        }
    }

    @Test("A plan in which every copy goes is refused, whoever wrote it")
    func everyCopy() throws {
        let scenario = try Scenario(.delete) { tree in
            for name in ["t/a", "t/b", "t/c"] { try tree.write("same", name) }
        }
        var other = scenario.plan.actions[0]
        (other.number, other.victim, other.keeper) = (3, other.keeper, other.victim)
        scenario.plan.actions.append(other)
        let before = try scenario.tree.snapshot()
        #expect(throws: (any Error).self) { try scenario.apply() }
        #expect(try scenario.tree.snapshot() == before)
    }

    @Test("A kept tree is refused at the moment of action too")
    func kept() throws {
        let scenario = try Scenario(.delete, make: writePair)
        scenario.plan.protected = [Array(scenario.tree.path("t/b").utf8)]
        let before = try scenario.tree.snapshot()
        #expect(throws: (any Error).self) { try scenario.apply() }
        #expect(try scenario.tree.snapshot() == before)
    }

    @Test("A program writes to the file or to the copy")
    func writers() throws {
        for name in ["t/a/keep", "t/b/copy"] {
            // In memory a kernel may not tell of writers.
            let scenario = try Scenario(.delete, in: Tree.disk, make: writePair)
            let writer = open(scenario.tree.path(name), O_WRONLY)
            try #require(writer >= 0)
            let report = try scenario.apply()
            close(writer)
            #expect(report.done == 0 && scenario.reasons == [.busy], "\(name)")
            #expect(try scenario.apply().done == 1)
        }
    }

    @Test("Something else has the name of the quarantine")
    func quarantineTaken() throws {
        try skips(.quarantineTaken) { tree in
            try tree.write("a file of that name", "t/.tieout-quarantine")
            tree.setAge("t", 3000)
        }
        try skips(.quarantineTaken) { tree in
            try tree.write("x", "elsewhere/x")
            try tree.symlink("t/.tieout-quarantine", to: "../elsewhere")
            tree.setAge("t", 3000)
        }
        try skips(.nameTaken) { tree in
            try tree.write("not ours", "t/.tieout-quarantine/batch-1/b/copy")
            for name in ["t/.tieout-quarantine/batch-1/b", "t"] { tree.setAge(name, 3000) }
        }
    }

    @Test(
        "Undo overwrites nothing: a new file at the name stays, the old one stays aside, and comes back later"
    )
    func undoOverNew() throws {
        for kind in [ActionKind.quarantine, .hardlink, .symlink] {
            let scenario = try Scenario(kind, make: writePair)
            let before = try scenario.tree.snapshot()
            try scenario.apply()
            if kind != .quarantine { try scenario.tree.remove("t/b/copy") }
            try scenario.tree.write("new", "t/b/copy")
            #expect(try scenario.undo().done == 0)
            #expect(scenario.reasons == [.nameTaken])
            #expect(scenario.tree.text("t/b/copy") == "new")
            #expect(scenario.tree.aside().count == 1)
            try scenario.tree.move("t/b/copy", to: "new")
            #expect(try scenario.undo().done == 1, "\(scenario.reasons)")
            try scenario.tree.remove("new")
            scenario.tree.setAge("t/b", 2000)
            // In the folder around it a file has come and gone.
            #expect(try scenario.tree.snapshot().filter { $0.key != "" } == before.filter { $0.key != "" })
        }
    }

    @Test("Undo without the folder, without the quarantine, with a changed file")
    func undoInRuins() throws {
        let scenario = try Scenario(.quarantine, make: writePair)
        try scenario.apply()
        try scenario.tree.move("t/b", to: "t/elsewhere")
        #expect(try scenario.undo().done == 0)
        #expect(scenario.reasons == [.directoryGone])
        try scenario.tree.move("t/elsewhere", to: "t/b")
        #expect(try scenario.undo().done == 1)

        let emptied = try Scenario(.quarantine, make: writePair)
        try emptied.apply()
        try emptied.tree.remove("t/.tieout-quarantine")
        #expect(try emptied.undo().done == 0)
        #expect(emptied.reasons == [.gone])

        let changed = try Scenario(.hardlink, make: writePair)
        try changed.apply()
        try changed.tree.write("changed aside", "t/.tieout-quarantine/batch-1/b/copy")
        let contents = try changed.tree.contents()
        #expect(try changed.undo().done == 0)
        #expect(changed.reasons == [.changedAside])
        #expect(try changed.tree.contents() == contents)
    }

    @Test("Edits after hard-linking survive undo, also where the copy has gone since")
    func editsAfterLinking() throws {
        let scenario = try Scenario(.hardlink, make: writePair)
        try scenario.apply()
        // In place: both names show it.
        let writer = try FileHandle(forWritingTo: URL(fileURLWithPath: scenario.tree.path("t/b/copy")))
        try writer.write(contentsOf: Data("EDIT".utf8))
        try writer.close()
        try scenario.tree.remove("t/a/keep")
        let contents = try scenario.tree.contents()
        #expect(contents == ["EDIT", "same", "other"])
        #expect(try scenario.undo().done == 0)
        #expect(scenario.reasons == [.lastName])
        #expect(try scenario.tree.contents() == contents)
    }

    @Test("Two mounts that show one file are told by its number and times")
    func aliases() {
        let file = FileFacts(
            device: 1, inode: 7, size: 4, allocated: 4096, modified: 5, changed: 6, mode: 0o100644, links: 1,
            owner: 0, group: 0)
        var other = file
        #expect(file.isOneFile(with: other))
        other.changed = 9
        #expect(file.isOneFile(with: other), "the same inode is the same file, whatever else")
        (other.device, other.changed) = (2, 6)
        #expect(file.isOneFile(with: other), "seen over another mount")
        other.changed = 9
        #expect(!file.isOneFile(with: other), "the numbers are alike by chance")
        (other.inode, other.changed) = (8, 6)
        #expect(!file.isOneFile(with: other))
    }

    @Test(
        "Between looking and acting: another file at the name, the copy gone, a write",
        arguments: movingKinds,
        [true, false])
    func races(kind: ActionKind, hasFlags: Bool) throws {
        let counter = FaultyCalls(hasFlags: hasFlags)
        let first = try Scenario(kind, make: writePair)
        try first.apply(counter)
        let swaps: [@Sendable (Tree) throws -> Void] = [
            { tree in
                rename(tree.path("t/b/copy"), tree.path("t/b/saved"))
                try tree.write("newer", "t/b/copy")
            },
            { tree in
                try tree.write("newest", "t/x")
                rename(tree.path("t/x"), tree.path("t/b/copy"))
            },
            { tree in rename(tree.path("t/a/keep"), tree.path("t/a/kept")) },
            { tree in
                rename(tree.path("t/b"), tree.path("t/c"))
                symlink("c", tree.path("t/b"))
            },
        ]
        for (which, swap) in swaps.enumerated() {
            for at in stride(from: 1 + which, to: counter.count + 1, by: 3) {
                let scenario = try Scenario(kind, make: writePair)
                let tree = scenario.tree
                let calls = FaultyCalls(before: at, hasFlags: hasFlags) { try swap(tree) }
                _ = try scenario.apply(calls)
                let contents = try tree.contents()
                #expect(contents.isSuperset(of: ["same", "other"]), "\(kind), race \(which) at call \(at)")
                if which == 0 { #expect(contents.contains("newer"), "\(kind) at call \(at)") }
                if which == 1 { #expect(contents.contains("newest"), "\(kind) at call \(at)") }
                try scenario.undo()
                #expect(try tree.contents() == contents, "\(kind), race \(which) at call \(at), undone")
            }
        }
    }

    @Test("What a program has open for writing in the quarantine is not purged")
    func writerAside() throws {
        // A file system in memory may not tell of writers.
        let scenario = try Scenario(.quarantine, in: Tree.disk, make: writePair)
        try scenario.apply()
        let aside = try #require(scenario.tree.aside().first)
        let writer = try #require(FileHandle(forUpdatingAtPath: scenario.tree.path(aside)))
        defer { try? writer.close() }
        #expect(try scenario.purge().done == 0)
        #expect(scenario.reasons == [.busy])
        #expect(scenario.tree.text(aside) == "same")
    }

    @Test("What was edited in the quarantine stays there when the rest comes back")
    func editedAside() throws {
        let scenario = try Scenario(.quarantine, make: writePair)
        try scenario.apply()
        let aside = try #require(scenario.tree.aside().first)
        try scenario.tree.write("same, and more", aside)
        #expect(try scenario.undo().done == 0)
        #expect(scenario.tree.text(aside) == "same, and more")
        #expect(scenario.tree.text("t/b/copy") == nil)
    }

    @Test("Two files that only have the same number on two file systems are not one that was moved by half")
    func sameNumberElsewhere() throws {
        let scenario = try Scenario(.quarantine, make: writePair)
        try scenario.apply()
        let entry = try #require(scenario.journal.standing.first)
        let files = OpenFiles(SystemCalls())
        let site = try entry.site(files)
        // The directory is on another file system now, and another file in it has the number.
        try scenario.tree.write("another", "t/b/copy")
        let inode = entry.action.victim.facts.inode
        let calls = FaultyCalls(pretending: { directory, name, found in
            guard directory == site.place.directory else { return found }
            var found = found
            found.device &+= 1
            if name != nil { found.inode = inode }
            return found
        })
        #expect(throws: Skip(.nameTaken)) {
            try Settling(calls: calls, entry: entry, site: site).settle()
        }
        #expect(scenario.tree.aside().count == 1)
        #expect(scenario.tree.text("t/b/copy") == "another")
        withExtendedLifetime(files) {}
    }

    @Test("What is saved at the name while a file comes back is not removed", arguments: [true, false])
    func savedWhileComingBack(hasFlags: Bool) throws {
        let counter = FaultyCalls(hasFlags: hasFlags)
        let first = try Scenario(.quarantine, make: writePair)
        try first.apply()
        try first.undo(counter)
        for at in 1...counter.count {
            let scenario = try Scenario(.quarantine, make: writePair)
            let tree = scenario.tree
            try scenario.apply()
            try scenario.undo(
                FaultyCalls(before: at, hasFlags: hasFlags) {
                    try tree.write("saved", "t/x")
                    rename(tree.path("t/x"), tree.path("t/b/copy"))
                })
            #expect(try tree.contents().isSuperset(of: ["same", "other", "saved"]), "call \(at)")
        }
    }
}
