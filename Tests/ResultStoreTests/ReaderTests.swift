import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import ResultStore

/// A small result of each command, read back.
@Suite struct ReaderTests {
    static func writeMatch(_ target: String) throws -> RunRecord {
        let left = table((1...20).map { "L\($0)" })
        let right = table((1...20).map { "R\($0)" })
        var run = plainRun
        run.prior = 0.001
        run.counts = ["candidate_pairs": 321]
        run.options = #"{"threshold":0.9}"#
        run.model = #"{"kind":"fellegi-sunter"}"#
        run.plan = #"{"rules":2}"#
        run.warnings = ["the column \"phone\" is mostly empty"]
        run.sources = [
            SourceRecord(
                side: .left, path: "customers.csv", bytes: 1000, fingerprint: "ab", records: 20, rejected: 2,
                idColumn: "id", columns: ["id", "na\"me", "größe"], reading: #"{"delimiter":","}"#),
            SourceRecord(
                side: .right, path: "billing.csv", bytes: 2000, fingerprint: "cd", records: 20, rejected: 0,
                idColumn: nil, columns: ["name"]),
        ]
        run.comparisons = [
            LevelRecord(
                comparison: "name", level: 0, description: "missing", m: nil, u: nil, weight: 0,
                comparator: "jaro-winkler", kind: "name", leftColumn: "name", rightColumn: "name"),
            LevelRecord(
                comparison: "name", level: 1, description: "equal", m: 0.9, u: 0.01, weight: 6.49,
                comparator: "jaro-winkler", kind: "name", leftColumn: "name", rightColumn: "name"),
        ]
        run.rules = [
            RuleRecord(name: "surname + year", pairs: 300, firstPairs: 300, onlyPairs: 200, largestBlock: 12),
            RuleRecord(name: "postcode", pairs: 121),
        ]
        run.stages = [
            StageRecord(stage: "reading", seconds: 0.25, recordsIn: 22, recordsOut: 20),
            StageRecord(stage: "storing", seconds: 0.5),
        ]
        run.patterns = [
            PatternRecord(levels: [0, 1], pairs: 20, weight: -3),
            PatternRecord(levels: [2, 12], pairs: 1, weight: 9.5),
        ]
        run.decisions = [DecisionRecord(left: RecordID("L1"), right: RecordID("R9"), verdict: "match")]
        let writer = try ResultWriter(target: target, inputs: [])
        writer.append(
            links: [
                link(16, 3, weight: 12.5, margin: 2, rule: 1, pattern: 1), link(4, 4, weight: 8),
                link(5, 6, weight: -0.25, band: .review, margin: -1.5), link(0, 8, weight: 20, rule: .max),
            ], left: left, right: right)
        writer.append(unmatched: [17, 1], reason: .noCandidate, side: .left, ids: left)
        writer.append(unmatched: [2], reason: .lostToRival, side: .left, ids: left)
        writer.append(unmatched: [1], reason: .belowThreshold, side: .right, ids: right)
        writer.append(
            rejects: [
                RejectedRecord(
                    source: "customers.csv", firstLine: 7, lastLine: 9, byteOffset: 400, reason: "open quote",
                    text: Array("a,\"b".utf8)),
                RejectedRecord(
                    source: "customers.csv", firstLine: 12, lastLine: 12, byteOffset: 480, reason: "not text",
                    text: [0x61, 0xFF, 0x00]),
            ], side: .left)
        try writer.writeRows(threads: 2)
        try writer.finish(run)
        try writer.publish()
        return run
    }

    static func writeDedupe(_ target: String) throws {
        let ids = table((1...9).map { "S\($0)" })
        let writer = try ResultWriter(target: target, inputs: [])
        writer.append(links: [link(0, 1), link(1, 4), link(2, 7, band: .review)], left: ids, right: ids)
        writer.append(
            clusters: [(0, 0), (0, 1), (0, 4)].map { ClusterMember(cluster: $0.0, record: $0.1) }, ids: ids)
        writer.append(unmatched: [3, 5, 6, 8], reason: .noCandidate, side: .source, ids: ids)
        writer.appendNumbers(of: ids, side: .source)
        var run = plainRun
        run.command = "dedupe"
        run.cardinality = .clusters
        run.sources = [twoFiles(side: .source, records: 9)]
        try writer.finish(run)
        try writer.publish()
    }

    /// A source of two files, the first of four records.
    static func twoFiles(side: Side, records: Int) -> SourceRecord {
        SourceRecord(
            side: side, path: "day-*.csv", bytes: 100, fingerprint: "ef", records: records, rejected: 0,
            idColumn: nil, columns: ["name"],
            files: [
                FileRecord(path: "day-1.csv", bytes: 40, fingerprint: "e", records: 4, rejected: 0),
                FileRecord(path: "day-2.csv", bytes: 60, fingerprint: "f", records: records - 4, rejected: 0),
            ])
    }

    /// A diff whose right source is two files, with one difference in each.
    static func writeDiff(_ target: String) throws {
        var record = DiffRecord(
            version: "0.1.0", created: "2026-01-02T03:04:05Z",
            fingerprints: Fingerprints(inputs: "aa", options: "bb", program: "cc"))
        record.sources = [twoFiles(side: .right, records: 9)]
        var batch = DifferenceBatch()
        for number: UInt64 in [4, 5] {
            let key = [UInt8](String(number).utf8).withUnsafeBufferPointer { batch.add($0) }
            var difference = Difference(.added, isDuplicate: false, column: -1, key: key)
            difference.rightRecord = number
            batch.rows.append(difference)
        }
        let writer = try DiffWriter(target: target, inputs: [])
        try writer.write([batch], threads: 1, monitor: nil)
        try writer.finish(record)
        try writer.publish()
    }

    /// Each record is in one file, and has its number there.
    @Test func recordsKnowTheirFiles() throws {
        let folder = try TemporaryFolder()
        try ReaderTests.writeDedupe(folder.file("r"))
        let found = try DatabaseQueue(path: folder.file("r")).read { database in
            try GRDB.Row.fetchAll(database, sql: "SELECT record_id, file, record FROM record_files").map {
                "\($0[0] as String) \($0[1] as String) \($0[2] as Int)"
            }
        }
        #expect(
            found.sorted() == [
                "S1 day-1.csv 1", "S2 day-1.csv 2", "S3 day-1.csv 3", "S4 day-1.csv 4", "S5 day-2.csv 1",
                "S6 day-2.csv 2", "S7 day-2.csv 3", "S8 day-2.csv 4", "S9 day-2.csv 5",
            ])
        let run = try ResultReader(path: folder.file("r")).run()
        #expect(run.sources == [ReaderTests.twoFiles(side: .source, records: 9)])
    }

