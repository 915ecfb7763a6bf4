import Records
import Synchronization

/// Joins the two sides under the rules: how many pairs there are before any exists, then the pairs.
public final class BlockJoin: Sendable {
    /// The rules, in the order in which they emit.
    public let rules: CompiledRules
    /// Pairs and largest block of each rule.
    public let counts: BlockCounts

    let isDedupe: Bool
    /// By rule; sorted, so that blocks can be found.
    let leftKeys: [KeyPartitions]
    /// By rule; in the order of the records, each with the place of its left block. In a dedupe the left ones.
    let rightKeys: [KeyPartitions]
    /// Partitions of the keys of each rule.
    let partitions: Int
    let runs: LeftRuns
    /// Pairs by run of left records, of all rules.
    let pairsByRun: [Int]
    /// Where the keys were before they were put in order, as much of it as pairs will need. Whoever emits takes it
    /// out, and puts it back.
    let spareMemory: Mutex<LargeMemory?>

    /// Computes the keys of all records (or of a sample) and puts them in order.
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
        let words = words ?? WordStatistics(tables, threads: threads)
        let compiled = try CompiledRules(rules, words: words)
        self.rules = compiled
        isDedupe = tables.isDedupe
        let leftCount = sample?.left.count ?? tables.left.count
        let rightCount = sample?.right.count ?? tables.right.count
        let split = KeyPartitions.split(entries: max(leftCount, rightCount))
        partitions = split.count
        runs = LeftRuns(records: leftCount)

        let left = try KeyTable.build(
            rules: compiled, table: tables.left, records: sample?.left, threads: threads, in: nil)
        leftKeys = try KeyPartitions.sort(left, places: compiled.places, split, threads: threads)
        var last = left
        if tables.isDedupe {
            rightKeys = leftKeys
        } else {
            last = try KeyTable.build(
                rules: compiled, table: tables.right, records: sample?.right, threads: threads,
                in: left.memory)
            rightKeys = try KeyPartitions.partition(
                last, places: compiled.places, split, threads: threads)
        }
        (counts, pairsByRun) = try BlockJoin.count(
            leftKeys, rightKeys, partitions: partitions, runs: runs, isDedupe: tables.isDedupe,
            threads: threads)
        spareMemory = Mutex(nil)
        let needed = PairBuckets.byteCount(slices(pairsInHand: nil), pairs: pairsByRun)
        if let memory = last.memory.holding(needed) {
            memory.giveBack(needed..<memory.byteCount)
            spareMemory.withLock { $0 = memory }
        }
    }

    /// Bytes of the keys, held until the join is let go.
    public var byteCount: Int {
        var bytes = 0
        for keys in leftKeys { bytes += keys.byteCount }
        if !isDedupe { for keys in rightKeys { bytes += keys.byteCount } }
        return bytes
    }

    /// Counts the pairs, and has the right keys find their left blocks.
    private static func count(
        _ left: [KeyPartitions], _ right: [KeyPartitions], partitions: Int, runs: LeftRuns, isDedupe: Bool,
        threads: Int
    ) throws -> (BlockCounts, byRun: [Int]) {
        let sum = Mutex((BlockCounts(rules: left.count), Array(repeating: 0, count: runs.count)))
        let work = WorkCounter(total: left.count * partitions, step: 16)
        try onThreads(threads) { _ in
            var own = BlockCounts(rules: left.count)
            var index = BlockIndex()
            var partners: [UInt32] = []
            withUnsafeTemporaryAllocation(of: Int.self, capacity: runs.count) { byRun in
                byRun.initialize(repeating: 0)
                while let range = work.take() {
                    for task in range {
                        let (rule, partition) = (task / partitions, task % partitions)
                        let lefts = left[rule].partition(partition)
                        if isDedupe {
                            lefts.forEachBlock { block in
                                own.add(block.count * (block.count - 1) / 2, rule: rule)
                                // Each meets those behind it.
                                for (others, entry) in block.reversed().enumerated() {
                                    byRun[runs.run(of: entry.record)] += others
                                }
                            }
                            continue
                        }
                        index.take(lefts)
                        right[rule].meet(index, in: partition, counts: &partners)
                        for block in 0..<index.count where partners[block] > 0 {
                            let others = Int(partners[block])
                            own.add(index[block].count * others, rule: rule)
                            for entry in index[block] { byRun[runs.run(of: entry.record)] += others }
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
