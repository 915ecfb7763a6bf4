import Foundation
import Ingest
import Records
import TestSupport

@testable import Diff

/// Compares two sources by their first columns.
func diffSources(
    _ left: any RecordSource, _ right: any RecordSource, _ way: DiffTests.Way, keys: Int = 2
) throws -> DiffOutcome {
    let pairs = left.columns.indices.map { ComparedColumns.Pair(left: $0, right: $0) }
    var settings = DiffSettings(
        columns: ComparedColumns(keys: Array(pairs.prefix(keys)), cells: Array(pairs.dropFirst(keys))),
        threads: way.threads)
    settings.entryBytes = way.entryBytes
    let monitor = RunMonitor(run: "test")
    let sources = try ComparedSources(reading: left, right, settings, monitor: monitor)
    try sources.join(monitor: monitor)
    return try sources.compare(monitor: monitor)
}

/// `kind|key|column|left|right|left record|right record|left line|right line`.
func described(_ outcome: DiffOutcome, duplicates: Bool = true) -> [String] {
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
struct TemporaryFiles {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func source(_ table: TextTable, _ columns: [String], _ name: String, chunk: Int) throws
        -> any RecordSource
    {
        try source(table.csv(columns: columns).text, name, chunk: chunk)
    }

    func source(_ text: String, _ name: String, chunk: Int) throws -> any RecordSource {
        let path = folder.file("\(name).csv")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        var options = CSVOptions()
        options.chunkBytes = chunk
        options.delimiter = UInt8(ascii: ",")
        options.quote = UInt8(ascii: "\"")
        options.spaces = .keep
        options.encoding = .utf8
        return try openCSV(path: path, options: options)
    }

    func diff(_ left: TextTable, _ right: TextTable, columns: [String], _ way: DiffTests.Way) throws
        -> DiffOutcome
    {
        try diffSources(
            source(left, columns, "left", chunk: way.chunk),
            source(right, columns, "right", chunk: way.chunk), way)
    }
}

/// A source that is read from front to end only.
struct OneWaySource: RecordSource {
    let source: any RecordSource

    init(_ source: any RecordSource) { self.source = source }

    var name: String { source.name }
    var columns: [String] { source.columns }
    var warnings: [String] { source.warnings }
    var byteCount: UInt64? { source.byteCount }
    var separator: UInt8? { source.separator }
    var quote: UInt8? { source.quote }
    func sample(records: Int) throws -> [RawBatch] { try source.sample(records: records) }
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary { try source.read(threads: threads, monitor: monitor, consume: consume) }
    func read(
        threads: Int, monitor: RunMonitor, verbatim: Set<Int>, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        try source.read(threads: threads, monitor: monitor, verbatim: verbatim, consume: consume)
    }
}
