import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import FileStore

@Suite struct FileDatabaseTests {
    @Test func aNewDatabaseIsMarkedAndHoldsNoScan() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        #expect(try database.scans().isEmpty)
        #expect(throws: TieoutError.self) { try database.scan() }
        database.close()
        #expect(folder.files == ["f.sqlite"])
        let again = try FileDatabase(reading: folder.file("f.sqlite"))
        #expect(try again.scans().isEmpty)
    }

    @Test func everyViewCanBeQueried() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        try database.read { database in
            let views = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'view'")
            #expect(views.count > 8)
            for view in views { #expect(try Row.fetchAll(database, sql: "SELECT * FROM \(view)").isEmpty) }
        }
    }

    @Test func twoWritersAreKeptApart() throws {
        let folder = try TemporaryFolder()
        let first = try FileDatabase(writing: folder.file("f.sqlite"))
        let error = #expect(throws: TieoutError.self) { try FileDatabase(writing: folder.file("f.sqlite")) }
        #expect(error?.what.contains("another run") == true)
        first.close()
        _ = try FileDatabase(writing: folder.file("f.sqlite"))
    }

    @Test func whatIsNoDatabaseOfFilesIsLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        for (name, make) in [
            ("text", { try Data("important".utf8).write(to: URL(fileURLWithPath: $0)) }),
            ("other", { try DatabaseQueue(path: $0).write { try $0.execute(sql: "CREATE TABLE t (a)") } }),
        ] as [(String, (String) throws -> Void)] {
            let path = folder.file(name)
            try make(path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(throws: TieoutError.self) { try FileDatabase(writing: path) }
            #expect(throws: TieoutError.self) { try FileDatabase(reading: path) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
        #expect(folder.files == ["other", "text"])
        #expect(throws: TieoutError.self) { try FileDatabase(writing: folder.path) }
        #expect(throws: TieoutError.self) { try FileDatabase(reading: folder.file("nothing")) }
    }
}
