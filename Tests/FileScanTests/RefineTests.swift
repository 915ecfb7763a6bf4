import FileRecords
import FileScan
import Glibc
import Records
import TestSupport
import Testing

@Suite struct RefineTests {
    @Test(arguments: 1...3)
    func groupsAreThoseOfReadingEverything(seed: Int) throws {
        let tree = try oddTree(seed: UInt64(seed), files: 150)
        let table = try tree.walk().table
        let expected = referenceGroups(table)
        #expect(expected.count > 15)
        for (threads, verify, all) in [
            (1, false, false), (1, true, false), (2, false, true), (2, true, true), (7, false, false),
            (7, true, false),
        ] {
            let refined = try refine(table) {
                $0.threads = threads
                $0.verify = verify
                $0.hashAll = all
            }
            let what = "seed \(seed), \(threads) threads, verify \(verify), all \(all)"
            #expect(refined.contents.groups.all == expected, "\(what)")
            #expect(refined.contents.faults.isEmpty && refined.contents.isComplete, "\(what)")
            try check(refined, table, all: all, what)
        }
    }

    /// Evidence is what it says: of the whole, or of so many first bytes.
    private func check(_ refined: Refined, _ table: FileTable, all: Bool, _ what: String) throws {
        for (number, file) in table.files.enumerated() {
            let evidence = refined.evidence[number]
            let path = table.path(ofFile: number)
            switch file.facts.type {
            case .regular:
                guard evidence.covered >= 0 else {
                    #expect(!all, "\(what)")
                    continue
                }
                let content = try #require(contents(of: path))
                #expect(evidence.prefix == xxh3Wide(content, Int(evidence.covered)), "\(what)")
                if all { #expect(evidence.covered == file.facts.size, "\(what)") }
            case .symbolicLink:
                #expect(evidence.covered == file.facts.size, "\(what)")
            default: #expect(evidence.origin == .none, "\(what)")
            }
            if evidence.origin != .none { #expect(refined.kept.contains(UInt32(number)), "\(what)") }
        }
    }

    @Test func whatIsRememberedIsNotReadAgain() throws {
        let tree = try oddTree(seed: 11, files: 200)
        let table = try tree.walk().table
        let expected = referenceGroups(table)
        let first = try refine(table)
        let second = try refine(table, knowing: first.remembered) { $0.scan = 2 }
        #expect(second.contents.groups.all == expected)
        #expect(second.bytesRead == 0)
        #expect(second.kept.isEmpty)
        // Half of it is known, from another scan.
        for seed in 1...4 {
            var random = Seeded(UInt64(seed))
            let half = first.remembered.map { Bool.random(using: &random) ? $0 : ContentEvidence() }
            for verify in [false, true] {
                let third = try refine(table, knowing: half) {
                    $0.scan = 2
                    $0.verify = verify
                    $0.threads = 2
                }
                #expect(third.contents.groups.all == expected, "seed \(seed), verify \(verify)")
            }
        }
    }

    /// What two scans found of different parts says nothing of the parts together.
    @Test func evidenceOfTwoScansIsNotMixedUp() throws {
        let tree = try oddTree(seed: 12, files: 200)
        let table = try tree.walk().table
        var known: [ContentEvidence] = Array(repeating: ContentEvidence(), count: table.files.count)
        for part in 0..<2 {
            let numbers = table.files.indices.filter { $0 % 2 == part }
            let half = FileTable(
                directories: table.directories, files: numbers.map { table.files[$0] }, names: table.names)
            let refined = try refine(half) { $0.scan = UInt32(part + 1) }
            for (number, evidence) in zip(numbers, refined.remembered) { known[number] = evidence }
        }
        #expect(
            try refine(table, knowing: known) { $0.scan = 3 }.contents.groups.all == referenceGroups(table))
    }

    @Test(arguments: [1, 3])
    func aLargeClassIsHashedOneByOne(threads: Int) throws {
        let tree = try TestTree()
        for number in 0..<150 {
            var content = [UInt8](repeating: 0, count: 70_000)
            content[35_000] = UInt8(number % 50)
            tree.write("\(number)", content)
        }
        let table = try tree.walk().table
        for verify in [false, true] {
            let refined = try refine(table) {
                $0.threads = threads
                $0.verify = verify
            }
            #expect(refined.contents.groups.all == referenceGroups(table))
            #expect(refined.contents.groups.count == 50)
        }
    }

    @Test func onlyWhatIsInCommonIsRead() throws {
        let tree = try TestTree()
        var content = [UInt8](repeating: 7, count: 8 << 20)
        tree.write("a", content)
        content[100_000] = 8
        tree.write("b", content)
        content[5000] = 9
        tree.write("c", content)
        let refined = try refine(tree.walk().table)
        #expect(refined.contents.groups.count == 0)
        #expect(refined.bytesRead < 1 << 20)
        #expect(refined.evidence.allSatisfy { $0.whole(size: 8 << 20) == nil && $0.comparedIn == 1 })
    }

    @Test func stepsTellWhatIsLeft() throws {
        let tree = try TestTree()
        for (name, content) in [("a", 1), ("b", 1), ("c", 2)] {
            tree.write(name, [UInt8](repeating: UInt8(content), count: 10))
        }
        tree.link("a", "a2")
        tree.write("d", [1, 2])
        tree.link("d", "d2")
        let steps = try refine(tree.walk().table).contents.steps
        #expect(
            steps == [
                RefineStep(name: "size", files: 6, bytes: 44, bytesRead: 0),
                RefineStep(name: "identity", files: 4, bytes: 30, bytesRead: 0),
                RefineStep(name: "ends", files: 3, bytes: 20, bytesRead: 30),
            ])
    }

    @Test func hashesAreThoseOfTheLibrarysTool() throws {
        let tree = try TestTree()
        tree.write("a", Array("tieout".utf8))
        tree.write("b", Array("tieout".utf8))
        tree.write("empty", [])
        tree.symlink("tieout", "link")
        let evidence = try refine(tree.walk().table).evidence
        // `printf '' | xxhsum -H128`; the hash of nothing is in the specification of xxHash.
        #expect(
            evidence[2].whole(size: 0) == Hash128(high: 0x99aa_06d3_0147_98d8, low: 0x6001_c324_468d_497f))
        #expect(evidence[3].whole(size: 6) == evidence[0].whole(size: 6))
    }

    @Test func aFileDeeperThanAPathMayBeIsRead() throws {
        let tree = try TestTree()
        _ = tree.writeDeep([1, 2, 3])
        tree.write("twin", [1, 2, 3])
        let refined = try refine(tree.walk().table)
        #expect(refined.contents.groups.all == [[0, 1]])
        #expect(refined.contents.faults.isEmpty)
    }
}
