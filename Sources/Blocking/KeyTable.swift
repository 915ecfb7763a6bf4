import Records

/// The keys of every record under every rule, slot by slot, for as long as it takes to put them in order;
/// their memory may be used for longer.
///
/// ```
///   rule 0:         │ record 0 │ record 1 │ …      (UInt64 each; 0 = no key)
///   rule 1, word 0: │ record 0 │ …
///   rule 1, word 1: │ …
/// ```
final class KeyTable: @unchecked Sendable {
    // Filled by `build`, immutable afterwards.

    /// Records.
    let count: Int
    /// Keys of one record.
    let slots: Int
    /// Where the keys are; another table, and then pairs, may use it when this one is not needed any more.
    let memory: LargeMemory

    private let keys: UnsafeMutablePointer<UInt64>

    /// A table without keys yet.
    ///
    /// - Parameter memory: memory of a table that is not needed any more; used where it is large enough.
    init(count: Int, slots: Int, in memory: LargeMemory? = nil, threads: Int) throws {
        self.count = count
        self.slots = slots
        let byteCount = count * slots * MemoryLayout<UInt64>.stride
        let kept = memory?.holding(byteCount)
        let memory = kept ?? LargeMemory(byteCount: byteCount, inLargePages: false)
        if kept == nil { try onThreads(threads) { memory.bringIn(share: $0, of: threads) } }
        self.memory = memory
        keys = memory.base.bindMemory(to: UInt64.self, capacity: count * slots)
    }

    /// The keys of one slot, by record.
    func column(_ slot: Int) -> UnsafeMutablePointer<UInt64> { keys + slot * count }

    /// The keys of all records of `table`, or of those in `records`, on `threads` threads.
    ///
    /// - Complexity: O(records × expressions), each expression once a record however many rules use it.
    static func build(
        rules: CompiledRules, table: Table, records: [RecordIndex]?, threads: Int, in memory: LargeMemory?
    ) throws -> KeyTable {
        let count = records?.count ?? table.count
        let result = try KeyTable(count: count, slots: rules.slots, in: memory, threads: threads)
        try forEachBlock(of: table, records, threads: threads) { rows, first, memo in
            withUnsafeTemporaryAllocation(
                of: UInt64.self, capacity: rules.expressionSlots * Table.blockRows
            ) { parts in
                rules.keys(
                    of: rows, memo: &memo, parts: parts.baseAddress.unsafelyUnwrapped,
                    into: result.keys + first, recordStride: 1, slotStride: count)
            }
        }
        return result
    }

    /// The keys of each expression, of all records of a sample.
    ///
    /// - Parameter words: by expression, the word counts of its field, for `rareWords`.
    /// - Complexity: O(records × expressions).
    static func build(
        expressions: [KeyExpression], words: [WordCounts?], table: Table, records: [RecordIndex], threads: Int
    ) throws -> KeyTable {
        let result = try KeyTable(
            count: records.count, slots: expressions.reduce(0) { $0 + $1.part.width }, threads: threads)
        try forEachBlock(of: table, records, threads: threads) { rows, first, memo in
            var slot = 0
            for (expression, words) in zip(expressions, words) {
                expression.keys(
                    of: rows, words: words, memo: &memo, into: result.column(slot) + first,
                    slotStride: records.count)
                slot += expression.part.width
            }
        }
        return result
    }

    /// Calls `body` on `threads` threads with the rows of a block of records, the place of the first of them, and the
    /// thread's memo.
    private static func forEachBlock(
        of table: Table, _ records: [RecordIndex]?, threads: Int,
        _ body: @Sendable (UnsafeBufferPointer<Row>, Int, inout KeyMemo) -> Void
    ) throws {
        let count = records?.count ?? table.count
        let work = WorkCounter(total: count, step: 1024)
        try onThreads(threads) { _ in
            var memo = KeyMemo(records: count)
            while let range = work.take() {
                if let records {
                    table.forEachBlock(of: records[range], .all) { body($0, range.lowerBound + $1, &memo) }
                } else {
                    table.forEachBlock(of: range, .all) { body($0, range.lowerBound + $1, &memo) }
                }
            }
        }
    }

    /// Calls `body` with each record and key of a rule in a range of records, in their order.
    @inline(__always)
    func forEachKey(_ records: Range<Int>, _ place: (offset: Int, width: Int), _ body: (Int, UInt64) -> Void)
    {
        let first = column(place.offset)
        if place.width == 1 {
            for record in records where first[record] != 0 { body(record, first[record]) }
            return
        }
        for record in records {
            for slot in 0..<place.width {
                let key = first[slot &* count &+ record]
                if key != 0 { body(record, key) }
            }
        }
    }
}
