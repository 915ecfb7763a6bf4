import GRDB
import Records
import TestSupport
import Testing

@testable import ResultStore

/// The result of a diff: packed pages against plain SQL, and what it says besides.
@Suite("Results of a diff") struct DiffWriterTests {
    private static let record = {
        var record = DiffRecord(
            version: "0.1.0", created: "2026-01-02T03:04:05Z",
            fingerprints: Fingerprints(inputs: "aa", options: "bb", program: "cc"))
        record.columns = [
            .init(left: "name", right: "name", rule: "byte for byte", cellsChanged: 3),
            .init(left: "price", right: "cost", rule: "as numbers", cellsChanged: 2),
        ]
        record.schemaChanges = [.init(kind: "renamed", left: "price", right: "cost", evidence: "they agree")]
        record.duplicateKeys = [(Array("k".utf8), 2, 1)]
        record.counts = ["rows_left": 7]
        return record
    }()

    /// Differences of every kind, with texts of every length, some that are no UTF-8.
    private func batches(_ random: inout Seeded, rows: Int, longest: Int) -> [DifferenceBatch] {
        var batches = [DifferenceBatch()]
        for _ in 0..<rows {
            if Int.random(in: 0..<10, using: &random) == 0 { batches.append(DifferenceBatch()) }
            let last = batches.count - 1
            func text() -> Difference.Text {
                let length =
                    Int.random(in: 0..<4, using: &random) == 0
                    ? longest : Int.random(in: 0...20, using: &random)
                let bytes = (0..<length).map { _ in
                    UInt8.random(in: 0x20...0x85, using: &random) & (length % 2 == 0 ? 0x7F : 0xFF)
                }
                return bytes.withUnsafeBufferPointer { batches[last].add($0) }
            }
            let kind = DifferenceKind.allCases.randomElement(using: &random) ?? .changed
            var difference = Difference(
                kind, isDuplicate: Bool.random(using: &random),
                column: Int.random(in: -1...1, using: &random), key: text())
            if Bool.random(using: &random) { difference.leftValue = text() }
            if Bool.random(using: &random) { difference.rightValue = text() }
            difference.leftRecord =
                UInt64.random(in: 0...(1 << 40), using: &random) >> UInt64.random(in: 0...40, using: &random)
            difference.rightLine = UInt64.random(in: 0...300, using: &random)
            batches[last].rows.append(difference)
        }
        return batches
    }

    private func rows(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { database in
            try GRDB.Row.fetchAll(database, sql: "SELECT * FROM difference").map { row in
                row.databaseValues.map { "\($0)" }.joined(separator: "|")
            }
        }
    }

    @Test(
        "packed pages hold what SQL would have written",
        arguments: [(0, 20), (1, 20), (300, 200), (5000, 90), (40, 6000)])
    func pages(_ count: Int, _ longest: Int) throws {
        let folder = try TemporaryFolder()
        var random = Seeded(UInt64(count))
        let batches = batches(&random, rows: count, longest: longest)
        for sqlOnly in [false, true] {
            let writer = try DiffWriter(target: folder.file("\(sqlOnly)"), inputs: [], sqlOnly: sqlOnly)
            try writer.write(batches, threads: 3, monitor: nil)
            try writer.finish(Self.record)
            try writer.publish()
        }
        #expect(try integrity(folder.file("false")) == ["ok"])
        let packed = try rows(folder.file("false"))
        #expect(packed.count == count)
        #expect(try packed == rows(folder.file("true")))
    }

    @Test("views say what happened in words")
    func views() throws {
        let folder = try TemporaryFolder()
        var batch = DifferenceBatch()
        let key = Array("k".utf8).withUnsafeBufferPointer { batch.add($0) }
        for kind in DifferenceKind.allCases { batch.rows.append(Difference(kind, key: key)) }
        batch.rows.append(Difference(.changed, column: 1, key: key))
        let writer = try DiffWriter(target: folder.file("r"), inputs: [])
        try writer.write([batch], threads: 1, monitor: nil)
        try writer.finish(Self.record)
        try writer.publish()
        let found = try DatabaseQueue(path: folder.file("r")).read { database in
            [
                try String.fetchAll(
                    database, sql: "SELECT kind || coalesce(':' || column, '') FROM differences"),
                try String.fetchAll(
                    database,
                    sql: "SELECT kind || left_column || right_column || evidence FROM schema_changes"),
                try String.fetchAll(
                    database, sql: "SELECT key || left_records || right_records FROM duplicate_keys"),
                try String.fetchAll(
                    database,
                    sql: "SELECT column || right_column || rule || cells_changed FROM compared_columns"),
                try String.fetchAll(
                    database, sql: "SELECT value FROM run WHERE key IN ('command', 'rows_left') ORDER BY key"),
            ]
        }
        #expect(
            found == [
                ["removed", "added", "changed", "moved", "rekeyed", "changed:price"],
                ["renamedpricecostthey agree"], ["k21"],
                ["namenamebyte for byte3", "pricecostas numbers2"], ["diff", "7"],
            ])
    }

    @Test("an abandoned result leaves the earlier one alone")
    func abandoned() throws {
        let folder = try TemporaryFolder()
        let first = try DiffWriter(target: folder.file("r"), inputs: [])
        try first.finish(Self.record)
        try first.publish()
        let before = try rows(folder.file("r"))
        let second = try DiffWriter(target: folder.file("r"), inputs: [])
        second.abandon()
        #expect(try rows(folder.file("r")) == before)
        #expect(folder.files == ["r"])
    }
}
