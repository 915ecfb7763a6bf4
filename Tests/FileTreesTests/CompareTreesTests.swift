import FileRecords
import TestSupport
import Testing

@testable import FileTrees

@Suite("Tree against tree")
struct CompareTreesTests {
    private func said(_ left: [String: Planted], _ right: [String: Planted]) -> [String] {
        sentences(compare(PlantedTree(left), PlantedTree(right, root: "/other")))
    }

    @Test("each kind of difference is told by its name")
    func kinds() {
        let left: [String: Planted] = [
            "a": .file("one"), "b": .file("two"), "c/d": .file("three"), "e": .file("four"), "f": .link("a"),
            "g": .file(""), "h": .folder, "i": .file("five"), "j": .file("five"), "k": .link("x"), "p": .pipe,
        ]
        let right: [String: Planted] = [
            "a": .file("one"), "b": .file("2"), "d": .file("three"), "f": .file("six"), "g": .file(""),
            "i": .file("five"), "k": .link("y"), "l": .file("one"), "m": .file("new"), "n": .folder,
            "p": .pipe,
        ]
        #expect(
            said(left, right) == [
                "same a", "modified b !", "moved c/d -> d", "onlyLeft e !", "typeChanged f !", "same g",
                "onlyLeft h", "same i", "copyLeft j", "modified k !", "copyRight l", "onlyRight m",
                "onlyRight n", "same p",
            ])
    }

    @Test("two files that changed places are both moved")
    func swapped() {
        #expect(
            said(["a": .file("1"), "b": .file("2")], ["a": .file("2"), "b": .file("1")])
                == ["moved a -> b", "moved b -> a"])
    }

    @Test("a missing file is not masked by a twin that stands elsewhere on its own side")
    func notMasked() {
        // x and its twin on the left; neither is on the right.
        #expect(
            said(["x": .file("1"), "twin": .file("1"), "k": .file("2")], ["k": .file("2")])
                == ["same k", "onlyLeft twin !", "onlyLeft x !"])
    }

    @Test("an extra copy is no missing file")
    func extraCopies() {
        let result = compare(
            PlantedTree(["x": .file("1"), "y": .file("1")]), PlantedTree(["x": .file("1")]))
        #expect(sentences(result) == ["same x", "copyLeft y"])
        let counts = result.comparison.counts(result.left, result.right)
        #expect(counts.missing.entries == 0 && counts.missingCopies.entries == 1)
        #expect(
            said(["x": .file("1")], ["x": .file("1"), "y": .file("1")]) == ["same x", "copyRight y"])
    }

    @Test("what is there is never reported as not found, whatever its name")
    func presentIsFound() {
        #expect(said(["a/b/c": .file("1")], ["z": .file("1")]) == ["moved a/b/c -> z"])
        #expect(
            said(["a": .file("1"), "b": .file("2")], ["a": .file("3"), "c": .file("1"), "b": .file("2")])
                == ["moved a -> c", "onlyRight a", "same b"])
    }

    @Test("moved files go to the same name, then to the nearest folder")
    func nearest() {
        #expect(
            said(
                ["old/x/1": .file("c"), "old/y/1": .file("c"), "old/y/2": .file("c")],
                ["new/y/1": .file("c"), "new/x/1": .file("c"), "new/z/9": .file("c")])
                == ["moved old/x/1 -> new/x/1", "moved old/y/1 -> new/y/1", "moved old/y/2 -> new/z/9"])
    }

    @Test("a folder instead of a file, and what lies in it")
    func typeChange() {
        #expect(
            said(["a": .file("1"), "b/c": .file("2")], ["a/d": .file("1"), "b": .file("2")])
                == ["moved a -> a/d", "moved b/c -> b"])
        #expect(said(["a": .file("1")], ["a/d": .file("2")]) == ["typeChanged a !", "onlyRight a/d"])
    }

    @Test("a link is not the file that holds its target's text")
    func linksAreNoFiles() {
        #expect(said(["a": .link("x")], ["a": .file("x")]) == ["typeChanged a !"])
        #expect(said(["a": .link("x")], ["b": .link("x")]) == ["moved a -> b"])
    }

    @Test("the roots may be empty")
    func empty() {
        #expect(said([:], [:]) == [])
        #expect(said([:], ["a": .file("1")]) == ["onlyRight a"])
        #expect(said(["a": .folder], [:]) == ["onlyLeft a"])
    }

    @Test("what could not be read is not proven, unless no file of its size is there")
    func unreadable() {
        let left = PlantedTree(["a": .file("12"), "b": .file("123")]) { $0 == "a" ? .unreadable : .whole }
        #expect(
            sentences(compare(left, PlantedTree(["a": .file("xy")])))
                == ["unproven a ! (unreadable)", "onlyLeft b !"])
        #expect(
            sentences(compare(left, PlantedTree(["c": .file("x")])))
                == ["onlyLeft a !", "onlyLeft b !", "onlyRight c"])
        #expect(
            sentences(compare(PlantedTree(["a": .file("xy")]), left))
                == ["unproven a ! (counterparts)", "onlyRight b"])
    }

    @Test("ends that differ prove a difference without a hash of the whole")
    func ends() {
        let left = PlantedTree(["a": .file("1..2")]) { _ in .ends }
        let right = { (text: String) in PlantedTree(["b": .file(text)]) { _ in .ends } }
        #expect(sentences(compare(left, right("1xx3"))) == ["onlyLeft a !", "onlyRight b"])
        #expect(
            sentences(compare(left, right("1xx2")))
                == ["unproven a ! (notHashed)", "unproven b (notHashed)"])
    }

    @Test("a directory that could not be read is missing what may lie in it")
    func unreadDirectory() {
        let left = PlantedTree(["a/b": .file("1"), "c": .folder])
        let number = left.directories["c"] ?? 0
        #expect(
            sentences(
                compare(left, PlantedTree(["a/b": .file("1"), "c/x": .file("2")]), unread: ([number], [])))
                == ["same a/b", "unproven c ! (unread)", "onlyRight c/x"])
        #expect(
            sentences(compare(left, PlantedTree(["a/b": .file("1")]), unread: ([0], [])))
                == ["unproven  ! (unread)", "same a/b", "onlyLeft c"])
    }

    @Test("more places than are weighed are paired by name")
    func manyPlaces() {
        var left: [String: Planted] = [:]
        var right: [String: Planted] = [:]
        for number in 0..<100 {
            left["l/\(number)"] = .file("same")
            right["r/\(number + 20)"] = .file("same")
        }
        let result = compare(PlantedTree(left), PlantedTree(right))
        #expect(result.comparison.contentsPairedByOrder == 1)
        let rows = sentences(result)
        #expect(rows.count == 100 && rows.allSatisfy { $0.hasPrefix("moved") })
        for number in 20..<100 { #expect(rows.contains("moved l/\(number) -> r/\(number)")) }
    }

    @Test("attributes are compared on demand")
    func attributes() {
        let (left, right) = (PlantedTree(["a": .file("1")]), PlantedTree(["b": .file("1")]))
        var other = FileTable()
        _ = other.addRoot(path: Array("/o".utf8), facts: right.table.directories[0].facts)
        var facts = right.table.files[0].facts
        facts.mode = 0o100755
        facts.modified = 7
        other.addFile(name: Array("b".utf8), in: 0, facts: facts)
        let numbers = ContentNumbers.together(left.table, left.evidence, other, right.evidence)
        let sides = [(left.table, numbers.left, left.evidence), (other, numbers.right, right.evidence)].map {
            TreeContents(table: $0, root: 0, numbers: $1, evidence: $2)
        }
        for asked: FileAttributes in [[], .mode, .owner, .modified, [.mode, .owner, .modified]] {
            let rows = compareTrees(sides[0], sides[1], isDecided: false, attributes: asked).rows
            #expect(rows.map(\.attributes) == [asked.subtracting(.owner)])
        }
    }

    @Test("seeded trees give what obvious multiset logic gives", arguments: 0..<400)
    func random(seed: UInt64) {
        var generator = Seeded(seed)
        let left = randomEntries(&generator)
        let right = Bool.random(using: &generator) ? randomEntries(&generator) : changed(left, &generator)
        let result = compare(PlantedTree(left), PlantedTree(right))
        #expect(sentences(result).sorted() == referenceComparison(left, right).sorted(), "seed \(seed)")
    }

    @Test("with gaps in what is known nothing false is said", arguments: 0..<300)
    func randomGaps(seed: UInt64) {
        var generator = Seeded(seed)
        let left = randomEntries(&generator)
        let right = changed(left, &generator)
        func knowledge() -> (String) -> PlantedTree.Knowledge {
            let paths = left.merging(right) { $1 }.keys.sorted()
            let known = Dictionary(
                uniqueKeysWithValues: paths.map {
                    ($0, PlantedTree.Knowledge.allCases.randomElement(using: &generator) ?? .whole)
                })
            return { known[$0] ?? .whole }
        }
        let result = compare(PlantedTree(left, known: knowledge()), PlantedTree(right, known: knowledge()))
        let onRight = Set(right.values.compactMap(\.content))
        var seen: [String] = []
        for row in result.comparison.rows {
            let leftPath = row.left.map { String(decoding: result.left.path($0), as: UTF8.self) }
            let rightPath = row.right.map { String(decoding: result.right.path($0), as: UTF8.self) }
            if let leftPath { seen.append(leftPath) }
            let content = leftPath.flatMap { left[$0]?.content }
            if row.kind == .same || row.kind == .moved {
                #expect(left[leftPath ?? ""]?.content == right[rightPath ?? ""]?.content, "seed \(seed)")
            }
            if let content {
                if !row.isMissing { #expect(onRight.contains(content), "seed \(seed)") }
                if row.isMissing && row.doubt == .none { #expect(!onRight.contains(content), "seed \(seed)") }
            }
        }
        #expect(Set(seen).count == seen.count)
        #expect(
            seen.filter { left[$0] != .folder && left[$0] != nil }.count
                == left.values.filter { $0 != .folder }.count)
    }
}
