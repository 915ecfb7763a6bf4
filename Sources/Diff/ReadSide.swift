import Records

/// One source of a diff after it was read: what is kept of each record, and how to get at it again.
final class ReadSide: @unchecked Sendable {
    // Entries go, by the one thread that joined them, before anybody else looks.

    let source: any RecordSource
    let summary: ReadSummary
    /// Nil once the counterparts are found.
    private(set) var entries: EntryStore?
    let numbers: RecordNumbers

    /// Reads a source and keeps an entry for each record.
    ///
    /// - Parameters:
    ///   - earlier: entries of the side read before, which may go to disk for this one's sake.
    ///   - separators: of both sources, which must agree on how a record is hashed.
    ///   - quote: `commonQuote` of both sources.
    /// - Complexity: O(bytes) time; 32 bytes a record, and one or two for its place in the order of the source.
    init(
        _ source: any RecordSource, _ side: DiffSide, columns: ComparedColumns, budget: SpillBudget,
        pool: BlockPool, earlier: EntryStore? = nil, separators: (left: UInt8?, right: UInt8?),
        quote: UInt8?, threads: Int, monitor: RunMonitor
    ) throws {
        precondition(quote == nil || source.quote == quote, "fields lie as they were written")
        self.source = source
        let entries = EntryStore(budget: budget, pool: pool, threads: threads, earlier: earlier)
        let numbers = RecordNumbers(budget: budget)
        let hashing = RecordHashing(columns, side, separators: separators, quote: quote)
        summary = try source.read(threads: threads, monitor: monitor, verbatim: hashing.verbatim) { batch in
            try numbers.add(batch)
            try entries.withWriter { writer in
                hashing.hash(batch, into: writer)
                try writer.check()
            }
        }
        try entries.finish()
        numbers.finish()
        self.entries = entries
        self.numbers = numbers
    }

    /// Gives up the entries: their memory is wanted for values. Handing hundreds of megabytes back takes the
    /// system a while, which nobody waits for.
    func dropEntries() {
        if let dropped = entries.take() { freeBeside(consume dropped) }
    }
}
