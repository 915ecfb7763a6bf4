import Records

/// The keys of every record under every rule, record by record: one cache line tells which rules
/// hold for a pair.
///
/// ```
///   record 0: │ rule 0 │ rule 1 │ rule 2: word 0, word 1, word 2 │ … │ unused │   (UInt64 each; 0 = no key)
///   record 1: │ …
///             └──────────────── slots ──────────────────────────────┘
///             └──────────────────────── stride ────────────────────────────────┘
/// ```
public final class KeyTable: @unchecked Sendable {
    // Filled by `init`, immutable afterwards.

    /// Records.
    public let count: Int
    /// Keys of one record.
    public let slots: Int
    /// From record to record, in keys: no record lies in more cache lines than it must.
    public let stride: Int
    /// `count × stride` keys.
    public let keys: UnsafePointer<UInt64>

    private let memory: LargeMemory
    private let storage: UnsafeMutablePointer<UInt64>

    init(count: Int, slots: Int) {
        self.count = count
        self.slots = slots
        stride = KeyTable.stride(slots)
        memory = LargeMemory(byteCount: count * stride * 8)
        storage = memory.base.bindMemory(to: UInt64.self, capacity: count * stride)
        keys = UnsafePointer(storage)
    }

    /// A power of two up to a cache line of 8 keys, then whole lines.
    private static func stride(_ slots: Int) -> Int {
        if slots > 8 { return (slots + 7) & ~7 }
        var stride = 1
        while stride < slots { stride *= 2 }
        return stride
    }

    /// Bytes held.
    public var byteCount: Int { count * stride * 8 }

    /// Fills the keys of all records of `table`, or of those in `records`, on `threads` threads.
    ///
    /// - Complexity: O(records × expressions), each expression once a record however many rules use it.
    static func build(
        rules: CompiledRules, table: Table, records: [RecordIndex]?, threads: Int
    ) throws -> KeyTable {
        let count = records?.count ?? table.count
        let result = KeyTable(count: count, slots: rules.slots)
        let work = WorkCounter(total: count, step: 4096)
        try onThreads(threads) { _ in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rules.expressionSlots) { parts in
                while let range = work.take() {
                    for place in range {
                        let record = records.map { $0[place] } ?? RecordIndex(place)
                        rules.keys(
                            of: table[record], parts: parts.baseAddress.unsafelyUnwrapped,
                            into: result.storage + place * result.stride)
                    }
                }
            }
        }
        return result
    }
}