    @Test func theRunComesBack() throws {
        let folder = try TemporaryFolder()
        let run = try ReaderTests.writeMatch(folder.file("r"))
        let reader = try ResultReader(path: folder.file("r"))
        #expect(try reader.run() == run)
        let counts = try reader.counts()
        #expect(counts.matches == 3 && counts.inReview == 1 && counts.unmatched == 4)
        #expect(counts.rejected == 2 && counts.clusterMembers == 0)
    }

    @Test func linksComeBack() throws {
        let folder = try TemporaryFolder()
        _ = try ReaderTests.writeMatch(folder.file("r"))
        let reader = try ResultReader(path: folder.file("r"))
        var all: [StoredLink] = []
        try reader.forEachLink { all.append(StoredLink($0)) }
        #expect(all.map(\.left.description) == ["L1", "L17", "L5", "L6"])
        #expect(all.map(\.rule) == [65535, 1, 0, 0])
        #expect(all.map(\.pattern) == [0, 1, 0, 0])
        #expect(all.map(\.margin) == [nil, 2, nil, -1.5])
        #expect(all[2].probability == 256.0 / 257)
        var review = 0
        try reader.forEachLink(.review) { row in
            review += 1
            #expect(row.weight == -0.25 && row.band == .review)
        }
        #expect(review == 1)
        #expect(try reader.link(RecordID("L17"), RecordID("R4"))?.weight == 12.5)
        #expect(try reader.link(RecordID("R4"), RecordID("L17")) == nil)
        #expect(try reader.links(right: RecordID("R5")).count == 1)
        struct Stop: Error {}
        #expect(throws: Stop.self) { try reader.forEachLink { _ in throw Stop() } }
    }

