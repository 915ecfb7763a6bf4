import Records
import Synchronization

/// JSON Lines as a source of records: an object a line, its keys the columns.
///
/// Strings are unescaped; numbers, true and false are text as written; nested arrays and objects are
/// their JSON without blanks; null and a missing key are empty.
final class JSONLinesSource: RecordSource {
    let name: String
    let columns: [String]
    let warnings: [String]
    let byteCount: UInt64?

    private let store: any ByteStore
    private let shape: JSONScanner.Shape
    private let chunkBytes: Int
    private let recordBytes: Int
    private let storedFingerprint: String?

    /// Fields of a chunk, about, where records have very many: places of fields are kept for a whole chunk.
    private static let chunkFields = 8 << 20

    init(
        name: String, store: any ByteStore, shape: JSONScanner.Shape, recordBytes: Int, chunkBytes: Int,
        storedBytes: UInt64, storedFingerprint: String?
    ) {
        self.name = name
        (columns, warnings) = Self.names(shape.keys, name)
        byteCount = storedBytes
        self.store = store
        self.shape = shape
        self.recordBytes = recordBytes
        self.chunkBytes = min(chunkBytes, max(64 << 10, Self.chunkFields / shape.keys.count * recordBytes))
        self.storedFingerprint = storedFingerprint
    }

    /// Reads the source in chunks, each by whichever thread is free.
    ///
    /// - Complexity: O(bytes); memory is a chunk, its places and a batch a thread, and what the consumer
    ///   keeps. A line longer than a chunk is held whole, up to the limit.
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        let ledger = JSONLedger(source: name)
        let turnstile = Turnstile()
        let chunks = WorkCounter(total: Int(store.count), step: chunkBytes)
        let hashes = Mutex([UInt64](repeating: 0, count: Fingerprint.blockCount(store.count)))
        try onThreads(threads) { _ in
            do {
                var scanner = JSONScanner(shape: shape, store: store)
                while let place = chunks.take() {
                    try monitor.checkStop()
                    try scanner.scan(UInt64(place.lowerBound)..<UInt64(place.upperBound))
                    if chunkBytes == Fingerprint.blockBytes {
                        hashes.withLock { $0[place.lowerBound / chunkBytes] = scanner.hash }
                    }
                    guard turnstile.enter(place.lowerBound / chunkBytes) else { return }
                    let sequence = ledger.enter(scanner)
                    turnstile.leave()
                    monitor.bytesRead.add(place.count, ordering: .relaxed)
                    monitor.unitsDone.add(place.count, ordering: .relaxed)
                    monitor.recordsRejected.add(scanner.flaws.count, ordering: .relaxed)
                    guard scanner.table.records > 0 else { continue }
                    let batch = scanner.takeBatch(sequence: sequence)
                    monitor.recordsRead.add(batch.recordCount, ordering: .relaxed)
                    try consume(batch)
                }
            } catch {
                turnstile.breakDown()
                throw error
            }
        }
        var summary = ledger.summary
        summary.bytes = byteCount ?? store.count
        summary.fingerprint =
            try storedFingerprint
            ?? Fingerprint.joined(
                hashes.withLock { $0 }, areBlocks: chunkBytes == Fingerprint.blockBytes, of: store,
                threads: threads)
        for sentence in ledger.warnings { monitor.warn(sentence) }
        return summary
    }

    /// The whole of a small source; of a larger one the beginning and eight stretches spread evenly over
    /// it, always the same.
    func sample(records: Int) throws -> [RawBatch] {
        var scanner = JSONScanner(shape: shape, store: store)
        var batches: [RawBatch] = []
        func take(_ range: Range<UInt64>, _ scanner: inout JSONScanner) throws {
            try scanner.scan(range)
            if scanner.table.records > 0 { batches.append(scanner.takeBatch(sequence: batches.count)) }
        }
        if store.count <= 8 << 20 {
            try take(0..<store.count, &scanner)
            return batches
        }
        let stretch = UInt64(min(max(max(1, records) * recordBytes / 9, 64 << 10), 4 << 20))
        let step = store.count / 9
        for place in 0..<UInt64(9) {
            try take(place * step..<place * step + min(stretch, step), &scanner)
        }
        return batches
    }

    /// The keys as names: trimmed, each once, an empty one by its place.
    private static func names(_ keys: [[UInt8]], _ source: String) -> ([String], [String]) {
        var names = ColumnNames()
        for key in keys { names.add(String(decoding: key, as: UTF8.self)) }
        return (names.names, names.warnings.map { "\(source): \($0)" })
    }
}
