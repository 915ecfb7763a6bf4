import CKernels
import Records

/// The keys of every record under every rule, record by record: of up to eight keys, one cache line of
/// each record tells which rules hold for a pair.
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

    /// A power of two up to a cache line of 8 keys; beyond that a line more or less is too dear in memory.
    private static func stride(_ slots: Int) -> Int {
        if slots > 8 { return slots }
        var stride = 1
        while stride < slots { stride *= 2 }
        return stride
    }

    /// Bytes held.
    public var byteCount: Int { count * stride * 8 }

    /// Asks for the keys of a record before they are looked at.
    @inline(__always)
    func askFor(_ record: Int) {
        let first = keys + record &* stride
        tieout_prefetch(first)
        if slots > 8 { tieout_prefetch(first + (slots &- 1)) }
    }

    /// Fills the keys of all records of `table`, or of those in `records`, on `threads` threads.
    ///
    /// - Complexity: O(records × expressions), each expression once a record however many rules use it.
    static func build(
        rules: CompiledRules, table: Table, records: [RecordIndex]?, threads: Int
    ) throws -> KeyTable {
        let count = records?.count ?? table.count
        let result = KeyTable(count: count, slots: rules.slots)
        let work = WorkCounter(total: count, step: 4096)
        let block = CompiledRules.block
        try onThreads(threads) { _ in
            var memo = KeyMemo()
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rules.expressionSlots * block) { parts in
                withUnsafeTemporaryAllocation(of: Row.self, capacity: block) { rows in
                    while let range = work.take() {
                        for start in Swift.stride(from: range.lowerBound, to: range.upperBound, by: block) {
                            let size = min(block, range.upperBound - start)
                            for place in 0..<size {
                                let record = records.map { $0[start + place] } ?? RecordIndex(start + place)
                                rows[place] = table[record]
                            }
                            rules.keys(
                                of: UnsafeBufferPointer(rebasing: rows[..<size]), memo: &memo,
                                parts: parts.baseAddress.unsafelyUnwrapped,
                                into: result.storage + start * result.stride, stride: result.stride)
                        }
                    }
                }
            }
        }
        return result
    }

    /// Calls `body` with each record, rule and key of a range of records, in their order.
    @inline(__always)
    func forEachKey(
        _ records: Range<Int>, _ places: [(offset: Int, width: Int)], _ body: (Int, Int, UInt64) -> Void
    ) {
        places.withUnsafeBufferPointer { places in
            for record in records {
                let own = keys + record &* stride
                for rule in places.indices {
                    let place = places[rule]
                    for slot in place.offset..<(place.offset &+ place.width) where own[slot] != 0 {
                        body(record, rule, own[slot])
                    }
                }
            }
        }
    }
}