    @Test func recordsComeBack() throws {
        let folder = try TemporaryFolder()
        _ = try ReaderTests.writeMatch(folder.file("r"))
        let reader = try ResultReader(path: folder.file("r"))
        var lines: [String] = []
        try reader.forEachUnmatched { side, id, reason in
            lines.append("\(side) \(String(decoding: id, as: UTF8.self)) \(reason)")
        }
        #expect(
            lines == [
                "left L18 no candidate", "left L2 no candidate", "left L3 lost to rival",
                "right R2 below threshold",
            ])
        #expect(try reader.unmatchedReason(RecordID("L3"), side: .left) == .lostToRival)
        #expect(try reader.unmatchedReason(RecordID("L3"), side: .right) == nil)
        let rejects = try reader.rejects()
        #expect(rejects.map(\.text) == [Array("a,\"b".utf8), [0x61, 0xFF, 0x00]])
        #expect(rejects.map(\.lastLine) == [9, 12] && rejects[0].byteOffset == 400)
    }

    @Test func clustersComeBack() throws {
        let folder = try TemporaryFolder()
        try ReaderTests.writeDedupe(folder.file("r"))
        let reader = try ResultReader(path: folder.file("r"))
        #expect(try reader.link(RecordID("S8"), RecordID("S3"))?.band == .review)
        var members = 0
        try reader.forEachClusterMember { _, _ in members += 1 }
        #expect(members == 3)
    }

    /// Every look-up by an id goes by an index, through the views too.
    @Test(arguments: [
        "SELECT * FROM matches WHERE left_id = 'L1'", "SELECT * FROM matches WHERE right_id = 'R1'",
        "SELECT * FROM matches WHERE left_id = 'L1' AND right_id = 'R1'",
        "SELECT * FROM unmatched WHERE record_id = 'L1'", "SELECT * FROM clusters WHERE record_id = 'S1'",
        "SELECT * FROM clusters WHERE cluster_id = 'S1'",
    ])
    func lookUpsUseAnIndex(_ query: String) throws {
        let folder = try TemporaryFolder()
        _ = try ReaderTests.writeMatch(folder.file("r"))
        let plan = try DatabaseQueue(path: folder.file("r")).read { database in
            try GRDB.Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(query)").map { $0["detail"] as String }
        }
        #expect(plan.first?.hasPrefix("SEARCH") == true, "\(plan)")
    }

    @Test func whatIsNoResultIsRefused() throws {
        let folder = try TemporaryFolder()
        try "id,name\n".write(toFile: folder.file("a.csv"), atomically: true, encoding: .utf8)
        #expect(
            try tieoutError { _ = try ResultReader(path: folder.file("a.csv")) }.what
                == "is not a Tieout result")
        #expect(
            try tieoutError { _ = try ResultReader(path: folder.file("none")) }.what.contains("No such file"))
        _ = try tieoutError { _ = try ResultReader(path: folder.path) }
        try ReaderTests.writeDedupe(folder.file("r"))
        let queue = try DatabaseQueue(path: folder.file("r"))
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let error = try tieoutError { _ = try ResultReader(path: folder.file("r")) }
        #expect(error.what.contains("newer version of Tieout"))
    }

    @Test func aDamagedResultIsAnError() throws {
        let folder = try TemporaryFolder()
        try ReaderTests.writeDedupe(folder.file("r"))
        let file = try #require(FileHandle(forUpdatingAtPath: folder.file("r")))
        try file.truncate(atOffset: 20_000)
        try file.close()
        _ = try tieoutError {
            let reader = try ResultReader(path: folder.file("r"))
            try reader.forEachLink { _ in }
            _ = try reader.run()
        }
    }

    /// Every query of docs/results.md runs; those on small results find something.
    @Test func documentedQueriesRun() throws {
        let folder = try TemporaryFolder()
        _ = try ReaderTests.writeMatch(folder.file("match"))
        try ReaderTests.writeDedupe(folder.file("dedupe"))
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/results.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```sql\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count > 9)
        try ReaderTests.writeDiff(folder.file("diff"))
        try StrategyWriterTests.write(folder.file("strategies"))
        let results = try ["match", "dedupe", "diff", "strategies"].map {
            try DatabaseQueue(path: folder.file($0))
        }
        for query in blocks.flatMap({ $0.components(separatedBy: ";\n") }) where query.contains("SELECT") {
            let rows = try results.map { queue in
                try queue.read { try GRDB.Row.fetchAll($0, sql: query).count }
            }
            #expect(rows.reduce(0, +) > 0, "\(query) finds nothing")
        }
    }

    /// The columns that docs/results.md promises, in the order of the contract.
    @Test func theContractHolds() throws {
        let folder = try TemporaryFolder()
        _ = try ReaderTests.writeMatch(folder.file("r"))
        let columns = try DatabaseQueue(path: folder.file("r")).read { database in
            try [
                "matches", "clusters", "unmatched", "rejects", "comparisons", "rules", "stages", "run",
                "source_files", "record_files",
            ].map { try database.columns(in: $0).map(\.name).joined(separator: ",") }
        }
        #expect(
            columns == [
                "left_id,right_id,probability,weight,band,rule,margin", "cluster_id,record_id",
                "side,record_id,reason", "source,line,last_line,byte_offset,reason,text",
                "comparison,level,m,u,weight,description,comparator,kind,left_column,right_column",
                "rule,pairs,only_pairs,first_pairs,largest_block", "stage,seconds,records_in,records_out",
                "key,value", "side,path,bytes,fingerprint,first_record,records,rejected",
                "side,record_id,file,record",
            ])
        let marks = try DatabaseQueue(path: folder.file("r")).read { database in
            try Int.fetchAll(
                database,
                sql: "SELECT * FROM pragma_application_id UNION ALL SELECT * FROM pragma_user_version")
        }
        #expect(marks == [1_414_088_015, 4])
    }
}
