import FileRecords
import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import FileStore

/// What is taken over from earlier scans, and what is not.
@Suite struct RecallTests {
    private let folder: TemporaryFolder
    private let database: FileDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try FileDatabase(writing: folder.file("f.sqlite"))
    }

    private func recall(_ tree: PlantedTree, filter: String = "") throws -> ContentEvidence {
        let table = tree.table()
        let writer = try ScanWriter(
            database, roots: [Array(tree.root.utf8)], filter: filter, options: "{}", started: late)
        var known = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
        try writer.recall(table, into: &known)
        return known[0]
    }

    private func tree(_ change: (inout FileFacts) -> Void = { _ in }) -> PlantedTree {
        var tree = PlantedTree()
        tree.addFile("/r/a", content: 9, size: 5000)
        if var leaf = tree.files["/r/a"] {
            change(&leaf.facts)
            tree.files["/r/a"] = leaf
        }
        return tree
    }

    @Test func whatIsUnchangedIsRemembered() throws {
        try store([tree()], in: database)
        #expect(try recall(tree()) == evidence(9, size: 5000, origin: .remembered))
    }

    static let changes: [@Sendable (inout FileFacts) -> Void] = [
        { $0.device += 1 }, { $0.inode += 1 }, { $0.size += 1 }, { $0.modified += 1 }, { $0.changed += 1 },
        { $0.modified -= 1 }, { $0.changed -= 1 },
    ]

    @Test(arguments: changes.indices)
    func aChangeOfAnyOfTheFiveIsReadAgain(change: Int) throws {
        try store([tree()], in: database)
        #expect(try recall(tree(Self.changes[change])).origin == .none)
    }

    @Test func aChangeOfNothingThatTellsOfContentIsNot() throws {
        try store([tree()], in: database)
        #expect(try recall(tree { $0.allocated += 4096 }).origin == .remembered)
    }

    @Test(
        arguments: [(0, false), (1, false), (1_999_999_999, false), (2_000_000_001, true)] as [(Int64, Bool)])
    func whatWasChangedJustBeforeTheScanIsNotTrusted(age: Int64, isTrusted: Bool) throws {
        let young = tree {
            $0.modified = late - age
            $0.changed = late - age
        }
        try store([young], in: database)
        #expect(try (recall(young).origin == .remembered) == isTrusted)
        // The hash is there all the same, for whoever asks.
        #expect(try database.load(database.scan()).evidence[0].whole(size: 5000) == hash(9))
        // Read again when it has aged, it is trusted.
        try store([young], in: database, started: late + 10_000_000_000)
        #expect(try recall(young).origin == .remembered)
    }

    @Test func aRenamedFolderIsFoundByInode() throws {
        try store([tree()], in: database)
        var moved = tree()
        moved.addDirectory("/r/deep")
        moved.files["/r/deep/a"] = moved.files["/r/a"]
        moved.files["/r/a"] = nil
        #expect(try recall(moved).origin == .remembered)
    }

    @Test func anotherSeriesIsAskedToo() throws {
        try store([tree()], in: database)
        #expect(try recall(tree(), filter: "--min-size 1").origin == .remembered)
    }

    @Test func whatAKilledScanKeptIsRemembered() throws {
        let table = tree().table()
        do {
            let writer = try ScanWriter(
                database, roots: [Array("/r".utf8)], filter: "", options: "{}", started: late)
            var known = [ContentEvidence()]
            try writer.recall(table, into: &known)
            known[0] = evidence(9, size: 5000)
            try known.withUnsafeBufferPointer { try writer.keep([0], $0, of: table) }
            try writer.flush()
        }
        #expect(try database.scans().map(\.state) == [.unfinished])
        #expect(throws: TieoutError.self) { try database.scan() }
        #expect(try recall(tree()) == evidence(9, size: 5000, origin: .remembered))
        #expect(try recall(tree { $0.changed += 1 }).origin == .none)
        // A scan that came to its end has taken it over.
        try store([tree()], in: database)
        #expect(try database.scans().map(\.state) == [.unfinished, .finished])
        #expect(
            try database.read {
                try Bool.fetchOne($0, sql: "SELECT NOT EXISTS (SELECT 1 FROM saved_evidence)")
            } == true)
        #expect(try recall(tree()).origin == .remembered)
    }

    @Test func unreadableNowIsNotForgotten() throws {
        try store([tree()], in: database)
        let table = tree().table()
        let writer = try ScanWriter(
            database, roots: [Array("/r".utf8)], filter: "", options: "{}", started: late)
        var known = [ContentEvidence()]
        try writer.recall(table, into: &known)
        known[0].origin = .unreadable
        try writer.finish(
            FinishedScan(table: table, evidence: known, groups: ContentGroups(), measures: [], kinds: [.text])
        )
        #expect(try recall(tree()).origin == .remembered)
    }

    /// What is on its way to the next scan comes back as it was, whatever it is.
    @Test func savedEvidenceComesBack() {
        var entries: [SavedEvidence] = []
        for number: UInt64 in [0, 1, 0x7F, 1 << 40, UInt64(Int64.max), .max] {
            var plain = PlantedTree()
            var facts = plain.facts(0o100644, size: 5)
            facts.size = Int64(number >> 1)
            facts.inode = number
            facts.device = ~number
            facts.modified = Int64(bitPattern: number)
            var known = evidence(number, size: Int64(number >> 1), origin: .remembered)
            known.hasEnds = number % 2 == 0
            known.comparedIn = UInt32(truncatingIfNeeded: number)
            entries.append(SavedEvidence(facts, known))
        }
        var words: [UInt64] = []
        for entry in entries { entry.append(to: &words) }
        #expect(words.count == SavedEvidence.words * entries.count)
        var back: [SavedEvidence] = []
        words.withUnsafeBytes { SavedEvidence.forEach(in: $0) { back.append($0) } }
        #expect(back == entries)
    }
}
