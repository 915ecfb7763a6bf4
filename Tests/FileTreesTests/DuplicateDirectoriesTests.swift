import FileRecords
import TestSupport
import Testing

@testable import FileTrees

@Suite("Directories that hold the same")
struct DuplicateDirectoriesTests {
    private func found(_ entries: [String: Planted], unread: [String] = []) -> [String] {
        let tree = PlantedTree(entries)
        let findings = duplicateDirectories(
            tree.table, numbers: ContentNumbers(tree.table, evidence: tree.evidence, groups: tree.groups),
            unread: Set(unread.compactMap { tree.directories[$0] }))
        return findings.overlaps.map { overlap in
            let names = [overlap.left, overlap.right].map { side in
                tree.directories.first { $0.value == side.directory }?.key ?? "?"
            }
            let (l, r) = (overlap.left, overlap.right)
            return "\(overlap.relation) \(names[0]) \(l.sharedFiles)/\(l.files) "
                + "\(names[1]) \(r.sharedFiles)/\(r.files)"
        }
    }

    @Test("only the topmost of equal directories are reported")
    func topmost() {
        let below: [String: Planted] = [
            "x/1": .file("one"), "x/y/2": .file("two"), "z": .file(""), "l": .link("t"), "e": .folder,
        ]
        var entries: [String: Planted] = ["other/1": .file("three")]
        for (path, planted) in below {
            for folder in ["a", "b", "c/d"] { entries["\(folder)/\(path)"] = planted }
        }
        #expect(found(entries) == ["same a 2/2 b 2/2", "same a 2/2 c/d 2/2"])
        // One more copy of a part is one more pair.
        entries["p/1"] = .file("one")
        entries["p/y/2"] = .file("two")
        #expect(found(entries).contains("same a/x 2/2 p 2/2"))
        #expect(found(entries).count == 3)
    }

    @Test(
        "a name, a link, an empty file or folder more is a difference",
        arguments: [
            "n": Planted.file("one"), "l": .link("t"), "e": .file(""), "f": .folder,
        ])
    func exact(name: String, planted: Planted) {
        let entries: [String: Planted] = ["a/1": .file("one"), "b/1": .file("one")]
        #expect(found(entries) == ["same a 1/1 b 1/1"])
        var more = entries
        more["b/\(name)"] = planted
        #expect(!found(more).contains { $0.hasPrefix("same ") })
    }

    @Test("a directory whose entries are not all known is the same as none and contained in none")
    func unread() {
        let entries: [String: Planted] = [
            "a/1": .file("one"), "b/1": .file("one"), "a/c": .folder, "b/c": .folder,
        ]
        #expect(found(entries) == ["same a 1/1 b 1/1"])
        #expect(found(entries, unread: ["a/c", "b/c"]) == [])
        #expect(found(entries, unread: ["a"]) == ["contained b 1/1 a 1/1"])
    }

    @Test("a contained directory goes to the smallest that has it all")
    func contained() {
        #expect(
            found([
                "a/1": .file("one"), "a/2": .file("two"), "b/c/other": .file("two"), "b/d": .file("one"),
                "b/more": .file("more"), "rest": .file("rest"),
            ]) == ["contained a 2/2 b 2/3", "contained b/c 1/1 a 1/2"])
        // Scattered so that only the root has it all: it is in no directory beside it.
        #expect(
            found(["a/1": .file("one"), "a/2": .file("two"), "b/1": .file("one"), "c/2": .file("two")])
                == ["contained b 1/1 a 1/2", "contained c 1/1 a 1/2"])
    }

    @Test("the same contents under other names are no difference of contents")
    func sameContents() {
        #expect(
            found(["a/1": .file("one"), "a/2": .file("two"), "b/x": .file("two"), "b/y/z": .file("one")])
                == ["sameContents a 2/2 b 2/2"])
    }

    @Test("overlapping directories are found, with what is shared of both")
    func overlapping() {
        var entries: [String: Planted] = [:]
        for number in 0..<10 {
            if number != 3 { entries["a/\(number)"] = .file("content \(number)") }
            if number != 7 { entries["b/deep/\(number)"] = .file("content \(number)") }
        }
        #expect(found(entries) == ["overlapping a 8/9 b/deep 8/9"])
    }

    @Test("files that could not be read are shared with nobody")
    func unreadable() {
        let tree = PlantedTree(["a/1": .file("one"), "b/1": .file("one")]) { _ in .unreadable }
        let numbers = ContentNumbers(tree.table, evidence: tree.evidence, groups: tree.groups)
        #expect(duplicateDirectories(tree.table, numbers: numbers).overlaps.isEmpty)
    }

    @Test("a content in thousands of places costs no more than it has places")
    func common() {
        var entries: [String: Planted] = [:]
        for number in 0..<5000 {
            entries["d\(number)/licence"] = .file("the same")
            entries["d\(number)/own"] = .file("\(number)")
        }
        let tree = PlantedTree(entries)
        let findings = duplicateDirectories(
            tree.table, numbers: ContentNumbers(tree.table, evidence: tree.evidence, groups: tree.groups))
        #expect(findings.overlaps.isEmpty && findings.contentsTooCommon == 1)
        #expect(findings.directoriesNotSearched == 0)
    }

    @Test("what the search gives up is counted")
    func givenUp() {
        var entries: [String: Planted] = [:]
        for number in 0..<200 {
            entries["d\(number)/a"] = .file("a")
            entries["d\(number)/\(number)"] = .file("b")
            entries["e/\(number)/a"] = .file("a")
            entries["e/\(number)/c\(number)"] = .file("c")
        }
        let tree = PlantedTree(entries)
        let findings = duplicateDirectories(
            tree.table, numbers: ContentNumbers(tree.table, evidence: tree.evidence, groups: tree.groups))
        #expect(findings.directoriesNotSearched > 0 && findings.contentsTooCommon == 3)
    }

    @Test("seeded trees: equal and contained directories as by comparing every pair", arguments: 0..<60)
    func random(seed: UInt64) {
        var generator = Seeded(seed)
        var entries = randomEntries(&generator)
        for folder in ["p", "q", "r"] where Bool.random(using: &generator) {
            for (path, planted) in changedABit(randomEntries(&generator), entries, &generator) {
                entries["\(folder)/\(path)"] = planted
            }
        }
        let tree = PlantedTree(entries)
        let findings = duplicateDirectories(
            tree.table, numbers: ContentNumbers(tree.table, evidence: tree.evidence, groups: tree.groups))
        DirectoryReference(entries, tree).check(findings, "seed \(seed)")
    }

    private func changedABit(
        _ other: [String: Planted], _ entries: [String: Planted], _ generator: inout Seeded
    ) -> [String: Planted] {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: other
        case 1: changed(entries, &generator)
        default: entries
        }
    }
}
