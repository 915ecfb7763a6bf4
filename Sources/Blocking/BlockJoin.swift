import Records
import Synchronization

/// Joins the two sides under the rules: how many pairs there are before any exists, then the pairs.
public final class BlockJoin: Sendable {
    /// The rules, in the order in which they emit.
    public let rules: CompiledRules
    /// Pairs and largest block of each rule.
    public let counts: BlockCounts

    let isDedupe: Bool
    let leftSorted: [SortedKeys]
    let rightSorted: [SortedKeys]
    /// Partitions of the keys of each rule.
    let partitions: Int
    let runs: LeftRuns
    /// Pairs by run of left records, of all rules.
    let pairsByRun: [Int]

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
        let leftCount = sample?.left.count ?? tables.left.count
        let rightCount = sample?.right.count ?? tables.right.count
        let bits = SortedKeys.partitionBits(entries: max(leftCount, rightCount))
        partitions = 1 << bits
        runs = LeftRuns(records: leftCount)

        var memory: LargeMemory?
        func sorted(_ table: Table, _ records: [RecordIndex]?) throws -> [SortedKeys] {
            let keys = try KeyTable.build(
                rules: compiled, table: table, records: records, threads: threads, in: memory)
            memory = keys.memory
            return try SortedKeys.sort(keys, places: compiled.places, bits: bits, threads: threads)
        }
        leftSorted = try sorted(tables.left, sample?.left)
        rightSorted = tables.isDedupe ? leftSorted : try sorted(tables.right, sample?.right)
        (counts, pairsByRun) = try BlockJoin.count(
            leftSorted, rightSorted, partitions: partitions, runs: runs, isDedupe: tables.isDedupe,
            threads: threads)
    }

    /// Bytes held until the join is let go.
    public var byteCount: Int {
        var bytes = 0
        for keys in leftSorted { bytes += keys.byteCount }
        if !isDedupe { for keys in rightSorted { bytes += keys.byteCount } }
        return bytes
    }

    private static func count(
        _ left: [SortedKeys], _ right: [SortedKeys], partitions: Int, runs: LeftRuns, isDedupe: Bool,
        threads: Int
    ) throws -> (BlockCounts, byRun: [Int]) {
        let sum = Mutex((BlockCounts(rules: left.count), Array(repeating: 0, count: runs.count)))
        let work = WorkCounter(total: left.count * partitions, step: 16)
        try onThreads(threads) { _ in
            var own = BlockCounts(rules: left.count)
            withUnsafeTemporaryAllocation(of: Int.self, capacity: runs.count) { byRun in
                byRun.initialize(repeating: 0)
                while let range = work.take() {
                    for task in range {
                        let (rule, partition) = (task / partitions, task % partitions)
                        forEachBlock(left[rule].partition(partition), right[rule].partition(partition)) {
                            l, r in
                            own.add(isDedupe ? l.count * (l.count - 1) / 2 : l.count * r.count, rule: rule)
                            for (order, entry) in l.enumerated() {
                                byRun[runs.run(of: entry.record)] += isDedupe ? l.count - 1 - order : r.count
                            }
                        }
                    }
                }
                sum.withLock { sum in
                    sum.0.add(own)
                    for run in byRun.indices { sum.1[run] += byRun[run] }
                }
            }
        }
        return sum.withLock { $0 }
    }
}

/// Calls `body` with the entries of each key that both sides have.
@inline(__always)
func forEachBlock(
    _ left: UnsafeBufferPointer<KeyEntry>, _ right: UnsafeBufferPointer<KeyEntry>,
    _ body: (UnsafeBufferPointer<KeyEntry>, UnsafeBufferPointer<KeyEntry>) throws -> Void
) rethrows {
    var (l, r) = (0, 0)
    while l < left.count && r < right.count {
        let key = left[l].bits
        if right[r].bits < key {
            r &+= 1
            continue
        }
        var leftEnd = l &+ 1
        while leftEnd < left.count && left[leftEnd].bits == key { leftEnd &+= 1 }
        if right[r].bits == key {
            var rightEnd = r &+ 1
            while rightEnd < right.count && right[rightEnd].bits == key { rightEnd &+= 1 }
            try body(
                UnsafeBufferPointer(rebasing: left[l..<leftEnd]),
                UnsafeBufferPointer(rebasing: right[r..<rightEnd]))
            r = rightEnd
        }
        l = leftEnd
    }
}
