import Foundation
import Ingest
import Records
import ResultStore
import Synchronization

/// Which rows to hand on.
public enum ExportSelection: String, Codable, Sendable, CaseIterable {
    case matches, review, unmatched, clusters
}

/// How to write them.
public enum ExportFormat: String, Codable, Sendable, CaseIterable {
    case csv, jsonl
}

/// Writes records with what was found about them.
///
/// - `matches`, `review`: both records side by side with the probability.
/// - `unmatched`: the record with its side and the reason.
/// - `clusters`: the whole source, each record with its cluster_id (its own id where it is alone).
///
/// - Throws: `TieoutError` for sources that have changed, and for an output that exists.
public func export(_ path: String, what told: ExportSelection?, format: ExportFormat, to output: String)
    throws
{
    let reader = try ResultReader(path: path)
    let run = try reader.run()
    let isDedupe = run.command == "dedupe"
    let what = told ?? (isDedupe ? .clusters : .matches)
    guard what != .clusters || isDedupe else {
        throw TieoutError(
            "clusters are found in one source", at: path, remedy: "export matches, review or unmatched")
    }
    let left = try RawSource(run.sources[0])
    let right = isDedupe ? left : try RawSource(run.sources[1])
    let sink = try TextSink(output)
    switch what {
    case .matches, .review:
        try exportLinks(reader, what == .matches ? .match : .review, left, right, format, sink)
    case .unmatched: try exportUnmatched(reader, left, right, format, sink)
    case .clusters: try exportClusters(reader, left, format, sink)
    }
    try sink.close()
}

private func exportLinks(
    _ reader: ResultReader, _ band: Band, _ left: RawSource, _ right: RawSource, _ format: ExportFormat,
    _ sink: TextSink
) throws {
    let names = ["left_id", "right_id", "probability", "weight"]
    // The ids stand in front already.
    let columns =
        left.columnsButID.map { "left_\(left.columns[$0])" }
        + right.columnsButID.map { "right_\(right.columns[$0])" }
    let writer = RowWriter(names + columns, format, sink)
    try reader.forEachLink(band) { link in
        let row: [RowValue] = [
            .text(String(decoding: link.left, as: UTF8.self)),
            .text(String(decoding: link.right, as: UTF8.self)),
            .number(rounding: link.probability), .number(rounding: link.weight),
        ]
        let (l, r) = (left.values(of: link.left), right.values(of: link.right))
        let values = left.columnsButID.map { l[$0] } + right.columnsButID.map { r[$0] }
        try writer.write(row + values.map { .text($0) })
    }
}

private func exportUnmatched(
    _ reader: ResultReader, _ left: RawSource, _ right: RawSource, _ format: ExportFormat, _ sink: TextSink
) throws {
    let columns = left.columns + right.columns.filter { !left.columns.contains($0) }
    let writer = RowWriter(["side", "record_id", "reason"] + columns, format, sink)
    try reader.forEachUnmatched { side, record, reason in
        let source = side == .right ? right : left
        let values = Dictionary(
            zip(source.columns, source.values(of: record)), uniquingKeysWith: { first, _ in first })
        try writer.write(
            [
                .text(side.description), .text(String(decoding: record, as: UTF8.self)),
                .text(reason.description),
            ] + columns.map { .text(values[$0]) })
    }
}

private func exportClusters(
    _ reader: ResultReader, _ source: RawSource, _ format: ExportFormat, _ sink: TextSink
) throws {
    var clusters: [[UInt8]: String] = [:]
    try reader.forEachClusterMember { cluster, record in
        clusters[Array(record)] = String(decoding: cluster, as: UTF8.self)
    }
    let writer = RowWriter(["cluster_id", "record_id"] + source.columns, format, sink)
    for record in 0..<source.count {
        let id = source.id(record)
        let text = String(decoding: id, as: UTF8.self)
        try writer.write(([clusters[id] ?? text, text] + source.values(record)).map { .text($0) })
    }
}

/// A source read again, raw, its records findable by id.
private final class RawSource {
    let columns: [String]
    private var batches: [RawBatch]
    private var firsts: [Int] = []
    let count: Int
    private let idColumn: Int?
    private var places: [[UInt8]: Int] = [:]

    init(_ row: SourceRecord) throws {
        let reading = try JSONDecoder().decode(ReadOptions.self, from: Data(row.reading.utf8))
        let source = try openSource(row.path, options: reading)
        let found = Mutex<[RawBatch]>([])
        let summary = try source.read(threads: 1, monitor: RunMonitor(run: "export")) { batch in
            found.withLock { $0.append(batch) }
        }
        guard summary.fingerprint == row.fingerprint else {
            throw TieoutError(
                "has changed since the result was written", at: row.path,
                remedy: "run the match again, or put the file back as it was")
        }
        columns = source.columns
        batches = found.withLock { $0 }.sorted { $0.sequence < $1.sequence }
        var total = 0
        for batch in batches {
            firsts.append(total)
            total += batch.recordCount
        }
        count = total
        idColumn = try row.idColumn.map { try findColumn($0, in: source.columns, source: row.path) }
        if idColumn != nil { for record in 0..<count { places[id(record)] = record } }
    }

    /// Places of the columns other than the id's.
    var columnsButID: [Int] { columns.indices.filter { $0 != idColumn } }

    func id(_ record: Int) -> [UInt8] {
        guard let idColumn else { return Array(String(record + 1).utf8) }
        let (batch, place) = find(record)
        return Array(batch.field(place, idColumn))
    }

    func values(_ record: Int) -> [String] {
        let (batch, place) = find(record)
        return columns.indices.map { String(decoding: batch.field(place, $0), as: UTF8.self) }
    }

    func values(of id: UnsafeBufferPointer<UInt8>) -> [String] {
        let record =
            idColumn == nil ? Int(String(decoding: id, as: UTF8.self)).map { $0 - 1 } : places[Array(id)]
        return record.map { values($0) } ?? columns.map { _ in "" }
    }

    private func find(_ record: Int) -> (batch: RawBatch, place: Int) {
        let batch = lowerBound(0..<firsts.count) { firsts[$0] <= record } - 1
        return (batches[batch], record - firsts[batch])
    }
}
