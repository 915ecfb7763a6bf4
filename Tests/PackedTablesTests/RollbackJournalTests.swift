import Foundation
import GRDB
import PackedTables
import TestSupport
import Testing

/// Whatever is cut off, SQLite has the database as it was; and only after the last step as it is to be.
@Suite struct RollbackJournalTests {
    private struct Numbers: DescribedRows {
        let count: Int

        func put(_ row: Int, into sink: inout some RecordSink) {
            sink.putNull()
            sink.put(row)
        }
    }

    private struct Cut: Error {}

    /// Steps of filling a table, up to the one at which it is cut off.
    private func fill(_ path: String, cut: Int) throws {
        let file = try PageFile(path: path, name: path)
        let root = try root(path)
        let tree = try #require(TablePages(Numbers(count: 3000), usable: file.usable))
        let journal = try RollbackJournal(of: file, path: path, pages: [root], isSynchronised: true)
        if cut == 0 { throw Cut() }
        let pages = try writePages(of: [(root, tree)], to: file, threads: 2, monitor: nil)
        if cut == 1 { throw Cut() }
        try file.setPageCount(pages)
        if cut == 2 { throw Cut() }
        try journal.end()
    }

    private func root(_ path: String) throws -> Int {
        try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 't'") ?? 0
        }
    }

    private func make(_ path: String, pageSize: Int) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(pageSize)") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE other (a); CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
                    INSERT INTO other VALUES (zeroblob(100000)), (randomblob(5000)), (randomblob(20));
                    """)
        }
        try queue.close()
    }

    @Test(arguments: [0, 1, 2], [512, 4096, 16384])
    func whatIsCutOffIsTakenBack(cut: Int, pageSize: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("d")
        try make(path, pageSize: pageSize)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: Cut.self) { try fill(path, cut: cut) }
        #expect(folder.files == ["d", "d-journal"])
        let counts = try DatabaseQueue(path: path).write { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                + String.fetchAll(
                    database, sql: "SELECT count(*) FROM t UNION ALL SELECT count(*) FROM other")
        }
        #expect(counts == ["ok", "0", "3"])
        #expect(folder.files == ["d"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func whatCameToItsEndStands() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("d")
        try make(path, pageSize: 512)
        // A connection that has read it before sees that it has changed.
        let reader = try DatabaseQueue(path: path)
        let count = { try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } }
        #expect(try count() == 0)
        try fill(path, cut: 3)
        #expect(folder.files == ["d"])
        #expect(try count() == 3000)
        #expect(try reader.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }

    /// A journal that was itself cut off: the database has not been touched by then.
    @Test func halfAJournalDoesNoHarm() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("d")
        try make(path, pageSize: 512)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: Cut.self) { try fill(path, cut: 0) }
        let journal = try Data(contentsOf: URL(fileURLWithPath: path + "-journal"))
        #expect(journal.count == 512 + 2 * (512 + 8))
        for length in [0, 1, 27, 28, 511, 512, 513, 1031, 1032, 1033, journal.count - 1] {
            try journal.prefix(length).write(to: URL(fileURLWithPath: path + "-journal"))
            let found = try DatabaseQueue(path: path).write {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM other")
            }
            #expect(found == 3)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before, "\(length)")
        }
    }
}
