import Linkage
import Records
import Scoring

/// Pairs drawn at random from all there are: nearly all of them non-matches, they show how often
/// records agree by coincidence.
struct RandomPairs {
    let left: [RecordIndex]
    let right: [RecordIndex]

    /// - Parameters:
    ///   - sample: the records to draw from.
    ///   - limit: pairs to draw; if there are no more than that, all are taken.
    /// - Complexity: O(limit). The draw depends on nothing but what the records hold.
    init(_ sample: PlanSample, limit: Int) {
        var left: [RecordIndex] = []
        var right: [RecordIndex] = []
        if sample.pairCount <= Double(limit) {
            for (place, l) in sample.left.enumerated() {
                let rights = sample.isDedupe ? sample.right[(place + 1)...] : sample.right[...]
                left.append(contentsOf: repeatElement(l, count: rights.count))
                right.append(contentsOf: rights)
            }
        } else {
            let (lefts, rights) = (sample.leftByContent, sample.rightByContent)
            var state: UInt64 = 0x7469_656F_7574
            while left.count < limit {
                state = combine(state, UInt64(left.count))
                let other = combine(state, 1)
                let (forLeft, forRight) = sample.isLeftFirst ? (state, other) : (other, state)
                state = other
                let l = lefts[Int(forLeft.multipliedFullWidth(by: UInt64(lefts.count)).high)]
                let r = rights[Int(forRight.multipliedFullWidth(by: UInt64(rights.count)).high)]
                if sample.isDedupe && l == r { continue }
                left.append(sample.isDedupe ? min(l, r) : l)
                right.append(sample.isDedupe ? max(l, r) : r)
            }
        }
        self.left = left
        self.right = right
    }

    /// The agreement patterns of the pairs.
    func histogram(_ comparisons: [Comparison], tables: TablePair, threads: Int) throws -> PatternHistogram {
        let batch = 1024
        let work = WorkCounter(total: left.count, step: batch)
        let partial = UnsafeMutableBufferPointer<PatternHistogram>.allocate(capacity: threads)
        partial.initialize(repeating: PatternHistogram())
        defer {
            partial.deinitialize()
            partial.deallocate()
        }
        nonisolated(unsafe) let results = partial
        try onThreads(threads) { thread in
            var scorer = PairScorer(comparisons, terms: comparisons.map { _ in nil }, tables: tables)
            var histogram = PatternHistogram()
            while let range = work.take() {
                scorer.score(left: Array(left[range]), right: Array(right[range]))
                for pattern in scorer.patterns { histogram.add(pattern, rules: 0) }
            }
            results[thread] = histogram
        }
        var sum = PatternHistogram()
        for histogram in partial { sum.add(histogram) }
        return sum
    }
}

/// u by code for each comparison: how often random pairs that do not match show each level.
///
/// Each pair counts by its probability of not being a match, so that the few matches among random
/// pairs of a small source do not pass for coincidence. A level seen less than once in the sample
/// is given half a pair.
///
/// - Parameter model: what is known so far; nil at first, when every pair counts in full.
func chanceOfLevels(
    _ rows: [PatternHistogram.Row], comparisons: [Comparison], model: LinkageModel?
) -> [[Double]] {
    var counts = comparisons.map { [Double](repeating: 0, count: $0.codes) }
    for row in rows {
        let share = model.map { 1 - probability(weight: $0.weight(ofPattern: row.pattern)) } ?? 1
        for (index, comparison) in comparisons.enumerated() {
            let code = AgreementPattern(bits: row.pattern)[index]
            precondition(code < comparison.codes)
            counts[index][code] += share * Double(row.count)
        }
    }
    return counts.map { counts in
        let seen = max(counts.dropFirst().reduce(0, +), 1)
        var u = counts.map { max($0, 0.5) / seen }
        u[0] = 0
        let sum = u.reduce(0, +)
        return u.map { $0 / sum }
    }
}
