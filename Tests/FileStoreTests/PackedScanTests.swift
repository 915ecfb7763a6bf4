import FileRecords
import Foundation
import GRDB
import PackedTables
import Records
import TestSupport
import Testing

@testable import FileStore

/// A first scan is written page by page: what SQLite finds is what statements would have written.
@Suite struct PackedScanTests {
    private static let tables = [
        "series", "series_root", "scan", "directory", "directory_fact", "file_fact", "content",
        "content_group", "media_type", "fault", "passed_over", "scan_step", "saved_evidence",
    ]

    private func dump(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                + Self.tables.flatMap { table in
                    try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
                }
                + Row.fetchAll(
                    database,
                    sql: "SELECT hash, size, id FROM content INDEXED BY content_hash WHERE hash >= x''"
                ).map { "\($0)" }
        }
    }

    private func tree(_ seed: UInt64, files: Int) -> PlantedTree {
        var random = Seeded(seed)
        var tree = PlantedTree(root: seed % 3 == 0 ? "/" : "/r")
        var folders = [tree.root == "/" ? "" : tree.root]
        for number in 0..<files {
            let folder = folders[Int.random(in: 0..<folders.count, using: &random)]
            switch Int.random(in: 0...9, using: &random) {
            case 0:
                let name = "\(folder)/d\(number)\(seed % 2 == 0 ? "\u{7}é\\" : "")"
                tree.addDirectory(name)
                folders.append(name)
            case 1:
                tree.addFile(
                    "\(folder)/\(String(repeating: "ü\n", count: 40))\(number)", content: nil, size: 70_000)
            case 2: tree.addFile("\(folder)/new\nline \(number)", content: nil, size: 0)
            default:
                let content = UInt64.random(in: 1...UInt64(max(1, files / 3)), using: &random)
                tree.addFile("\(folder)/f\(number)", content: content, size: Int64(content) * 1000)
            }
        }
        return tree
    }

    private func store(_ tree: PlantedTree, at path: String, onlySQL: Bool, seed: UInt64) throws {
        let table = tree.table()
        let database = try FileDatabase(writing: path)
        defer { database.close() }
        let writer = try ScanWriter(
            database, roots: [Array(tree.root.utf8)], filter: "", options: "{}", started: late)
        writer.onlySQL = onlySQL
        var known = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
        try writer.recall(table, into: &known)
        read([tree], table, &known)
        for place in known.indices where place % 11 == 3 {
            known[place].comparedIn = 3
            known[place].hasEnds = false
        }
        for place in known.indices where place % 13 == 5 { known[place].origin = .unreadable }
        for place in known.indices where place % 17 == 5 { known[place].covered = 17 }
        let groups = plainGroups(table, known)
        var scan = FinishedScan(
            table: table, evidence: known, groups: groups,
            measures: (0..<groups.count).map { groups.measure($0, in: table) },
            kinds: table.files.map { $0.facts.inode % 2 == 0 ? .text : .image })
        if seed % 2 == 1 {
            var types = MediaTypes(files: table.files.count)
            let (text, image) = (
                types.add(MediaType(name: "text/plain", kind: .text)),
                types.add(MediaType(name: "image/png", kind: .image))
            )
            for place in table.files.indices where place % 3 > 0 {
                types.set(place % 3 == 1 ? text : image, of: place)
            }
            scan.mediaTypes = types
        }
        scan.faults = [FileFault(path: Array("/r/x".utf8), step: .open, code: 13)]
        try writer.finish(scan, threads: 2)
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func pagesHoldWhatStatementsWrite(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let tree = tree(seed, files: [0, 1, 3, 40, 700, 3000, 300, 301][Int(seed)])
        for (name, onlySQL) in [("pages", false), ("sql", true)] {
            try store(tree, at: folder.file(name), onlySQL: onlySQL, seed: seed)
        }
        #expect(try dump(folder.file("pages")) == dump(folder.file("sql")))
        #expect(folder.files == ["pages", "sql"])
    }

    /// A path that no page holds: the same through statements, in the same scan.
    @Test func whatDoesNotFitGoesThroughStatements() throws {
        let folder = try TemporaryFolder()
        var tree = PlantedTree()
        var path = "/r"
        for _ in 0..<100 {
            path += "/" + String(repeating: "d", count: 200)
            tree.addDirectory(path)
        }
        tree.addFile(path + "/f", content: 1, size: 5)
        for (name, onlySQL) in [("pages", false), ("sql", true)] {
            try store(tree, at: folder.file(name), onlySQL: onlySQL, seed: 0)
        }
        #expect(try dump(folder.file("pages")) == dump(folder.file("sql")))
    }

    /// The user has chosen a log beside the file: pages must not be written below it.
    @Test func aDatabaseWithALogIsLeftToSQLite() throws {
        let folder = try TemporaryFolder()
        try FileDatabase(writing: folder.file("f")).close()
        let queue = try DatabaseQueue(path: folder.file("f"))
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        let tree = tree(5, files: 500)
        try store(tree, at: folder.file("f"), onlySQL: false, seed: 0)
        try store(tree, at: folder.file("sql"), onlySQL: true, seed: 0)
        #expect(try dump(folder.file("f")) == dump(folder.file("sql")))
    }

    /// Killed while pages are written: the database opens, and has what it had.
    @Test(arguments: [0, 1, 3])
    func killedWhileStoringNothingIsLost(page: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f")
        let tree = tree(4, files: 600)
        try keepEvidence(of: tree, at: path)
        let before = try dump(path)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, page = page as Int] in
            let database = try FileDatabase(writing: path)
            _ = try database.fill(["file_fact"], threads: 1) { _ in [DeadlyTree(page: page)] }
        }
        #expect(folder.files.contains("f-journal"))
        let read = try FileDatabase(reading: path)
        #expect(try read.scans().map(\.state) == [.unfinished])
        read.close()
        #expect(!folder.files.contains("f-journal"))
        #expect(try dump(path) == before)
        let database = try FileDatabase(writing: path)
        let again = try FileStoreTests.store([tree], in: database)
        #expect(again.remembered > 100)
        #expect(try database.load(database.scan()).table.files.count == tree.files.count)
    }

    private func keepEvidence(of tree: PlantedTree, at path: String) throws {
        let table = tree.table()
        let database = try FileDatabase(writing: path)
        defer { database.close() }
        let writer = try ScanWriter(
            database, roots: [Array(tree.root.utf8)], filter: "", options: "{}", started: late)
        var known = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
        try writer.recall(table, into: &known)
        read([tree], table, &known)
        try known.withUnsafeBufferPointer {
            try writer.keep(table.files.indices.map(UInt32.init), $0, of: table)
        }
        try writer.flush()
    }
}

/// Pages of rubbish, and one that ends the process.
private struct DeadlyTree: PageTree {
    let page: Int
    let pageCounts = [3, 1]

    func fill(
        _ page: Int, ofLevel level: Int, in buffer: UnsafeMutablePointer<UInt8>, numbers: TreePageNumbers,
        file: PageFile
    ) {
        if 3 * level + page == self.page { kill(getpid(), SIGKILL) }
        buffer.update(repeating: 0xAB, count: file.pageSize)
    }
}
