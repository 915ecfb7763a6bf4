import FileActions
import FileRecords
import Foundation
import Testing

@Suite("Plans are carried out and taken back")
struct ApplyTests {
    @Test("What each kind leaves, and that undo brings all back", arguments: movingKinds)
    func kinds(kind: ActionKind) throws {
        let scenario = try Scenario(kind, make: writePair)
        let tree = scenario.tree
        let before = try tree.snapshot()
        let contents = try tree.contents()
        let copy = try #require(tree.inode("t/b/copy"))
        let report = try scenario.apply()
        #expect(report.done == 1 && report.skipped.isEmpty)
        #expect(try tree.contents() == contents)
        switch kind {
        case .quarantine:
            #expect(tree.inode("t/b/copy") == nil)
            #expect(tree.aside() == ["t/.tieout-quarantine/batch-1/b/copy"])
        case .delete:
            #expect(tree.inode("t/b/copy") == nil && tree.aside().isEmpty)
        case .hardlink:
            #expect(tree.inode("t/b/copy") == tree.inode("t/a/keep"))
            #expect(tree.inode("t/.tieout-quarantine/batch-1/b/copy") == copy)
        case .symlink:
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: tree.path("t/b/copy"))
                    == tree.path("t/a/keep"))
        case .reflink: break
        }
        if kind.keepsName { #expect(try tree.snapshot()["t/b"] == before["t/b"], "time of the directory") }
        #expect(try tree.snapshot()["t"] == before["t"], "time of the root")

        let undone = try scenario.undo()
        if kind == .delete {
            #expect(undone.done == 0 && undone.skipped.isEmpty == false)
            #expect(scenario.reasons == [.forGood])
        } else {
            #expect(undone.done == 1 && undone.skipped.isEmpty)
            #expect(try tree.snapshot() == before)
            #expect(tree.inode("t/b/copy") == copy)
        }
        #expect(tree.aside().isEmpty)
        // And once more there is nothing to do.
        #expect(try scenario.undo().done == 0)
    }

    @Test("Without swaps and safe renames it goes by links", arguments: movingKinds)
    func withoutFlags(kind: ActionKind) throws {
        let scenario = try Scenario(kind, make: writePair)
        let before = try scenario.tree.snapshot()
        #expect(try scenario.apply(FaultyCalls(hasFlags: false)).done == 1)
        if kind == .delete { return }
        #expect(try scenario.undo(FaultyCalls(hasFlags: false)).done == 1)
        #expect(try scenario.tree.snapshot() == before)
    }

    @Test("A dry run says the same and changes nothing", arguments: movingKinds)
    func dryRun(kind: ActionKind) throws {
        let scenario = try Scenario(kind, make: writePair)
        let before = try scenario.tree.snapshot()
        #expect(try scenario.apply(isDryRun: true).done == 1)
        #expect(try scenario.tree.snapshot() == before)
        #expect(scenario.journal.entries.isEmpty && scenario.journal.passed.isEmpty)
        let told = scenario.events.map(\.action)
        let place = scenario.events.first?.aside?.path.split(separator: 47).last
        try scenario.apply()
        #expect(scenario.events.map(\.action) == told)
        #expect(scenario.events.first?.aside?.path.split(separator: 47).last == place)
    }

    @Test("All names of a file go together, one step each, and its changed ctime is no change")
    func namesOfOneFile() throws {
        for kind in movingKinds {
            let scenario = try Scenario(kind) { tree in
                try tree.write("same", "t/a")
                try tree.write("same", "t/b1")
                try tree.link("t/b2", to: "t/b1")
                try tree.link("t/b3", to: "t/b1")
                try tree.write("same", "t/c")
            }
            let before = try scenario.tree.snapshot()
            // Hard links join the larger set of names, so that fewest change.
            let steps = kind == .hardlink ? 2 : 4
            #expect(scenario.plan.actions.count == steps)
            let report = try scenario.apply()
            #expect(report.done == steps, "\(kind): \(scenario.reasons)")
            if kind == .delete { continue }
            #expect(try scenario.undo().done == steps)
            #expect(try scenario.tree.snapshot() == before)
        }
    }

    @Test("Links within one tree can be relative, and lead to the copy")
    func relative() throws {
        let scenario = try Scenario(.symlink, options: { options, _ in options.relativeLinks = true }) {
            tree in
            try tree.write("same", "t/a/x/keep")
            try tree.write("same", "t/a/y/z/copy")
            try tree.write("same", "t/top")
        }
        try scenario.apply()
        let target = { try FileManager.default.destinationOfSymbolicLink(atPath: scenario.tree.path($0)) }
        #expect(try target("t/a/y/z/copy") == "../../x/keep")
        #expect(try target("t/top") == "a/x/keep")
        #expect(scenario.tree.text("t/a/y/z/copy") == "same")
        #expect(try scenario.undo().done == 2)
    }

    @Test("Names of every byte")
    func everyByte() throws {
        for kind in movingKinds {
            let scenario = try Scenario(kind) { tree in
                try tree.write("same", "t/0/keep")
                for byte in UInt8(1)...255 where byte != UInt8(ascii: "/") {
                    let path = Array(tree.path("t/").utf8) + [0x78, byte]
                    let opened = (path + [0]).withUnsafeBytes {
                        open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_EXCL | O_WRONLY, 0o644)
                    }
                    try #require(opened >= 0)
                    #expect(write(opened, "same", 4) == 4)
                    close(opened)
                }
            }
            let root = Array(scenario.tree.path("t").utf8)
            let before = try names(in: root)
            #expect(before.count == 255)
            #expect(try scenario.apply().done == 254, "\(kind): \(scenario.reasons)")
            if kind == .quarantine || kind == .delete { #expect(try names(in: root).count <= 2) }
            if kind == .delete { continue }
            #expect(try scenario.undo().done == 254)
            #expect(try names(in: root) == before)
        }
    }

    @Test("Purge removes what lies aside if the copy is still the same, and nothing else")
    func purge() throws {
        for kind in [ActionKind.quarantine, .hardlink, .symlink] {
            let scenario = try Scenario(kind) { tree in
                try tree.write("one", "t/a/1")
                try tree.write("one", "t/b/1")
                try tree.write("two", "t/a/2")
                try tree.write("two", "t/b/2")
                try tree.write("six", "t/a/3")
                try tree.write("six", "t/b/3")
            }
            #expect(try scenario.apply().done == 3)
            let contents = try scenario.tree.contents()
            try scenario.tree.write("TWO", "t/a/2")
            try scenario.tree.remove("t/a/3")
            let report = try scenario.purge()
            #expect(report.done == 1)
            #expect(Set(scenario.reasons) == [.keeperChanged, .keeperVanished])
            #expect(scenario.tree.aside().count == 2)
            #expect(try contents.isSubset(of: scenario.tree.contents()))
            #expect(try scenario.purge().done == 0, "what is purged is not undone or purged again")
        }
    }
}
