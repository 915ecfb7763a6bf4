import Records
import Synchronization

/// Joins the two sides under the rules: how many pairs there are before any exists, then the pairs.
///
/// No pair set is kept: a pair is emitted under the first rule that holds for it, and which rules
/// hold is read from the keys of its two records.
public final class BlockJoin: Sendable {
    /// The rules, in the order in which they emit.
    public let rules: CompiledRules
    /// Pairs and largest block of each rule.
    public let counts: BlockCounts

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
    ///   - words: word counts that are already there.
    /// - Complexity: O(records × rules).
    public init(
        rules: [BlockingRule], tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])? = nil,
        words: WordStatistics? = nil, threads: Int
    ) throws {
        let words = words ?? WordStatistics(tables, sample: sample, threads: threads)
        let compiled = try CompiledRules(rules, words: words)
        self.rules = compiled
        isDedupe = tables.isDedupe
        left = try .build(rules: compiled, table: tables.left, records: sample?.left, threads: threads)
        right =
            tables.isDedupe
            ? left
            : try .build(rules: compiled, table: tables.right, records: sample?.right, threads: threads)
        partitionBits = SortedKeys.partitionBits(entries: max(left.count, right.count))
        let leftSorted = try SortedKeys.sort(
            left, places: compiled.places, bits: partitionBits, threads: threads)
        let rightSorted =
            tables.isDedupe
            ? leftSorted
            : try SortedKeys.sort(right, places: compiled.places, bits: partitionBits, threads: threads)
        self.leftSorted = leftSorted
        self.rightSorted = rightSorted
        counts = try BlockJoin.count(
            leftSorted, rightSorted, partitions: 1 << partitionBits, isDedupe: tables.isDedupe,
            threads: threads)
    }

    /// Bytes held until the join is let go.
    public var byteCount: Int {
        var bytes = left.byteCount + (isDedupe ? 0 : right.byteCount)
        for keys in leftSorted { bytes += keys.byteCount }
        if !isDedupe { for keys in rightSorted { bytes += keys.byteCount } }
        return bytes
    }

    private static func count(
        _ left: [SortedKeys], _ right: [SortedKeys], partitions: Int, isDedupe: Bool, threads: Int
    ) throws -> BlockCounts {
        let sum = Mutex(BlockCounts(rules: left.count))
        let work = WorkCounter(total: left.count * partitions, step: 16)
        try onThreads(threads) { _ in
            var own = BlockCounts(rules: left.count)
            while let range = work.take() {
                for task in range {
                    let (rule, partition) = (task / partitions, task % partitions)
                    forEachBlock(left[rule].partition(partition), right[rule].partition(partition)) { l, r in
                        own.add(isDedupe ? l.count * (l.count - 1) / 2 : l.count * r.count, rule: rule)
                    }
                }
            }
            sum.withLock { $0.add(own) }
        }
        return sum.withLock { $0 }
    }

    /// Emits every candidate pair once, under its first rule, in batches of about `batchSize`, from
    /// `threads` threads at once. Which batch a pair is in depends on the threads; the set of pairs
    /// and their rule bits do not.
    ///
    /// The monitor's units are the pairs of `counts`: a pair counts for each rule that brings it.
    ///
    /// - Parameters:
    ///   - makeState: called once a thread.
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
                for task in range {
                    try emit(
                        rule: task / partitions, partition: task % partitions, into: &batch, limit: batchSize,
                        monitor: monitor
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

    /// Pairs of one rule and partition, collected a few dozen at a time so that the keys of the next are
    /// on their way while those of the last are compared.
    private func emit(
        rule: Int, partition: Int, into batch: inout CandidateBatch, limit: Int, monitor: RunMonitor?,
        consume: (CandidateBatch) throws -> Void
    ) throws {
        try withUnsafeTemporaryAllocation(of: BlockPair.self, capacity: BlockPair.most) { pending in
            var count = 0
            try forEachBlock(leftSorted[rule].partition(partition), rightSorted[rule].partition(partition)) {
                l, r in
                for (order, first) in l.enumerated() {
                    left.askFor(Int(first.record))
                    for place in (isDedupe ? order &+ 1 : 0)..<max(r.count, isDedupe ? order &+ 1 : 0) {
                        let second = r[place].record
                        right.askFor(Int(second))
                        pending[count] = BlockPair(left: first.record, right: second, bits: first.bits)
                        count &+= 1
                        if count == BlockPair.most {
                            try monitor?.pass(count)
                            try take(
                                pending, count, rule: rule, partition: partition, into: &batch, limit: limit,
                                consume: consume)
                            count = 0
                        }
                    }
                }
            }
            try monitor?.pass(count)
            try take(
                pending, count, rule: rule, partition: partition, into: &batch, limit: limit, consume: consume
            )
        }
    }

    /// Adds the pairs for which the rule holds and no earlier one does. A pair that shares several keys is
    /// taken at the first.
    private func take(
        _ pairs: UnsafeMutableBufferPointer<BlockPair>, _ count: Int, rule: Int, partition: Int,
        into batch: inout CandidateBatch, limit: Int, consume: (CandidateBatch) throws -> Void
    ) throws {
        let place = rules.places[rule]
        let upToHere: UInt32 = (2 << UInt32(rule)) &- 1
        let onlyHere: UInt32 = 1 << UInt32(rule)
        for index in 0..<count {
            let pair = pairs[index]
            let leftKeys = left.keys + Int(pair.left) &* left.stride
            let rightKeys = right.keys + Int(pair.right) &* right.stride
            let mask = rules.holding(leftKeys, rightKeys)
            if mask & upToHere != onlyHere { continue }
            if place.width > 1 {
                let key = rules.firstShared(leftKeys + place.offset, rightKeys + place.offset, place.width)
                if KeyEntry.bits(of: key, dropping: partitionBits) != pair.bits { continue }
                if partitionBits > 0, Int(key >> UInt64(64 - partitionBits)) != partition { continue }
            }
            batch.append(pair.left, pair.right, rules: mask)
            if batch.count >= limit {
                try consume(batch)
                batch.removeAll()
            }
        }
    }
}

/// A pair as a rule brings it, with the bits of the key that both records have.
private struct BlockPair {
    var left: RecordIndex
    var right: RecordIndex
    var bits: UInt32

    /// Pairs that are collected before they are looked at.
    static let most = 64
}

/// Calls `body` with the entries of each key that both sides have.
@inline(__always)
private func forEachBlock(
    _ left: UnsafeBufferPointer<KeyEntry>, _ right: UnsafeBufferPointer<KeyEntry>,
    _ body: (UnsafeBufferPointer<KeyEntry>, UnsafeBufferPointer<KeyEntry>) throws -> Void
) rethrows {
    var (l, r) = (0, 0)
    while l < left.count && r < right.count {
        let key = left[l].bits
        if right[r].bits < key {
            r += 1
            continue
        }
        var leftEnd = l + 1
        while leftEnd < left.count && left[leftEnd].bits == key { leftEnd += 1 }
        if right[r].bits == key {
            var rightEnd = r + 1
            while rightEnd < right.count && right[rightEnd].bits == key { rightEnd += 1 }
            try body(
                UnsafeBufferPointer(rebasing: left[l..<leftEnd]),
                UnsafeBufferPointer(rebasing: right[r..<rightEnd]))
            r = rightEnd
        }
        l = leftEnd
    }
}
