import Foundation
import GRDB
import Records
import TestSupport
import Testing

import class Records.Table

@testable import ResultStore

/// A table with these ids and nothing else in its rows; nil for ids that are record numbers.
func table(ids: [[UInt8]], hasIds: Bool = true, perSegment: Int = 1000) -> Table {
    var segments: [SealedSegment] = []
    for start in stride(from: 0, to: ids.count, by: perSegment) {
        var segment = RowSegment(sequence: segments.count, signatures: [.characters], capacity: 4096)
        for id in ids[start..<min(start + perSegment, ids.count)] {
            segment.append([[]], id: hasIds ? id : [])
        }
        segments.append(segment.seal())
    }
    return Table(segments: segments, fieldCount: 1, hasIds: hasIds)
}

func table(_ ids: [String]) -> Table { table(ids: ids.map { Array($0.utf8) }) }

func link(
    _ left: Int, _ right: Int, weight: Float = 8, band: Band = .match, margin: Float = .infinity,
    rule: UInt16 = 0,
    pattern: UInt32 = 0
) -> Link {
    Link(
        edge: Edge(
            left: RecordIndex(left), right: RecordIndex(right), weight: weight, pattern: pattern, rule: rule),
        band: band, margin: margin)
}

let plainRun = RunRecord(
    command: "match", version: "0.1.0", created: "2026-01-02T03:04:05Z", seconds: 1.5,
    fingerprints: Fingerprints(inputs: "aa", options: "bb", program: "cc"), cardinality: .oneToOne,
    threshold: 0.9,
    review: 0.5)

/// All rows of all views but `stages` and the times of `run`, as text.
func dump(_ path: String) throws -> [String] {
    let views = [
        "matches", "clusters", "unmatched", "rejects", "comparisons", "rules", "patterns", "sources",
        "decisions",
        "warnings", "run WHERE key NOT IN ('created', 'seconds')",
    ]
    var lines: [String] = []
    try DatabaseQueue(path: path).read { database in
        for view in views {
            lines.append(view)
            for row in try GRDB.Row.fetchAll(database, sql: "SELECT * FROM \(view)") {
                lines.append(row.databaseValues.map { "\($0)" }.joined(separator: "|"))
            }
        }
    }
    return lines
}

/// What SQLite says of a file's structure: `ok`, or what is wrong.
func integrity(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
}

/// Runs `body` and gives back the error it must throw.
func tieoutError(_ body: () throws -> Void) throws -> TieoutError {
    try #require(throws: TieoutError.self, performing: body)
}
