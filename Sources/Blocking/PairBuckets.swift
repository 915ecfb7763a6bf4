import Records
import Synchronization

/// Left records in runs of one length: the pairs of a run come together before they are looked at.
struct LeftRuns {
    /// log2 of the records in a run.
    let shift: Int
    let count: Int

    /// Some 500 runs; more where there are more than two million records, up to 4,096.
    init(records: Int) {
        var shift = 0
        while records >> shift >= 512 && (shift < 11 || records >> shift >= 4096) { shift += 1 }
        self.shift = shift
        count = (records + (1 << shift) - 1) >> shift
    }

    @inline(__always)
    func run(of record: RecordIndex) -> Int { Int(record) >> shift }

    /// Records in a run; only the last has fewer.
    var length: Int { 1 << shift }
}

/// The pairs of some runs of left records, each run's in a bucket of just the size that was counted. Any
/// number of threads fill it at once; in which order is theirs.
final class PairBuckets: @unchecked Sendable {
    // Threads write to places of their own, which they draw from `ends`.

    private let memory: LargeMemory
    fileprivate let pairs: UnsafeMutablePointer<BlockPair>
    /// One past the last pair of each bucket, as far as it is filled.
    fileprivate let ends: UnsafeMutablePointer<Atomic<Int>>
    fileprivate let runs: LeftRuns
    private var starts: [Int] = []
    /// The runs that are in hand.
    private(set) var range = 0..<0

    /// - Parameters:
    ///   - slices: the runs that will be in hand together.
    ///   - pairs: by run, of all runs.
    ///   - memory: memory that nobody else needs; used where it is large enough.
    init(_ runs: LeftRuns, _ slices: [Range<Int>], pairs: [Int], in memory: LargeMemory?) {
        self.runs = runs
        let byteCount = PairBuckets.byteCount(slices, pairs: pairs)
        self.memory = memory?.holding(byteCount) ?? LargeMemory(byteCount: byteCount, inLargePages: false)
        self.pairs = self.memory.base.bindMemory(
            to: BlockPair.self, capacity: byteCount / MemoryLayout<BlockPair>.stride)
        ends = .allocate(capacity: runs.count)
        for run in 0..<runs.count { (ends + run).initialize(to: Atomic(0)) }
    }

    deinit {
        ends.deinitialize(count: runs.count)
        ends.deallocate()
    }

    /// Bytes of the pairs of the largest slice.
    static func byteCount(_ slices: [Range<Int>], pairs: [Int]) -> Int {
        slices.reduce(0) { max($0, pairs[$1].reduce(0, +)) } * MemoryLayout<BlockPair>.stride
    }

    /// Empties all buckets, and makes room for the pairs of these runs.
    ///
    /// - Parameter pairs: by run, of all runs.
    func begin(_ range: Range<Int>, pairs: [Int]) {
        self.range = range
        starts = []
        var total = 0
        for run in range {
            starts.append(total)
            ends[run].store(total, ordering: .relaxed)
            total += pairs[run]
        }
        assert(total * MemoryLayout<BlockPair>.stride <= memory.byteCount)
    }

    /// The pairs of a run that is in hand, in no order.
    func bucket(_ run: Int) -> UnsafeBufferPointer<BlockPair> {
        let start = starts[run - range.lowerBound]
        return UnsafeBufferPointer(start: pairs + start, count: ends[run].load(ordering: .relaxed) - start)
    }
}

/// One thread's way into the buckets: a few pairs of each are collected before they are put there, so that
/// threads hardly meet, and memory is written in whole lines.
struct BucketWriter: ~Copyable {
    private static let most = 16
    private let buckets: PairBuckets
    private let runs: LeftRuns
    private let waiting: UnsafeMutablePointer<BlockPair>
    private let counts: UnsafeMutablePointer<Int>

    init(_ buckets: PairBuckets) {
        self.buckets = buckets
        runs = buckets.runs
        waiting = .allocate(capacity: runs.count * BucketWriter.most)
        counts = .allocate(capacity: runs.count)
        counts.initialize(repeating: 0, count: runs.count)
    }

    deinit {
        waiting.deallocate()
        counts.deallocate()
    }

    /// Adds a pair, whose left record is of a run in hand.
    @inline(__always)
    func append(_ left: RecordIndex, _ right: RecordIndex, rule: Int) {
        let run = runs.run(of: left)
        let count = counts[run]
        (waiting + (run &* BucketWriter.most &+ count)).initialize(
            to: BlockPair(left: Int(left) & (runs.length &- 1), right: right, rule: rule))
        counts[run] = count &+ 1
        if count &+ 1 == BucketWriter.most { flush(run) }
    }

    /// Puts all that waits where it belongs.
    func flush() {
        for run in buckets.range where counts[run] > 0 { flush(run) }
    }

    private func flush(_ run: Int) {
        let place = buckets.ends[run].add(counts[run], ordering: .relaxed).oldValue
        (buckets.pairs + place).update(from: waiting + run * BucketWriter.most, count: counts[run])
        counts[run] = 0
    }
}
