import Records
import Synchronization

/// A delimited file as a source of records. `openCSV` makes one.
public final class CSVSource: RecordSource {
    /// The path as the user wrote it.
    public let name: String
    /// Names of the columns, each once.
    public let columns: [String]
    /// What looked odd when the file was opened, a sentence each.
    public let warnings: [String]
    /// Size of the file.
    public let byteCount: UInt64?
    /// How the file is read, and what of that was detected.
    public let dialect: Dialect

    let store: any ByteStore
    let shape: RecordShape
    let chunkBytes: Int
    /// Where the first data record starts.
    let firstRecord: UInt64
    /// Bytes a record takes, about.
    let recordBytes: Int
    /// Fingerprint of the file as stored, where the store holds it decoded.
    let storedFingerprint: String?
    /// Line ends before each chunk, known once the source was read.
    let chunkLines = Mutex<[UInt64]>([])

    init(name: String, opened: OpenedCSV, options: CSVOptions) {
        self.name = name
        columns = opened.header.columns
        warnings = opened.warnings
        byteCount = opened.storedBytes
        dialect = opened.dialect
        store = opened.store
        shape = RecordShape(
            dialect: opened.dialect, columnCount: opened.header.columns.count, headed: options.header,
            maxRecordBytes: options.maxRecordBytes)
        chunkBytes = options.chunkBytes
        firstRecord = opened.header.end
        recordBytes = opened.recordBytes
        storedFingerprint = opened.storedFingerprint
    }

    /// Reads the file in chunks, each by whichever thread is free; batches have the numbers of their
    /// chunks' order. Chunks whose first record was guessed wrongly are scanned again.
    ///
    /// - Complexity: O(bytes); memory is a chunk, its places and a batch a thread, and what the
    ///   consumer keeps. A record longer than a chunk is held whole, up to the limit.
    public func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        let ledger = ReadLedger(source: name, headed: shape.headed, start: firstRecord)
        let turnstile = Turnstile()
        let chunks = WorkCounter(total: Int(store.count), step: chunkBytes)
        let hashes = Mutex([UInt64](repeating: 0, count: Fingerprint.blockCount(store.count)))
        let transcoded = Atomic<Int>(0)
        let pool = MemoryPool()

        try onThreads(threads) { _ in
            do {
                var scanner = try ChunkScanner(shape: shape, store: store, pool: pool)
                while let place = chunks.take() {
                    try monitor.checkStop()
                    try scanner.load(UInt64(place.lowerBound)..<UInt64(place.upperBound))
                    if chunkBytes == Fingerprint.blockBytes {
                        let hash = Fingerprint.hash(scanner.chunkBytes)
                        hashes.withLock { $0[place.lowerBound / chunkBytes] = hash }
                    }
                    try scanner.scanFromGuess(knownStart: firstRecord)
                    guard turnstile.enter(place.lowerBound / chunkBytes) else { return }
                    if scanner.findings.start != ledger.next { try scanner.scan(from: ledger.next) }
                    let (sequence, linesBefore) = ledger.enter(
                        scanner.findings, scanner.window, records: scanner.table.records)
                    turnstile.leave()
                    monitor.bytesRead.add(place.count, ordering: .relaxed)
                    monitor.unitsDone.add(place.count, ordering: .relaxed)
                    monitor.recordsRejected.add(scanner.findings.flawed.count, ordering: .relaxed)
                    guard scanner.table.records > 0 else { continue }
                    let (batch, foreign) = scanner.takeBatch(sequence: sequence, linesBefore: linesBefore)
                    transcoded.add(foreign, ordering: .relaxed)
                    monitor.recordsRead.add(batch.recordCount, ordering: .relaxed)
                    try consume(batch)
                }
            } catch {
                turnstile.breakDown()
                throw Self.explained(error, name)
            }
        }
        chunkLines.withLock { $0 = ledger.chunkLines }
        var summary = ledger.summary
        summary.transcoded = UInt64(transcoded.load(ordering: .relaxed))
        summary.bytes = byteCount ?? store.count
        summary.fingerprint =
            try storedFingerprint
            ?? Fingerprint.joined(
                hashes.withLock { $0 }, areBlocks: chunkBytes == Fingerprint.blockBytes, of: store,
                threads: threads)
        warn(monitor, shortRecords: ledger.shortRecords, transcoded: transcoded.load(ordering: .relaxed))
        return summary
    }

    private func warn(_ monitor: RunMonitor, shortRecords: UInt64, transcoded: Int) {
        if shortRecords > 0 {
            monitor.warn(
                "\(name): \(shortRecords) records have fewer than \(columns.count) fields; the missing ones are empty"
            )
        }
        if transcoded > 0 {
            monitor.warn("\(name): \(transcoded) records are not valid UTF-8 and were read as Windows-1252")
        }
    }

    private static func explained(_ error: any Error, _ name: String) -> any Error {
        guard error is LibCSVReader.OutOfMemory else { return error }
        return TieoutError(
            "not enough memory for one of its records", at: name, remedy: "lower the limit for a record")
    }
}

extension ChunkScanner {
    /// Scans the loaded chunk from where its first record seems to start; from nowhere if nothing in
    /// the chunk tells.
    mutating func scanFromGuess(knownStart: UInt64) throws {
        if knownStart >= chunk.lowerBound {
            try scan(from: knownStart)
        } else if let guess = guessStart() {
            try scan(from: guess.start)
        } else {
            try scan(from: chunk.upperBound)
        }
    }
}
