import Foundation
import Ingest
import Records
import TestSupport
import Testing

@testable import Diff

/// The diff against dictionaries of texts, on random tables.
@Suite("Diff")
struct DiffTests {
    struct Way: CustomStringConvertible {
        var threads: Int
        var chunk: Int
        var entryBytes: Int?
        var description: String {
            "\(threads) threads, chunks of \(chunk), \(entryBytes.map { "\($0)" } ?? "all") bytes"
        }
    }

    static let ways = [
        Way(threads: 1, chunk: 4 << 20, entryBytes: nil), Way(threads: 2, chunk: 64, entryBytes: nil),
        Way(threads: 7, chunk: 17, entryBytes: 0),
        Way(threads: 2, chunk: 4096, entryBytes: 3 * BlockPool.smallestBlock),
        Way(threads: 1, chunk: 1, entryBytes: 0),
    ]

    @Test("every difference is the reference's, with its values, records and lines", arguments: ways)
    func uniqueKeys(_ way: Way) throws {
        var random = Seeded(11)
        for round in 0..<12 {
            let (left, right) = randomTables(
                &random, rows: [0, 1, 7, 60, 400][round % 5], columns: 5, repeatsKeys: false)
            try check(left, right, way)
        }
    }

    @Test("repeated keys are paired so that the fewest cells differ, and never multiplied", arguments: ways)
    func repeatedKeys(_ way: Way) throws {
        var random = Seeded(12)
        for round in 0..<12 {
            let (left, right) = randomTables(
                &random, rows: [2, 9, 30, 120][round % 4], columns: 4, repeatsKeys: true)
            try check(left, right, way)
        }
    }

    @Test("whole rows are compared as often as they occur")
    func keyless() throws {
        let left = TextTable(rows: [["a", "1"], ["a", "1"], ["b", "2"], ["c", "3"]])
        let right = TextTable(rows: [["c", "3"], ["a", "1"], ["b", "2"], ["b", "2"], ["b", "2"]])
        let files = try TemporaryFiles()
        let one = try files.source(left, ["x", "y"], "left", chunk: 4096)
        let other = try files.source(right, ["x", "y"], "right", chunk: 4096)
        let columns = ComparedColumns(keys: [], cells: [.init(left: 0, right: 0), .init(left: 1, right: 1)])
        let monitor = RunMonitor(run: "test")
        let sources = try ComparedSources(
            reading: one, other, DiffSettings(columns: columns, threads: 2), monitor: monitor)
        try sources.join(monitor: monitor)
        let outcome = try sources.compare(monitor: monitor)
        #expect(outcome.rowsUnchanged == 3)
        #expect(
            described(outcome) == [
                "removed|a|1||||2||3|", "added|b|2|||||4||5", "added|b|2|||||5||6",
            ])
    }

    @Test("records in another order are those outside a longest run that keeps its order")
    func moved() {
        let pairs = [3, 0, 1, 5, 2, 4].enumerated().map { PlacePair(left: UInt64($0), right: UInt64($1)) }
        #expect(movedPairs(pairs).map(\.right) == [3, 5])
        #expect(movedPairs([]).isEmpty)
    }

    private func check(_ left: TextTable, _ right: TextTable, _ way: Way) throws {
        let columns = (0..<(left.rows.first ?? right.rows.first ?? ["", "", ""]).count).map { "f\($0)" }
        let outcome = try TemporaryFiles().diff(left, right, columns: columns, way)
        let reference = ReferenceDiff(
            left, right, keys: [0, 1],
            lines: (left.csv(columns: columns).lines, right.csv(columns: columns).lines))
        let unique = described(outcome, duplicates: false)
        #expect(unique == reference.rows, "\(way)")
        #expect(outcome.rowsUnchanged == UInt64(reference.unchanged))
        #expect(outcome.rowsChanged == UInt64(reference.changed))
        #expect(
            outcome.duplicateRowsChanged + outcome.duplicateRowsUnchanged == UInt64(reference.duplicatePairs))
        #expect(outcome.duplicateRowsRemoved == UInt64(reference.duplicateRemoved))
        #expect(outcome.duplicateRowsAdded == UInt64(reference.duplicateAdded))
        #expect(outcome.duplicateCells.reduce(0, +) == UInt64(reference.duplicateCells), "\(way)")
    }
}
