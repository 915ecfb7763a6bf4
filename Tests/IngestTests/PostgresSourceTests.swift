import Foundation
import PostgresServer
import Records
import Testing

@testable import Ingest

@Suite(
    "PostgreSQL as a source",
    .enabled(if: PostgresServer.isWanted, "no PostgreSQL server is installed on this machine"))
struct PostgresSourceTests {
    let server: PostgresServer

    init() throws { server = try PostgresServer.shared.get() }

    func texts(_ parameters: String, threads: Int = 2) throws -> [String] {
        try Reading(try openTables(server.address(parameters)), threads: threads).texts
    }

    @Test("every kind of value has one text, whatever the role's settings")
    func values() throws {
        try server.query(
            """
            DROP TABLE IF EXISTS kinds; CREATE TABLE kinds (a boolean, b bytea, c char(5), d timestamptz, e interval,
                f double precision, g numeric(10,2), h date, i int[], j jsonb, k uuid);
            INSERT INTO kinds VALUES (true, '\\xDEADBEEF', 'ab', '2024-03-31 02:30:00+02', '1 day 2 hours', 0.1, 12.5,
                '2024-02-29', '{1,NULL,3}', '{"b": 1, "a": [true]}', '123e4567-e89b-12d3-a456-426614174000');
            INSERT INTO kinds (a, f) VALUES (false, 'NaN'), (NULL, 'Infinity');
            ALTER ROLE tieout SET datestyle = 'German'; ALTER ROLE tieout SET timezone = 'Asia/Tokyo';
            ALTER ROLE tieout SET bytea_output = 'escape'; ALTER ROLE tieout SET extra_float_digits = -5;
            """)
        defer { _ = try? server.query("ALTER ROLE tieout RESET ALL") }
        let expected = [
            "true|\\xdeadbeef|ab|2024-03-31 00:30:00+00|1 day 02:00:00|0.1|12.50|2024-02-29|{1,NULL,3}"
                + "|{\"a\": [true], \"b\": 1}|123e4567-e89b-12d3-a456-426614174000",
            "false|||||NaN|||||", "|||||Infinity|||||",
        ]
        #expect(try texts("table=kinds") == expected)
        #expect(try texts("query=SELECT * FROM kinds -- all of it") == expected)
        #expect(try texts("query=SELECT 1 AS x, true AS x; ") == ["1|true"])
        #expect(try openTables(server.address("query=SELECT 1 AS x, true AS x")).columns == ["x", "x_2"])
    }

    @Test("rows come by their pages, the same for any number of threads")
    func pages() throws {
        try server.query(
            """
            DROP TABLE IF EXISTS many; CREATE TABLE many (id integer PRIMARY KEY, text text);
            INSERT INTO many SELECT i, repeat('x', i % 300) || i FROM generate_series(1, 80000) i;
            DELETE FROM many WHERE id % 5 = 0; UPDATE many SET text = 'changed' WHERE id % 1000 = 1;
            """)
        let expected = try server.query("SELECT id || '|' || text FROM many ORDER BY ctid").split(
            separator: "\n"
        ).map(
            String.init)
        var fingerprints: Set<String> = []
        for threads in [1, 2, 3] {
            let read = try Reading(try openTables(server.address("table=many")), threads: threads)
            #expect(read.texts == expected)
            #expect(read.places == Array(0..<UInt64(expected.count)))
            fingerprints.insert(read.summary.fingerprint)
        }
        #expect(fingerprints.count == 1)
        // Without parts, and in another order.
        let read = try Reading(
            try openTables(server.address("query=SELECT * FROM many ORDER BY id DESC")), threads: 3)
        #expect(read.texts.sorted() == expected.sorted() && read.texts.first?.hasPrefix("79999|") == true)

        let sample = try openTables(server.address("table=many")).sample(records: 1000)
        let ids = sample.flatMap { batch in (0..<batch.recordCount).map { Array(batch.field($0, 0)) } }
        #expect(Set(ids).count == ids.count && (1000...2000).contains(ids.count))
    }

    @Test("names with a schema, in any case, with quotes; views and partitions")
    func names() throws {
        try server.query(
            """
            DROP SCHEMA IF EXISTS "Odd.Schema" CASCADE; CREATE SCHEMA "Odd.Schema";
            CREATE TABLE "Odd.Schema"."T""x" (a text); INSERT INTO "Odd.Schema"."T""x" VALUES ('1');
            DROP TABLE IF EXISTS "Case"; CREATE TABLE "Case" (a text); INSERT INTO "Case" VALUES ('2');
            DROP TABLE IF EXISTS parted CASCADE; CREATE TABLE parted (a int) PARTITION BY RANGE (a);
            CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10);
            CREATE TABLE high PARTITION OF parted FOR VALUES FROM (10) TO (20);
            INSERT INTO parted VALUES (15), (5);
            CREATE VIEW seen AS SELECT a FROM parted ORDER BY a DESC;
            """)
        #expect(try texts("table=%22Odd.Schema%22.%22T%22%22x%22") == ["1"])
        #expect(try texts("table=case") == ["2"])
        #expect(try texts("table=public.CASE") == ["2"])
        #expect(try texts("table=parted").sorted() == ["15", "5"])
        #expect(try texts("table=seen") == ["15", "5"])
        #expect(try texts("table=pg_catalog.pg_class").isEmpty == false)
    }

