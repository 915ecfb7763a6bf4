import GRDB
import Records
import TestSupport
import Testing

@testable import ResultStore

/// The result of a comparison of strategies: what is handed over is what its views say.
@Suite("Results of strategies") struct StrategyWriterTests {
    /// Two strategies over ids that look like numbers, one that is no UTF-8 among them.
    static func write(_ target: String) throws {
        let left = table(ids: [[0x31], [0xFF], [0x33]])
        let right = table(["10", "20"])
        var plain = StrategyRecord(name: "plain", left: left, right: right)
        plain.links = [link(0, 1, weight: 2), link(1, 0, weight: -1, band: .review)]
        plain.isTrue = { $0.left == 0 }
        (plain.candidates, plain.precision, plain.f1) = (7, 0.5, 0.4)
        var point = StrategyRecord.Point()
        (point.threshold, point.found) = (0.5, 3)
        plain.curve = [point]
        plain.stages = [StageRecord(stage: "scoring", seconds: 0.25, recordsIn: 1, recordsOut: 2)]
        var other = StrategyRecord(name: "other", left: left, right: left)
        other.members = [ClusterMember(cluster: 0, record: 0), ClusterMember(cluster: 0, record: 2)]
        var record = StrategiesRecord(
            version: "0.1.0", created: "2026-01-02T03:04:05Z", seconds: 1,
            fingerprints: Fingerprints(inputs: "aa", options: "bb", program: "cc"))
        record.strategies = [plain, other]
        record.agreement = [
            .init(strategy: 0, other: 1, both: 4, onlyStrategy: 3, onlyOther: 2, jaccard: 0.25)
        ]
        record.disagreements = [
            .init(
                strategy: 1, other: 0, left: RecordID("1"), right: RecordID("20"), weight: 3,
                probability: 0.875, isTrue: nil)
        ]
        record.counts = ["truth_pairs": 9]
        record.warnings = ["mind this"]
        let writer = try StrategyWriter(target: target, inputs: [])
        try writer.write(record)
        try writer.publish()
    }

    @Test func viewsSayWhatWasHandedOver() throws {
        let folder = try TemporaryFolder()
        try StrategyWriterTests.write(folder.file("r"))
        #expect(folder.files == ["r"])
        let queue = try DatabaseQueue(path: folder.file("r"))
        func rows(_ sql: String) throws -> [String] {
            try queue.read { database in
                try GRDB.Row.fetchAll(database, sql: sql).map { row in
                    row.databaseValues.map { "\($0)" }.joined(separator: "|")
                }
            }
        }
        #expect(
            try rows("SELECT strategy, candidates, precision, recall, f1 FROM strategies")
                == ["\"plain\"|7|0.5|NULL|0.4", "\"other\"|0|NULL|NULL|NULL"])
        #expect(
            try rows("SELECT strategy, hex(left_id), right_id, weight, band, is_true FROM strategy_links")
                == ["\"plain\"|\"31\"|\"20\"|2.0|\"match\"|1", "\"plain\"|\"FF\"|\"10\"|-1.0|\"review\"|0"])
        #expect(
            try rows("SELECT * FROM strategy_clusters")
                == ["\"other\"|\"1\"|\"1\"", "\"other\"|\"1\"|\"3\""])
        #expect(
            try rows("SELECT strategy, threshold, pairs_found, f1 FROM strategy_curves")
                == ["\"plain\"|0.5|3|NULL"])
        #expect(try rows("SELECT * FROM strategy_stages") == ["\"plain\"|\"scoring\"|0.25|1|2"])
        #expect(
            try rows("SELECT * FROM strategy_agreement") == ["\"plain\"|\"other\"|4|3|2|NULL|NULL|0.25"])
        #expect(
            try rows("SELECT * FROM disagreements") == ["\"other\"|\"plain\"|\"1\"|\"20\"|0.875|3.0|NULL"])
        #expect(
            try rows("SELECT value FROM run WHERE key IN ('command', 'truth_pairs')") == [
                "\"strategies\"", "9",
            ])
    }

    @Test func itIsNoResultOfAMatch() throws {
        let folder = try TemporaryFolder()
        try StrategyWriterTests.write(folder.file("r"))
        let error = try #require(throws: TieoutError.self) {
            _ = try ResultReader(path: folder.file("r")).run()
        }
        #expect(error.what.contains("comparison of strategies"))
        // It may be replaced, being a result; what is none may not.
        try StrategyWriterTests.write(folder.file("r"))
    }
}
