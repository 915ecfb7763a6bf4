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

    @Test("a source that cannot be asked again is spooled, to the same answer")
    func spooled() throws {
        var random = Seeded(13)
        let (left, right) = randomTables(&random, rows: 300, columns: 5, repeatsKeys: false)
        let columns = (0..<5).map { "f\($0)" }
        let files = try TemporaryFiles()
        let expected = try files.diff(left, right, columns: columns, Self.ways[1])
        let one = OneWaySource(try files.source(left, columns, "left", chunk: 99))
        let other = OneWaySource(try files.source(right, columns, "right", chunk: 4096))
        let outcome = try diff(one, other, Self.ways[2])
        let strip = { (row: String) in
            row.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|")
        }
        #expect(described(outcome).map(strip) == described(expected).map(strip))
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

/// Keys in the first two columns, the rest compared.
private func diff(_ left: any RecordSource, _ right: any RecordSource, _ way: DiffTests.Way) throws
    -> DiffOutcome
{
    let pairs = left.columns.indices.map { ComparedColumns.Pair(left: $0, right: $0) }
    var settings = DiffSettings(
        columns: ComparedColumns(keys: Array(pairs.prefix(2)), cells: Array(pairs.dropFirst(2))),
        threads: way.threads)
    settings.entryBytes = way.entryBytes
    let monitor = RunMonitor(run: "test")
    let sources = try ComparedSources(reading: left, right, settings, monitor: monitor)
    try sources.join(monitor: monitor)
    return try sources.compare(monitor: monitor)
}

/// `kind|key|column|left|right|left record|right record|left line|right line`.
private func described(_ outcome: DiffOutcome, duplicates: Bool = true) -> [String] {
    outcome.differences.flatMap { batch in
        batch.rows.filter { duplicates || !$0.isDuplicate }.map { row in
            let text = { (text: Difference.Text) in String(decoding: batch.text(text), as: UTF8.self) }
            let number = { (value: UInt64) in value == 0 ? "" : "\(value)" }
            // Columns count from the first compared one.
            return [
                "\(row.kind)", text(row.key), row.column < 0 ? "" : "\(row.column + 2)", text(row.leftValue),
                text(row.rightValue), number(row.leftRecord), number(row.rightRecord), number(row.leftLine),
                number(row.rightLine),
            ].joined(separator: "|")
        }
    }
}

/// Files of one test.
private final class TemporaryFiles {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func source(_ table: TextTable, _ columns: [String], _ name: String, chunk: Int) throws
        -> any RecordSource
    {
        let file = folder.appendingPathComponent("\(name).csv")
        try Data(table.csv(columns: columns).text.utf8).write(to: file)
        var options = CSVOptions()
        options.chunkBytes = chunk
        options.delimiter = UInt8(ascii: ",")
        options.quote = UInt8(ascii: "\"")
        options.spaces = .keep
        options.encoding = .utf8
        return try openCSV(path: file.path, options: options)
    }

    func diff(_ left: TextTable, _ right: TextTable, columns: [String], _ way: DiffTests.Way) throws
        -> DiffOutcome
    {
        try DiffTestsSupport.run(
            source(left, columns, "left", chunk: way.chunk),
            source(right, columns, "right", chunk: way.chunk), way)
    }
}

private enum DiffTestsSupport {
    static func run(_ left: any RecordSource, _ right: any RecordSource, _ way: DiffTests.Way) throws
        -> DiffOutcome
    {
        try diff(left, right, way)
    }
}

/// A source that is read from front to end only.
private struct OneWaySource: RecordSource {
    let source: any RecordSource

    init(_ source: any RecordSource) { self.source = source }

    var name: String { source.name }
    var columns: [String] { source.columns }
    var warnings: [String] { source.warnings }
    var byteCount: UInt64? { source.byteCount }
    func sample(records: Int) throws -> [RawBatch] { try source.sample(records: records) }
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary { try source.read(threads: threads, monitor: monitor, consume: consume) }
}