    @Test("what is wrong is said in one line, with what to do")
    func errors() throws {
        try server.query("CREATE TABLE IF NOT EXISTS customers (a text)")
        func says(_ address: String, _ start: String, _ remedy: String) {
            do {
                _ = try Reading(try openTables(address), threads: 1)
                Issue.record("\(address) is opened")
            } catch {
                #expect("\(error)".hasPrefix("\(address): \(start)"), "\(error)")
                #expect("\(error)".hasSuffix("; \(remedy)") && !"\(error)".contains("\n"), "\(error)")
            }
        }
        says(server.address("table=custmers"), "has no table 'custmers'", "did you mean 'customers'?")
        says(
            server.address("query=SELEC 1"), "cannot be queried: syntax error",
            "check the table or the query, and your rights to it")
        says(
            server.address("query=SELECT 1/0"), "cannot be ",
            "check the table or the query, and your rights to it")
        says(
            server.address("query=DELETE FROM customers RETURNING a"),
            "cannot be queried: cannot execute DELETE", "check the table or the query, and your rights to it")
        says(
            server.address("query=SELECT 1; SELECT 2"), "cannot be queried: cannot insert multiple commands",
            "check the table or the query, and your rights to it")
        says(
            server.address("table=x", database: "nowhere"), "cannot be reached",
            "check the address, and that the server runs and lets you in")
        says(
            "postgresql://%2Fno%2Fsuch/db?table=t", "cannot be reached",
            "check the address, and that the server runs and lets you in")
        says(
            "postgresql://localhost/db?tabel=t", "says not what to read",
            "write …?table=NAME or …?query=SELECT…")
    }

    @Test("passwords are used, and shown nowhere")
    func passwords() throws {
        let (user, password) = PostgresServer.guarded
        let plain = server.address("query=SELECT 1", user: user)
        func address(_ password: String) -> String {
            plain.replacingOccurrences(of: "\(user)@", with: "\(user):\(password)@")
        }
        do {
            _ = try openTables(plain)
            Issue.record("no password was asked for")
        } catch {
            #expect("\(error)".hasSuffix("; give the password in PGPASSWORD or in ~/.pgpass"), "\(error)")
        }
        let good = address(password.replacingOccurrences(of: " ", with: "%20"))
        for text in [good, plain + "&password=open%20sesame"] {
            let source = try openTables(text)
            #expect(source.name == plain)
            #expect(try Reading(source, threads: 1).texts == ["1"])
        }
        for wrong in [
            address("wr0ng-secret"), plain + "&password=wr0ng-secret", address("wr0ng@secret"),
            address("wr0ng/secret"),
        ] {
            do {
                _ = try openTables(wrong)
                Issue.record("let in with a wrong password")
            } catch { #expect(!"\(error)".contains("secret") && !"\(error)".contains("wr0ng"), "\(error)") }
        }
        // The name alone is enough afterwards.
        #expect(withoutPasswords(good) == plain)
        #expect(try Reading(try openTables(plain), threads: 1).texts == ["1"])
        #expect(withoutPasswords("data/a:b@c.csv") == "data/a:b@c.csv")
    }

    @Test("a run that is to stop stops a query that goes on for long")
    func stopped() throws {
        let source = try openTables(server.address("query=SELECT pg_sleep(60)"))
        let monitor = RunMonitor(run: "test")
        monitor.stopSignal.store(2, ordering: .relaxed)
        let start = ContinuousClock.now
        #expect(throws: TieoutError.self) { try source.read(threads: 2, monitor: monitor) { _ in } }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test("a text that is no UTF-8 is read as Windows-1252")
    func foreign() throws {
        _ = try? server.query("CREATE DATABASE raw ENCODING 'SQL_ASCII' TEMPLATE template0")
        try server.query(
            "DROP TABLE IF EXISTS t; CREATE TABLE t (a text, b text); INSERT INTO t VALUES (E'\\xE9\\t', 'x'), ('a', E'\\xC3\\xA9')",
            in: "raw")
        #expect(
            try Reading(try openTables(server.address("table=t", database: "raw")), threads: 1).texts == [
                "é\t|x", "a|é",
            ])
    }

    @Test(
        "names in two parts",
        arguments: [
            ("a", ["a"]), ("s.t", ["s", "t"]), ("\"a.b\".c", ["a.b", "c"]), ("\"a\"\"b\"", ["a\"b"]),
            ("a.b.c", ["a", "b", "c"]),
        ])
    func parts(_ name: String, _ parts: [String]) { #expect(PostgresCatalog.parts(name) == parts) }
}
