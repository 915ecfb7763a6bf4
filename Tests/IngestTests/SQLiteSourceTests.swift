import Foundation
import GRDBSQLite
import Records
import Testing

@testable import Ingest

@Suite("SQLite as a source")
struct SQLiteSourceTests {
    @Test("every kind of value has one text")
    func values() throws {
        let file = try DatabaseFile(
            """
            CREATE TABLE v (n, flag BOOLEAN, r REAL);
            INSERT INTO v VALUES (NULL, 1, 1), (9223372036854775807, 0, 0.1), (-9223372036854775808, NULL, 1e300),
                ('text', 2, -2.5e-10), (x'00DEADbeef', 'true', 9e999), (x'', 1, -9e999), ('', 0, 123456789012345680),
                (0, 1, 0.30000000000000004);
            """)
        let read = try Reading(try openTables(file.address("table=v")), threads: 1)
        #expect(
            read.texts == [
                "|true|1.0", "9223372036854775807|false|0.1", "-9223372036854775808||1e+300",
                "text|2|-2.5e-10",
                "\\x00deadbeef|true|Infinity", "\\x|true|-Infinity", "|false|1.2345678901234568e+17",
                "0|true|0.30000000000000004",
            ])
        #expect(read.places == Array(0..<8))
    }

    @Test(
        "rows come by rowid, the same for any number of threads, wherever the rowids lie",
        arguments: [
            "", "DELETE FROM t WHERE id % 7 = 3", "UPDATE t SET id = id * 1000003 WHERE id > 40000",
            "UPDATE t SET id = -id",
            "INSERT INTO t VALUES (9223372036854775807, 'last'), (-9223372036854775808, 'first')",
            "DELETE FROM t WHERE id > 2", "DELETE FROM t",
        ])
    func ranges(_ change: String) throws {
        let file = try DatabaseFile(Self.many + change)
        let expected = try file.rows("SELECT id || '|' || text FROM t ORDER BY id")
        var fingerprints: Set<String> = []
        for threads in [1, 2, 3, 7] {
            let read = try Reading(try openTables(file.address("table=t")), threads: threads)
            #expect(read.texts == expected)
            fingerprints.insert(read.summary.fingerprint)
        }
        #expect(fingerprints.count == 1)
    }

    /// 60,000 rows, enough for several parts.
    static let many = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, text);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
        INSERT INTO t SELECT i, printf('%.*c', i % 300, 'x') || i FROM n;

        """

    @Test("null words are no values, in the sample and in the reading")
    func nullWords() throws {
        let file = try DatabaseFile(
            "CREATE TABLE t (a, b); INSERT INTO t VALUES ('NA', 'x'), ('', 'NULL'), ('NAN', 'NA');")
        var options = ReadOptions()
        options.nullWords = ["NA", "NULL"]
        let source = try openSource(file.address("table=t"), options: options)
        #expect(try Reading(source, threads: 2).texts == ["|x", "|", "NAN|"])
        let sample = try #require(try source.sample(records: 10).first)
        #expect((0..<3).map { sample.field($0, 0).count } == [0, 0, 3])
    }

    @Test("a batch that is full before its part ends is followed by another")
    func large() throws {
        let file = try DatabaseFile(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, blob);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
            INSERT INTO t SELECT i, zeroblob(300000 + i) FROM n;
            """)
        var fingerprints: Set<String> = []
        for threads in [1, 3] {
            let read = try Reading(try openTables(file.address("table=t")), threads: threads)
            #expect(read.records.map { $0[1].count } == (1...60).map { 2 + 2 * (300_000 + $0) })
            fingerprints.insert(read.summary.fingerprint)
        }
        #expect(fingerprints.count == 1)
    }

    @Test("tables without rowids, views, shadowed rowids, queries")
    func kinds() throws {
        let file = try DatabaseFile(
            """
            CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
            INSERT INTO w VALUES ('b', 2), ('a', 1);
            CREATE VIEW seen AS SELECT v, k FROM w ORDER BY k DESC;
            CREATE TABLE shadow (rowid TEXT, _rowid_ TEXT, oid TEXT);
            INSERT INTO shadow VALUES ('x', 'y', 'z'), ('1', '2', '3');
            CREATE TABLE half (rowid TEXT);
            INSERT INTO half VALUES ('9'), ('8');
            CREATE TABLE "odd name; --" ("a b" TEXT, " a b " TEXT, "" TEXT);
            INSERT INTO "odd name; --" VALUES ('1', '2', '3');
            """)
        func texts(_ parameters: String) throws -> [String] {
            try Reading(try openTables(file.address(parameters)), threads: 2).texts
        }
        #expect(try texts("table=w") == ["a|1", "b|2"])
        #expect(try texts("table=seen") == ["2|b", "1|a"])
        #expect(try texts("table=SHADOW") == ["x|y|z", "1|2|3"])
        #expect(try texts("table=half") == ["9", "8"])
        #expect(try texts("table=odd%20name;%20--") == ["1|2|3"])
        #expect(try openTables(file.address("table=odd name; --")).columns == ["a b", "a b_2", "c3"])
        #expect(
            try texts("query=SELECT k, v + 1, 'x%26y' FROM w WHERE v > 0 -- all") == ["a|2|x&y", "b|3|x&y"])
        #expect(try texts("query=SELECT 1 WHERE 0;") == [])
    }

    @Test("a sample has as many records as there are, up to what was asked for, and none twice")
    func samples() throws {
        for change in ["", "UPDATE t SET id = id * 1000003 WHERE id > 40000", "DELETE FROM t WHERE id > 50"] {
            let file = try DatabaseFile(Self.many + change)
            let source = try openTables(file.address("table=t"))
            let batches = try source.sample(records: 1000)
            let ids = batches.flatMap { batch in (0..<batch.recordCount).map { Array(batch.field($0, 0)) } }
            #expect(Set(ids).count == ids.count)
            #expect(change.hasPrefix("DELETE") ? ids.count == 50 : (1000...2000).contains(ids.count))
        }
        let file = try DatabaseFile(Self.many)
        let query = try openTables(file.address("query=SELECT * FROM t"))
        #expect(try query.sample(records: 100).reduce(0) { $0 + $1.recordCount } == 100)
    }

    @Test("what is wrong is said in one line, with what to do")
    func errors() throws {
        let file = try DatabaseFile(
            "CREATE TABLE people (a); CREATE TABLE orders (a); INSERT INTO orders VALUES (1)")
        func says(_ address: String, _ what: String) {
            do {
                _ = try openTables(address)
                Issue.record("\(address) is opened")
            } catch { #expect("\(error)" == "\(address): \(what)") }
        }
        says(file.address("table=peple"), "has no table 'peple'; did you mean 'people'?")
        says(file.address("table=zzzzzzzzzzzz"), "has no table 'zzzzzzzzzzzz'; known: orders, people")
        for name in [file.path, "sqlite:\(file.path)"] {
            says(name, "holds 2 tables; name one with sqlite:\(file.path)?table=…: orders, people")
        }
        says(
            file.address("tabel=x"),
            "has the unknown parameter 'tabel'; give table=NAME or query=SELECT…; an & inside a query is written %26"
        )
        says(
            file.address("table=people&query=x"),
            "names more than one table or query; write an & inside a query as %26")
        says(file.address("table="), "has an empty table; write table=…")
        says(file.address("query=DELETE FROM people"), "its query gives no rows; give one SELECT")
        says(file.address("query=SELECT 1; SELECT 2"), "has more than one statement; give one SELECT")
        says(
            file.address("query=SELEC 1"),
            "cannot be queried: near \"SELEC\": syntax error; check the table or the query")
        says("sqlite:/no/such.db?table=t", "no such file: /no/such.db; check the path")
        says("sqlite:?table=t", "names no file; write sqlite:PATH?table=NAME")
        let text = file.path + ".txt"
        try Data(String(repeating: "no database ", count: 1000).utf8).write(to: URL(fileURLWithPath: text))
        says("sqlite:\(text)", "is no SQLite database; name a database, or the file by its path")
    }

    @Test("nothing is changed, and nothing left beside the file", arguments: ["DELETE", "WAL"])
    func untouched(_ mode: String) throws {
        let file = try DatabaseFile(
            "PRAGMA journal_mode = \(mode); CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        let before = try Data(contentsOf: URL(fileURLWithPath: file.path))
        let source = try openTables("sqlite:\(file.path)")
        #expect(try Reading(source, threads: 2).texts == ["1"])
        #expect(throws: TieoutError.self) {
            try openTables(file.address("query=INSERT INTO t VALUES (2) RETURNING a")).sample(records: 1)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder.path) == ["t.db"])
    }

    @Test("changes that still lie in the log are seen")
    func log() throws {
        let file = try DatabaseFile(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        let writer = try file.connect()
        defer { sqlite3_close(writer) }
        #expect(sqlite3_exec(writer, "INSERT INTO t VALUES (2)", nil, nil, nil) == SQLITE_OK)
        #expect(try Reading(try openTables("sqlite:\(file.path)"), threads: 3).texts == ["1", "2"])
    }

    @Test("a run that is to stop stops a query that goes on for long")
    func stopped() throws {
        let file = try DatabaseFile("CREATE TABLE t (a)")
        let endless = try openTables(
            file.address(
                "query=WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i %2B 1 FROM n) SELECT i FROM n WHERE i < 0"
            ))
        let monitor = RunMonitor(run: "test")
        monitor.stopSignal.store(15, ordering: .relaxed)
        #expect(throws: TieoutError.self) { try endless.read(threads: 2, monitor: monitor) { _ in } }
    }

    @Test("the only table of a file is found by the path alone")
    func path() throws {
        let file = try DatabaseFile("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
        let source = try openSource(file.path)
        #expect(source.name == file.path && source.columns == ["a"])
        #expect(try Reading(source, threads: 1).texts == ["1", "2"])
        #expect(fileOfSource(file.address("table=t")) == file.path && fileOfSource(file.path) == file.path)
        #expect(fileOfSource("-") == nil && fileOfSource("postgresql:///db?table=t") == nil)
    }

    @Test(
        "addresses",
        arguments: [
            ("sqlite:a.db?table=t", "a.db"), ("sqlite:/data/a.db", "/data/a.db"),
            ("sqlite:///data/a%20b.db", "/data/a b.db"),
            ("sqlite:////data/a.db", "//data/a.db"), ("sqlite3:../x.db", "../x.db"),
            ("sqlite://a.db?table=t", "a.db"),
        ])
    func addresses(_ text: String, _ path: String) throws { #expect(try SQLiteAddress(text).path == path) }
}

/// Opens an address as `openSource` does.
func openTables(_ address: String) throws -> any RecordSource {
    try #require(try openTable(address), "no address of a table: \(address)")
}

/// An SQLite file made by SQL, in a folder of its own that goes with it.
final class DatabaseFile {
    let folder: URL
    var path: String { folder.appendingPathComponent("t.db").path }

    init(_ sql: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try connect()
        defer { sqlite3_close(database) }
        try #require(
            sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK,
            "\(String(cString: sqlite3_errmsg(database)))")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func connect() throws -> OpaquePointer? {
        var database: OpaquePointer?
        try #require(sqlite3_open(path, &database) == SQLITE_OK)
        return database
    }

    func address(_ parameters: String) -> String { "sqlite:\(path)?\(parameters)" }

    /// The first column of a query.
    func rows(_ sql: String) throws -> [String] {
        let database = try connect()
        defer { sqlite3_close(database) }
        var statement: OpaquePointer?
        try #require(sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        var rows: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(String(cString: sqlite3_column_text(statement, 0)))
        }
        return rows
    }
}
