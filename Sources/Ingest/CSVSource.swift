import Records
import Synchronization

/// A delimited file as a source of records. `openCSV` makes one.
public final class CSVSource: DescribedSource {
    /// The path as the user wrote it.
    public let name: String
    /// Names of the columns, each once.
    public let columns: [String]
    /// What looked odd when the file was opened, a sentence each.
    public let warnings: [String]
    /// Size of the file; nil for a pipe.
    public let byteCount: UInt64?
    /// How the file is read, and what of that was detected.
    public let dialect: Dialect
    /// All of that for a person.
    public let traits: SourceTraits

    /// The delimiter. What was unquoted or unescaped has more before or behind it, and what was written anew lies
    /// end to end; but where a null word of one byte was taken out of that, its byte would be taken for one.
    public var separator: UInt8? {
        let isPlain = shape.dialect.delimiter != 0 && nullWords?.holdsSingleByte != true
        return isPlain ? shape.dialect.delimiter : nil
    }

    /// The quote, where fields are not taken out of their bytes, or put elsewhere in another encoding.
    public var quote: UInt8? {
        let areInPlace =
            nullWords == nil && !shape.dialect.trimsSpaces && shape.rejectsInvalidText
            && shape.dialect.escape == nil
        return areInPlace ? shape.dialect.quote : nil
    }

    let store: any ByteStore
    let shape: RecordShape
    let chunkBytes: Int
    /// Where the first data record starts.
    let firstRecord: UInt64
    /// Bytes a record takes, about.
    let recordBytes: Int
    /// Line ends before each chunk, known once the source was read.
    let chunkLines = Mutex<[UInt64]>([])
    let nullWords: NullWords?
    let rejectLimit: RejectLimit

    init(name: String, opened: OpenedCSV, options reading: ReadOptions) {
        let options = reading.csv
        self.name = name
        columns = opened.header.columns
        warnings = opened.warnings
        byteCount = opened.store.storedBytes
        dialect = opened.dialect
        store = opened.store
        shape = RecordShape(
            dialect: opened.dialect, columnCount: opened.header.columns.count, headed: options.header,
            maxRecordBytes: options.maxRecordBytes, invalidText: options.invalidText, widths: opened.widths)
        traits = SourceTraits(opened, header: options.header)
        nullWords = NullWords(reading.nullWords)
        rejectLimit = reading.rejects
        chunkBytes = options.chunkBytes
        firstRecord = opened.header.end
        recordBytes = opened.recordBytes
    }

