import Records
import Synchronization

/// A source that is read from front to end only, kept in a temporary file while it is read, so that its
/// records can be fetched again.
///
/// ```
///   record ─► │ length of each field (4 bytes) │ their bytes │
///   place  ─► number of its batch × 2³² + where it begins in the batch
/// ```
final class SpooledSource: RecordSource {
    private let source: any RecordSource
    private let file: SpillFile
    /// Where the batches begin in the file, by their numbers.
    private let starts = Mutex<[Int: Int]>([:])

    init(_ source: any RecordSource) throws {
        self.source = source
        file = try SpillFile()
    }

    var name: String { source.name }
    var columns: [String] { source.columns }
    var warnings: [String] { source.warnings }
    var byteCount: UInt64? { source.byteCount }
    var canFetch: Bool { true }

    func sample(records: Int) throws -> [RawBatch] { try source.sample(records: records) }

    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        try source.read(threads: threads, monitor: monitor) { batch in
            let (bytes, offsets) = Self.packed(batch)
            let start = try bytes.withUnsafeBytes { try file.append($0) }
            starts.withLock { $0[batch.sequence] = start }
            try consume(batch.placed(at: UInt64(batch.sequence) << 32, offsets: offsets))
        }
    }

    func fetch(_ places: [UInt64], countingLines: Bool) throws -> FetchedRecords {
        let starts = starts.withLock { $0 }
        let width = columns.count
        var lengths = [UInt32](repeating: 0, count: width)
        var fields: [UInt32] = []
        var fieldLengths: [UInt32] = []
        var bytes: [UInt8] = []
        for place in places {
            guard let start = starts[Int(place >> 32)] else { preconditionFailure("the place is a record's") }
            let record = start + Int(place & 0xFFFF_FFFF)
            try lengths.withUnsafeMutableBytes { try file.read(at: record, into: $0) }
            let count = lengths.reduce(0) { $0 + Int($1) }
            var next = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: count))
            try bytes.withUnsafeMutableBytes {
                try file.read(
                    at: record + 4 * width, into: UnsafeMutableRawBufferPointer(rebasing: $0[next...]))
            }
            for length in lengths {
                fields.append(UInt32(next))
                fieldLengths.append(length)
                next += Int(length)
            }
        }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        memory.copyBytes(from: bytes)
        let batch = RawBatch(
            sequence: 0, columnCount: width, recordCount: places.count, byteOffset: 0, recordOffsets: [],
            bytes: memory, starts: fields, lengths: fieldLengths)
        return FetchedRecords(batch: batch, lines: [])
    }

    /// The records one behind the other, and where each begins.
    private static func packed(_ batch: RawBatch) -> (bytes: [UInt8], offsets: [UInt32]) {
        var size = 4 * batch.lengths.count
        for length in batch.lengths { size += Int(length) }
        // Offsets have 32 bits; a batch is a few megabytes, or one record of at most a gigabyte.
        precondition(size <= Int(UInt32.max))
        var offsets: [UInt32] = []
        offsets.reserveCapacity(batch.recordCount)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            guard var next = buffer.baseAddress else { return }
            let start = next
            for record in 0..<batch.recordCount {
                offsets.append(UInt32(next - start))
                for column in 0..<batch.columnCount {
                    let length = batch.lengths[record * batch.columnCount + column]
                    UnsafeMutableRawPointer(next).storeBytes(of: length, as: UInt32.self)
                    next += 4
                }
                for column in 0..<batch.columnCount {
                    let field = batch.field(record, column)
                    guard let base = field.baseAddress else { continue }
                    next.update(from: base, count: field.count)
                    next += field.count
                }
            }
            count = next - start
        }
        return (bytes, offsets)
    }
}

extension RawBatch {
    /// The same records at other places.
    fileprivate func placed(at origin: UInt64, offsets: [UInt32]) -> RawBatch {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        copy.copyMemory(from: UnsafeRawBufferPointer(bytes))
        return RawBatch(
            sequence: sequence, columnCount: columnCount, recordCount: recordCount, byteOffset: origin,
            recordOffsets: offsets, bytes: copy, starts: Array(starts), lengths: Array(lengths))
    }
}
