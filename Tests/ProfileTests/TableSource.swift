import Records
import Synchronization
import TestSupport

@testable import Profile

/// A table in memory as a source: batches of `batchRecords`, handed to the threads in a shuffled order.
final class TableSource: RecordSource {
    let name = "table"
    let columns: [String]
    let warnings: [String] = []
    let byteCount: UInt64? = nil
    let rows: [[String]]
    private let batchRecords: Int
    private let seed: UInt64

    init(_ rows: [[String]], columns: Int, batchRecords: Int = 100, seed: UInt64 = 1) {
        precondition(rows.allSatisfy { $0.count == columns })
        self.rows = rows
        self.columns = (1...columns).map { "c\($0)" }
        self.batchRecords = batchRecords
        self.seed = seed
    }

    private func batch(_ sequence: Int) -> RawBatch {
        let part = rows.dropFirst(sequence * batchRecords).prefix(batchRecords)
        let fields = part.joined().map { Array($0.utf8) }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: fields.joined().count, alignment: 1)
        bytes.copyBytes(from: fields.joined())
        var starts: [UInt32] = []
        var place: UInt32 = 0
        for field in fields {
            starts.append(place)
            place += UInt32(field.count)
        }
        return RawBatch(
            sequence: sequence, columnCount: columns.count, recordCount: part.count, byteOffset: 0,
            recordOffsets: [], bytes: bytes, starts: starts, lengths: fields.map { UInt32($0.count) })
    }

    private var batchCount: Int { (rows.count + batchRecords - 1) / batchRecords }

    func sample(records: Int) throws -> [RawBatch] {
        (0..<min(batchCount, (records + batchRecords - 1) / batchRecords)).map { batch($0) }
    }

    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        var random = Seeded(seed)
        let order = (0..<batchCount).shuffled(using: &random)
        let work = WorkCounter(total: order.count, step: 1)
        try onThreads(threads) { _ in
            while let range = work.take() {
                for place in range { try consume(batch(order[place])) }
            }
        }
        var summary = ReadSummary()
        summary.records = UInt64(rows.count)
        return summary
    }
}

func profile(_ source: some RecordSource, threads: Int = 1) throws -> SourceProfile {
    try profileSource(source, threads: threads, monitor: RunMonitor(run: "test"))
}

/// Lends the bytes of a text.
func withBytes<R>(_ text: String, _ body: (Bytes) throws -> R) rethrows -> R {
    try Array(text.utf8).withUnsafeBufferPointer { try body($0) }
}
