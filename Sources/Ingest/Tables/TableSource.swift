import Records
import Synchronization

/// A table or query of a database as a source of records. A record's place is its number, from 0.
final class TableSource: RecordSource {
    let name: String
    let columns: [String]
    let warnings: [String]
    let byteCount: UInt64?
    private let store: any TableStore
    private let nullWords: NullWords?

    /// - Parameters:
    ///   - columns: the names that the database gives.
    ///   - byteCount: size in the database, where known.
    ///   - options: of these the null words; a table has its own idea of everything else.
    init(
        name: String, columns: [String], byteCount: UInt64?, store: any TableStore, options: ReadOptions
    ) {
        var names = ColumnNames()
        for column in columns { names.add(column) }
        self.name = name
        self.columns = names.names
        warnings = names.warnings.map { "\(name): \($0)" }
        self.byteCount = byteCount
        self.store = store
        nullWords = NullWords(options.nullWords)
    }

    /// Reads the table, several parts at once where it has them; otherwise threads take turns at the one
    /// reader, and what follows goes on beside it.
    ///
    /// - Complexity: O(bytes); memory is a batch a thread, and what the consumer keeps.
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        let reading = try store.begin(readers: threads, monitor: monitor)
        let (found, foreign) = try withoutActuallyEscaping(consume) { consume in
            let pass = TablePass(
                reading, columns: columns, byteCount: byteCount, monitor: monitor,
                consume: { [nullWords] batch in try consume(nullWords?.emptied(batch) ?? batch) })
            try reading.readers.count > 1 ? pass.readParts() : pass.readStream(threads: threads)
            return pass.result
        }
        try reading.finish()
        var summary = found
        summary.invalidText = UInt64(foreign)
        if foreign > 0 {
            monitor.warn("\(name): \(foreign) records are not valid UTF-8 and were read as Windows-1252")
        }
        return summary
    }

    func sample(records: Int) throws -> [RawBatch] {
        let reading = try store.beginSample(records: records)
        let batches = Mutex<[RawBatch]>([])
        let pass = TablePass(
            reading, columns: columns, byteCount: nil, monitor: RunMonitor(run: "sample"),
            consume: { [nullWords] batch in
                batches.withLock { $0.append(nullWords?.emptied(batch) ?? batch) }
            })
        try pass.readStream(threads: 1)
        return batches.withLock { $0 }
    }
}
