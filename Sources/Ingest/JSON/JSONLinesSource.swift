import Records
import Synchronization

/// JSON Lines as a source of records: an object a line, its keys the columns.
///
/// Strings are unescaped; numbers, true and false are text as written; nested arrays and objects are
/// their JSON without blanks; null and a missing key are empty.
final class JSONLinesSource: DescribedSource {
    let name: String
    let columns: [String]
    let warnings: [String]
    let byteCount: UInt64?

    private let store: any ByteStore
    private let shape: JSONScanner.Shape
    private let chunkBytes: Int
    private let recordBytes: Int
    private let nullWords: NullWords?
    private let rejectLimit: RejectLimit

    /// Fields of a chunk, about, where records have very many: places of fields are kept for a whole chunk.
    private static let chunkFields = 8 << 20

    init(
        name: String, store: any ByteStore, shape: JSONScanner.Shape, recordBytes: Int, options: ReadOptions
    ) {
        self.name = name
        (columns, warnings) = Self.names(shape.keys, name)
        byteCount = store.storedBytes
        self.store = store
        self.shape = shape
        self.recordBytes = recordBytes
        self.chunkBytes = min(
            options.csv.chunkBytes, max(64 << 10, Self.chunkFields / shape.keys.count * recordBytes))
        nullWords = NullWords(options.nullWords)
        rejectLimit = options.rejects
    }

    /// Reads the source in chunks, each by whichever thread is free.
    ///
    /// - Complexity: O(bytes); memory is a chunk, its places and a batch a thread, and what the consumer
    ///   keeps. A line longer than a chunk is held whole, up to the limit.
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        try store.beginPass()
        let ledger = JSONLedger(source: name)
        let turnstile = Turnstile()
        let nextChunk = Atomic<Int>(0)
        let hashes = Mutex<[UInt64]>([])
        let hashesChunks = !store.hashesItself && chunkBytes == Fingerprint.blockBytes
        try onThreads(threads) { _ in
            do {
                var scanner = JSONScanner(shape: shape, store: store, pool: MemoryPool())
                while let (number, place) = try takeChunk(nextChunk, of: chunkBytes, in: store) {
                    try monitor.checkStop()
                    try scanner.scan(place)
                    if hashesChunks {
                        let hash = scanner.hash
                        hashes.withLock { Fingerprint.put(hash, at: number, in: &$0) }
                    }
                    guard turnstile.enter(number) else { return }
                    let (sequence, line) = ledger.enter(scanner)
                    try rejectLimit.check(ledger.summary, isWhole: false, of: name)
                    store.release(before: max(place.upperBound, 1) - 1)
                    let stored = ledger.advance(to: store.storedBytes(before: place.upperBound))
                    turnstile.leave()
                    monitor.bytesRead.add(stored, ordering: .relaxed)
                    monitor.unitsDone.add(stored, ordering: .relaxed)
                    monitor.recordsRejected.add(scanner.flaws.count, ordering: .relaxed)
                    guard scanner.table.records > 0 else { continue }
                    let batch = scanner.takeBatch(sequence: sequence, firstLine: line)
                    monitor.recordsRead.add(batch.recordCount, ordering: .relaxed)
                    try consume(nullWords?.emptied(batch) ?? batch)
                }
            } catch {
                turnstile.breakDown()
                throw error
            }
        }
        var summary = ledger.summary
        try rejectLimit.check(summary, isWhole: true, of: name)
        summary.bytes = try store.storedBytes ?? store.reach(.max)
        summary.fingerprint =
            try store.fingerprint
            ?? Fingerprint.joined(
                hashes.withLock { $0 }, areBlocks: chunkBytes == Fingerprint.blockBytes, of: store,
                threads: threads)
        for sentence in ledger.warnings { monitor.warn(sentence) }
        return summary
    }

    /// The whole of a small source; of a larger one the beginning and eight stretches spread evenly over
    /// it, always the same; of what flows the beginning.
    func sample(records: Int) throws -> [RawBatch] {
        try store.beginPass()
        var scanner = JSONScanner(shape: shape, store: store)
        var batches: [RawBatch] = []
        func take(_ range: Range<UInt64>, _ scanner: inout JSONScanner) throws {
            try scanner.scan(range)
            guard scanner.table.records > 0 else { return }
            let batch = scanner.takeBatch(sequence: batches.count)
            batches.append(nullWords?.emptied(batch) ?? batch)
        }
        let small: UInt64 = 8 << 20
        let wanted = UInt64(min(max(max(1, records) * recordBytes, 1 << 20), Int(small)))
        let reached = try store.reach(store.isSeekable ? small + 1 : wanted)
        if reached <= small {
            try take(0..<reached, &scanner)
            return batches
        }
        let count = try store.reach(.max)
        let stretch = UInt64(min(max(max(1, records) * recordBytes / 9, 64 << 10), 4 << 20))
        let step = count / 9
        for place in 0..<UInt64(9) {
            try take(place * step..<place * step + min(stretch, step), &scanner)
        }
        return batches
    }

    /// An object a line has no dialect.
    var traits: SourceTraits { SourceTraits(format: "JSON Lines", columns: columns) }

    /// The keys as names: trimmed, each once, an empty one by its place.
    private static func names(_ keys: [[UInt8]], _ source: String) -> ([String], [String]) {
        var names = ColumnNames()
        for key in keys { names.add(String(decoding: key, as: UTF8.self)) }
        return (names.names, names.warnings.map { "\(source): \($0)" })
    }
}