    /// Reads the file in chunks, each by whichever thread is free; batches have the numbers of their
    /// chunks' order. Chunks whose first record was guessed wrongly are scanned again.
    ///
    /// - Complexity: O(bytes); memory is a chunk, its places and a batch a thread, and what the
    ///   consumer keeps. A record longer than a chunk is held whole, up to the limit.
    public func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        try read(threads: threads, monitor: monitor, verbatim: [], consume: consume)
    }

    /// The same; doubled quotes stay in the columns of `verbatim`.
    ///
    /// - Precondition: where some columns are wanted verbatim, the source has a `quote`: else a field could be
    ///   written anew with its quotes still doubled.
    public func read(
        threads: Int, monitor: RunMonitor, verbatim: Set<Int>, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        precondition(verbatim.isEmpty || quote != nil)
        let stays = verbatim.isEmpty ? [] : columns.indices.map(verbatim.contains)
        try store.beginPass()
        let ledger = ReadLedger(source: name, shape: shape, start: firstRecord)
        let turnstile = Turnstile()
        let nextChunk = Atomic<Int>(0)
        let hashes = Mutex<[UInt64]>([])
        let transcoded = Atomic<Int>(0)
        let hashesChunks = !store.hashesItself && chunkBytes == Fingerprint.blockBytes

        try onThreads(threads) { _ in
            do {
                // A pool of its own: memory that another thread has written lies in the other's cache.
                var scanner = try ChunkScanner(
                    shape: shape, store: store, pool: MemoryPool(), verbatim: stays)
                while let (number, place) = try takeChunk(nextChunk, of: chunkBytes, in: store) {
                    try monitor.checkStop()
                    try scanner.load(place)
                    if hashesChunks {
                        let hash = Fingerprint.hash(scanner.chunkBytes)
                        hashes.withLock { Fingerprint.put(hash, at: number, in: &$0) }
                    }
                    try scanner.scanFromGuess(knownStart: firstRecord)
                    guard turnstile.enter(number) else { return }
                    if let open = ledger.open {
                        try scanner.resume(open, at: ledger.next)
                    } else if scanner.findings.start != ledger.next {
                        try scanner.scan(from: ledger.next)
                    }
                    let (sequence, linesBefore) = ledger.enter(
                        scanner.findings, scanner.window, records: scanner.table.records)
                    try rejectLimit.check(ledger.summary, isWhole: false, of: name)
                    store.release(before: max(place.upperBound, 1) - 1)
                    let stored = ledger.advance(to: store.storedBytes(before: place.upperBound))
                    turnstile.leave()
                    monitor.bytesRead.add(stored, ordering: .relaxed)
                    monitor.unitsDone.add(stored, ordering: .relaxed)
                    monitor.recordsRejected.add(scanner.findings.rejected, ordering: .relaxed)
                    guard scanner.table.records > 0 else { continue }
                    let (batch, foreign) = scanner.takeBatch(sequence: sequence, linesBefore: linesBefore)
                    transcoded.add(foreign, ordering: .relaxed)
                    monitor.recordsRead.add(batch.recordCount, ordering: .relaxed)
                    try consume(nullWords?.emptied(batch) ?? batch)
                }
            } catch {
                turnstile.breakDown()
                throw Self.explained(error, name)
            }
        }
        chunkLines.withLock { $0 = ledger.chunkLines }
        var summary = ledger.summary
        try rejectLimit.check(summary, isWhole: true, of: name)
        summary.bytes = try store.storedBytes ?? store.reach(.max)
        summary.fingerprint =
            try store.fingerprint
            ?? Fingerprint.joined(
                hashes.withLock { $0 }, areBlocks: chunkBytes == Fingerprint.blockBytes, of: store,
                threads: threads)
        let reason = RecordFlaw.invalidText.reason(headed: shape.headed)
        let invalid = summary.rejects.count { $0.reason == reason }
        summary.invalidText = UInt64(transcoded.load(ordering: .relaxed) + invalid)
        warnOfLostLines(summary, monitor)
        warn(
            monitor, shortRecords: ledger.shortRecords, transcoded: transcoded.load(ordering: .relaxed),
            invalid: invalid)
        return summary
    }

    /// Says which record took the most others with it.
    private func warnOfLostLines(_ summary: ReadSummary, _ monitor: RunMonitor) {
        guard summary.linesLost > 0, let longest = summary.longestLoss else { return }
        let remedy = shape.dialect.quote == nil ? "" : "; where quotes are text like any other, --quote none"
        monitor.warn(
            "\(name): \(Format.count(Int(summary.linesLost), "line")) more went with records that could not be read, lines \(longest.firstLine) to \(longest.lastLine) with one: \(longest.reason)\(remedy)"
        )
    }

    private func warn(_ monitor: RunMonitor, shortRecords: UInt64, transcoded: Int, invalid: Int) {
        if shortRecords > 0 {
            monitor.warn(
                "\(name): \(shortRecords) records have fewer than \(columns.count) fields; the missing ones are empty"
            )
        }
        if transcoded > 0 {
            let how = shape.invalidText == .replace ? "mended with U+FFFD" : "read as Windows-1252"
            monitor.warn("\(name): \(transcoded) records are not valid UTF-8 and were \(how)")
        }
        if invalid > 0 {
            monitor.warn(
                "\(name): \(invalid) records are not valid UTF-8 and were rejected; --invalid-text windows-1252 or replace reads them"
            )
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
