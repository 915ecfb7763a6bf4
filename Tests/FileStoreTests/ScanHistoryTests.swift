import FileRecords
import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import FileStore

/// Every scan that was stored can be put together again as it was, whatever came after it.
@Suite struct ScanHistoryTests {
    @Test(arguments: 0..<12 as Range<UInt64>)
    func everyScanComesBackAsItWas(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var seeded = Seeded(seed)
        var trees = [PlantedTree(root: "/r"), PlantedTree(root: seed % 3 == 0 ? "/" : "/q")]
        var states: [(number: Int, trees: [PlantedTree])] = []
        for _ in 0..<6 {
            let database = try FileDatabase(writing: folder.file("f.sqlite"))
            trees[0].change(&seeded)
            if trees[1].root != "/" { trees[1].change(&seeded) }
            // Sometimes of one root alone: another series.
            let scanned = Bool.random(using: &seeded) ? trees : [trees[0]]
            states.append((try store(scanned, in: database).number, scanned))
            database.close()
        }
        let database = try FileDatabase(reading: folder.file("f.sqlite"))
        for (number, trees) in states {
            let loaded = try database.load(database.scan(number))
            let table = trees[0].table(Array(trees.dropFirst()))
            try check(loaded, trees, table, "seed \(seed), scan \(number)")
            try checkViews(database, number, loaded)
        }
    }

    private func check(
        _ loaded: StoredScan, _ trees: [PlantedTree], _ table: FileTable, _ place: String
    ) throws {
        let leaves = trees.reduce(into: [:]) { $0.merge($1.files) { $1 } }
        let folders = trees.reduce(into: [:]) { $0.merge($1.directories) { $1 } }
        #expect(loaded.table.files.count == leaves.count, "\(place)")
        #expect(loaded.table.directories.count == folders.count, "\(place)")
        for number in loaded.table.directories.indices {
            let path = text(loaded.table.path(ofDirectory: UInt32(number)))
            #expect(folders[path] == loaded.table.directories[number].facts, "\(place): \(path)")
        }
        for number in loaded.table.files.indices {
            let path = text(loaded.table.path(ofFile: number))
            let leaf = try #require(leaves[path], "\(place): \(path)")
            #expect(leaf.facts == loaded.table.files[number].facts, "\(place): \(path)")
            #expect(
                loaded.evidence[number].whole(size: leaf.facts.size) == leaf.content.map(hash),
                "\(place): \(path)")
            #expect(loaded.kinds[number] == (leaf.facts.inode % 2 == 0 ? .text : .image))
        }
        // The order that a table promises.
        for (left, right) in zip(loaded.table.files.indices, loaded.table.files.indices.dropFirst()) {
            let (one, two) = (loaded.table.files[left], loaded.table.files[right])
            #expect(one.directory <= two.directory)
            if one.directory == two.directory {
                #expect(
                    loaded.table.name(ofFile: left).lexicographicallyPrecedes(
                        loaded.table.name(ofFile: right)))
            }
        }
        #expect(loaded.groups == plainGroups(loaded.table, loaded.evidence), "\(place)")
    }

    /// What the views say is what was loaded.
    private func checkViews(_ database: FileDatabase, _ number: Int, _ loaded: StoredScan) throws {
        let rows = try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT group_id, path FROM scan_duplicates WHERE scan_id = ? ORDER BY group_id, path",
                arguments: [number]
            ).map { "\($0["group_id"] as Int) \(text([UInt8]($0["path"] as Data)))" }
        }
        var expected: [String] = []
        for group in 0..<loaded.groups.count {
            for member in loaded.groups[group] {
                expected.append("\(loaded.groupIDs[group]) \(text(loaded.table.path(ofFile: Int(member))))")
            }
        }
        #expect(Set(rows) == Set(expected))
        #expect(rows.count == expected.count)
        let files = try database.read {
            try Data.fetchAll($0, sql: "SELECT path FROM scan_files WHERE scan_id = ?", arguments: [number])
        }
        #expect(
            Set(files.map { text([UInt8]($0)) })
                == Set(loaded.table.files.indices.map { text(loaded.table.path(ofFile: $0)) }))
    }

    @Test func anUnchangedTreeWritesNoRow() throws {
        let folder = try TemporaryFolder()
        var tree = PlantedTree()
        for name in 0..<50 { tree.addFile("/r/\(name)", content: UInt64(name % 7), size: 1000) }
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        try store([tree], in: database)
        func rows() throws -> [Int] {
            try database.read { database in
                try ["file_fact", "directory_fact", "directory", "content", "content_group", "series"].map {
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0
                }
            }
        }
        let before = try rows()
        let second = try store([tree], in: database)
        #expect(second.remembered == 50)
        #expect(try rows() == before)
        #expect(try database.scans().count == 2)
    }

    @Test func aContentHasTheSameNumberInEveryScan() throws {
        let folder = try TemporaryFolder()
        var tree = PlantedTree()
        for name in ["a", "b", "c", "d"] { tree.addFile("/r/\(name)", content: 5, size: 1000) }
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        try store([tree], in: database)
        let first = try database.load(database.scan()).groupIDs
        // The group goes, and comes back under other names.
        for name in ["b", "c", "d"] { tree.files["/r/\(name)"] = nil }
        try store([tree], in: database)
        #expect(try database.load(database.scan()).groups.count == 0)
        tree.addFile("/r/z", content: 5, size: 1000)
        try store([tree], in: database)
        #expect(try database.load(database.scan()).groupIDs == first)
    }
}
