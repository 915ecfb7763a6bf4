import Records

/// Joins the two sides under the rules: how many pairs there are before any exists, then the pairs.
///
/// No pair set is kept: a pair is emitted under the first rule that holds for it, and which rules
/// hold is read from the keys of its two records.
public final class BlockJoin: Sendable {
    /// The rules, in the order in which they emit.
    public let rules: CompiledRules
    /// Pairs each rule would bring by itself, not counting a pair twice for two shared words less
    /// than exactly: for rules over rare words an upper bound.
    public let pairsByRule: [Int]
    /// The largest block of each rule, in pairs.
    public let largestBlocks: [Int]

    private let left: KeyTable
    private let right: KeyTable
    private let isDedupe: Bool
    private let leftSorted: [SortedKeys]
    private let rightSorted: [SortedKeys]
    private let partitionBits: Int

    /// Computes the keys of all records (or of a sample) and sorts them.
    ///
    /// - Parameters:
    ///   - sample: record indices of both sides to use instead of all. Pairs are then given by place
    ///     in the sample, not by record index.
    /// - Complexity: O(records × rules).
    public init(
        rules: [BlockingRule], tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])? = nil,
        threads: Int
    ) throws {
        let compiled = CompiledRules(rules, tables: tables)
        self.rules = compiled
        isDedupe = tables.isDedupe
        left = try .build(rules: compiled, table: tables.left, records: sample?.left, threads: threads)
        right =
            tables.isDedupe
            ? left
            : try .build(rules: compiled, table: tables.right, records: sample?.right, threads: threads)
        partitionBits = SortedKeys.partitionBits(entries: max(left.count, right.count))
        var leftSorted: [SortedKeys] = []
        var rightSorted: [SortedKeys] = []
        for place in compiled.places {
            let slots = place.offset..<place.offset + place.width
            let keys = try SortedKeys(left, slots: slots, bits: partitionBits, threads: threads)
            leftSorted.append(keys)
            rightSorted.append(
                tables.isDedupe
                    ? keys : try SortedKeys(right, slots: slots, bits: partitionBits, threads: threads))
        }
        self.leftSorted = leftSorted
        self.rightSorted = rightSorted
        var pairs: [Int] = []
        var largest: [Int] = []
        for rule in rules.indices {
            let (sum, most) = BlockJoin.count(
                leftSorted[rule], rightSorted[rule], partitions: 1 << partitionBits, isDedupe: tables.isDedupe
            )
            pairs.append(sum)
            largest.append(most)
        }
        pairsByRule = pairs
        largestBlocks = largest
    }

    /// Bytes held until the join is let go.
    public var byteCount: Int {
        var bytes = left.byteCount + (isDedupe ? 0 : right.byteCount)
        for keys in leftSorted { bytes += keys.byteCount }
        if !isDedupe { for keys in rightSorted { bytes += keys.byteCount } }
        return bytes
    }

    private static func count(
        _ left: SortedKeys, _ right: SortedKeys, partitions: Int, isDedupe: Bool
    ) -> (pairs: Int, largest: Int) {
        var sum = 0
        var most = 0
        for partition in 0..<partitions {
            forEachBlock(left.partition(partition), right.partition(partition)) { l, r in
                let pairs = isDedupe ? l.count * (l.count - 1) / 2 : l.count * r.count
                sum += pairs
                most = max(most, pairs)
            }
        }
        return (sum, most)
    }

    /// Emits every candidate pair once, under its first rule, in batches of about `batchSize`, from
    /// `threads` threads at once. Which batch a pair is in depends on the threads; the set of pairs
    /// and their rule bits do not.
    ///
    /// - Parameters:
    ///   - state: made once a thread.
    ///   - consume: called with full batches, and once with the last.
    /// - Returns: the states, a thread each.
    public func emit<State>(
        threads: Int, batchSize: Int = 1024, monitor: RunMonitor?, makeState: @Sendable () -> State,
        consume: @Sendable (inout State, CandidateBatch) throws -> Void
    ) throws -> [State] {
        let slots = UnsafeMutablePointer<State?>.allocate(capacity: threads)
        slots.initialize(repeating: nil, count: threads)
        defer {
            slots.deinitialize(count: threads)
            slots.deallocate()
        }
        nonisolated(unsafe) let states = slots
        let partitions = 1 << partitionBits
        let work = WorkCounter(total: partitions * rules.rules.count, step: 1)
        try onThreads(threads) { thread in
            var state = makeState()
            var batch = CandidateBatch(capacity: batchSize * 2)
            while let range = work.take() {
                try monitor?.checkStop()
                for task in range {
                    try emit(
                        rule: task / partitions, partition: task % partitions, into: &batch, limit: batchSize
                    ) {
                        try consume(&state, $0)
                    }
                }
            }
            if batch.count > 0 { try consume(&state, batch) }
            states[thread] = state
        }
        return (0..<threads).compactMap { states[$0] }
    }

    private func emit(
        rule: Int, partition: Int, into batch: inout CandidateBatch, limit: Int,
        consume: (CandidateBatch) throws -> Void
    ) throws {
        let place = rules.places[rule]
        let earlier: UInt32 = (1 << UInt32(rule)) - 1
        let (lefts, rights, slots) = (left.keys, right.keys, rules.slots)
        try forEachBlock(leftSorted[rule].partition(partition), rightSorted[rule].partition(partition)) {
            l, r in
            for (order, first) in l.enumerated() {
                let leftKeys = lefts + Int(first.record) * slots
                for second in isDedupe ? UnsafeBufferPointer(rebasing: r[(order + 1)...]) : r {
                    let rightKeys = rights + Int(second.record) * slots
                    let mask = rules.holding(leftKeys, rightKeys)
                    if mask & earlier != 0 { continue }
                    if place.width > 1,
                        rules.firstShared(leftKeys + place.offset, rightKeys + place.offset, place.width)
                            != first.key
                    {
                        continue
                    }
                    batch.append(first.record, second.record, rules: mask)
                    if batch.count >= limit {
                        try consume(batch)
                        batch.removeAll()
                    }
                }
            }
        }
    }
}

/// Calls `body` with the entries of each key that both sides have.
@inline(__always)
private func forEachBlock(
    _ left: UnsafeBufferPointer<KeyEntry>, _ right: UnsafeBufferPointer<KeyEntry>,
    _ body: (UnsafeBufferPointer<KeyEntry>, UnsafeBufferPointer<KeyEntry>) throws -> Void
) rethrows {
    var (l, r) = (0, 0)
    while l < left.count && r < right.count {
        let key = left[l].key
        if right[r].key < key {
            r += 1
            continue
        }
        var leftEnd = l + 1
        while leftEnd < left.count && left[leftEnd].key == key { leftEnd += 1 }
        if right[r].key == key {
            var rightEnd = r + 1
            while rightEnd < right.count && right[rightEnd].key == key { rightEnd += 1 }
            try body(
                UnsafeBufferPointer(rebasing: left[l..<leftEnd]),
                UnsafeBufferPointer(rebasing: right[r..<rightEnd]))
            r = rightEnd
        }
        l = leftEnd
    }
}
