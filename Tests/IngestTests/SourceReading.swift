import Records
import Synchronization
import Testing

@testable import Ingest

/// Everything that one pass over a source gives.
struct Reading {
    var records: [[[UInt8]]] = []
    var places: [UInt64] = []
    var summary: ReadSummary

    init(_ source: any RecordSource, threads: Int) throws {
        let batches = Mutex<[RawBatch]>([])
        summary = try source.read(threads: threads, monitor: RunMonitor(run: "test")) { batch in
            batches.withLock { $0.append(batch) }
        }
        let ordered = batches.withLock { $0 }.sorted { $0.sequence < $1.sequence }
        #expect(ordered.map(\.sequence) == Array(0..<ordered.count))
        for batch in ordered {
            for record in 0..<batch.recordCount {
                records.append((0..<batch.columnCount).map { Array(batch.field(record, $0)) })
                places.append(batch.byteOffset + UInt64(batch.recordOffsets[record]))
            }
        }
        #expect(summary.records == UInt64(records.count))
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "places rise")
    }

    /// Records as text, fields with bars between.
    var texts: [String] {
        records.map { $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|") }
    }
}
