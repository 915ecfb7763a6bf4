import CKernels
import Records

/// Turns candidate pairs into agreement patterns, a batch at a time. One per thread.
///
/// The batch goes through one comparison after the other, and inside a comparison from the cheapest
/// test to the dearest; each test sees only the pairs that no stronger level has claimed. Text
/// measures get their pairs as one array, so that kernels can work on several at once.
public struct PairScorer: ~Copyable {
    private let comparisons: [CompiledComparison]
    private let left: UnsafePointer<UnsafeMutableRawPointer>
    private let right: UnsafePointer<UnsafeMutableRawPointer>
    private let fieldCount: Int
    private let tables: TablePair

    /// Places in the batch of the pairs that the results are of.
    public private(set) var kept: [Int32] = []
    private var partial: [Float] = []
    private var leftRows: [Row] = []
    private var rightRows: [Row] = []
    private var undecided: [Int32] = []
    private var pairs: [TextPair] = []
    private var similarity: [Float] = []
    private var distance: [UInt32] = []
    private var scratch = TextScratch()

    /// Pattern of each pair that was kept.
    public private(set) var patterns: [UInt64] = []
    /// Term-frequency adjustment of each pair that was kept, in bits.
    public private(set) var adjustments: [Float] = []

    /// - Parameters:
    ///   - comparisons: at most `AgreementPattern.maxComparisons`.
    ///   - terms: for each comparison, how term counts adjust its weight, or nil.
    public init(_ comparisons: [Comparison], terms: [TermScale?], tables: TablePair) {
        precondition(comparisons.count <= AgreementPattern.maxComparisons && terms.count == comparisons.count)
        self.comparisons = zip(comparisons, terms).map(CompiledComparison.init)
        self.tables = tables
        left = tables.left.rowBases
        right = tables.right.rowBases
        fieldCount = tables.left.fieldCount
    }

    /// Scores pairs given as two columns of the same length; the results are in `patterns` and
    /// `adjustments`, in the order given.
    ///
    /// - Complexity: O(pairs × comparisons), plus the text measures where values differ.
    public mutating func score(left lefts: [RecordIndex], right rights: [RecordIndex]) {
        begin(lefts, rights)
        for index in comparisons.indices { run(comparisons[index], shift: UInt64(index * 4)) }
    }

    /// Scores a batch, and drops a pair as soon as nothing left could lift it to the review threshold.
    /// The results are those of the pairs in `kept`, places in the batch in ascending order.
    public mutating func score(_ batch: CandidateBatch, until limits: ScoreLimits) {
        begin(batch.left, batch.right)
        partial.removeAll(keepingCapacity: true)
        partial.append(contentsOf: repeatElement(limits.start, count: batch.count))
        for (step, index) in limits.order.enumerated() {
            run(comparisons[index], shift: UInt64(index * 4))
            drop(below: limits.review - limits.remaining[step], after: index, limits)
            if kept.isEmpty { break }
        }
    }

    private mutating func begin(_ lefts: [RecordIndex], _ rights: [RecordIndex]) {
        let count = lefts.count
        fetchRows(lefts, rights)
        patterns.removeAll(keepingCapacity: true)
        patterns.append(contentsOf: repeatElement(0, count: count))
        adjustments.removeAll(keepingCapacity: true)
        adjustments.append(contentsOf: repeatElement(0, count: count))
        kept.removeAll(keepingCapacity: true)
        kept.append(contentsOf: 0..<Int32(count))
    }

    /// Adds the weights of a comparison and closes the ranks of the pairs that may still matter.
    private mutating func drop(below least: Float, after comparison: Int, _ limits: ScoreLimits) {
        let shift = UInt64(comparison * 4)
        var next = 0
        for place in kept.indices {
            let weight =
                partial[place] + limits.weights[comparison &* 16 &+ Int((patterns[place] >> shift) & 15)]
            guard weight + adjustments[place] >= least else { continue }
            partial[next] = weight
            if next != place {
                patterns[next] = patterns[place]
                adjustments[next] = adjustments[place]
                leftRows[next] = leftRows[place]
                rightRows[next] = rightRows[place]
                kept[next] = kept[place]
            }
            next += 1
        }
        let dropped = kept.count - next
        patterns.removeLast(dropped)
        adjustments.removeLast(dropped)
        leftRows.removeLast(dropped)
        rightRows.removeLast(dropped)
        kept.removeLast(dropped)
        partial.removeLast(dropped)
    }

    /// Rows lie anywhere in memory: ask for all of them before the first is looked at.
    private mutating func fetchRows(_ lefts: [RecordIndex], _ rights: [RecordIndex]) {
        leftRows.removeAll(keepingCapacity: true)
        rightRows.removeAll(keepingCapacity: true)
        for place in lefts.indices {
            let (l, r) = (left[Int(lefts[place])], right[Int(rights[place])])
            tieout_prefetch_row(l)
            tieout_prefetch_row(r)
            leftRows.append(Row(base: l, fieldCount: fieldCount))
            rightRows.append(Row(base: r, fieldCount: fieldCount))
        }
    }

    private mutating func run(_ comparison: CompiledComparison, shift: UInt64) {
        decideNullAndExact(comparison, shift: shift)
        for step in comparison.steps where !undecided.isEmpty {
            switch step {
            case .similarity(let measure, let rungs): runSimilarity(measure, rungs, comparison, shift: shift)
            case .distance(let measure, let rungs): runDistance(measure, rungs, comparison, shift: shift)
            case .value(let test, let rung): runValue(test, rung, comparison, shift: shift)
            }
        }
        for place in undecided { patterns[Int(place)] |= 1 << shift }
    }

    /// Nulls keep code 0; equal values get the code of `exact` where the ladder has it. What is left
    /// is listed in `undecided`.
    private mutating func decideNullAndExact(_ comparison: CompiledComparison, shift: UInt64) {
        undecided.removeAll(keepingCapacity: true)
        let field = comparison.field
        for place in leftRows.indices {
            let (l, r) = (leftRows[place], rightRows[place])
            let (lengthL, lengthR) = (l.length(field), r.length(field))
            if lengthL == 0 || lengthR == 0 { continue }
            if let exact = comparison.exact, lengthL == lengthR, l.hash(field) == r.hash(field),
                tieout_equal(l.bytes(field).baseAddress, r.bytes(field).baseAddress, lengthL)
            {
                settle(place, exact, l, r, comparison, shift: shift)
            } else {
                undecided.append(Int32(truncatingIfNeeded: place))
            }
        }
    }

    @inline(__always)
    private mutating func settle(
        _ place: Int, _ rung: Rung, _ l: Row, _ r: Row, _ comparison: CompiledComparison, shift: UInt64
    ) {
        patterns[place] |= UInt64(rung.code) << shift
        if let terms = comparison.terms, rung.termWeight > 0 {
            adjustments[place] +=
                rung.termWeight
                * terms.adjustment(l.termCount(comparison.field), r.termCount(comparison.field))
        }
    }

    private mutating func collectPairs(_ field: Int) {
        pairs.removeAll(keepingCapacity: true)
        for place in undecided {
            let (l, r) = (leftRows[Int(place)].bytes(field), rightRows[Int(place)].bytes(field))
            pairs.append(
                TextPair(
                    a: l.baseAddress, b: r.baseAddress, a_length: UInt32(l.count), b_length: UInt32(r.count)))
        }
    }

    private mutating func runSimilarity(
        _ measure: TextMeasure, _ rungs: [Rung], _ comparison: CompiledComparison, shift: UInt64
    ) {
        collectPairs(comparison.field)
        if similarity.count < pairs.count { similarity = [Float](repeating: 0, count: pairs.count * 2) }
        pairs.withUnsafeBufferPointer { pairs in
            similarity.withUnsafeMutableBufferPointer { results in
                similarities(
                    measure, pairs, cutoff: rungs.reduce(1) { min($0, $1.least) },
                    into: results.baseAddress.unsafelyUnwrapped,
                    scratch: &scratch)
            }
        }
        var kept = 0
        for index in undecided.indices {
            let place = Int(undecided[index])
            let value = similarity[index]
            if let rung = rungs.first(where: { value >= $0.least }) {
                settle(place, rung, leftRows[place], rightRows[place], comparison, shift: shift)
            } else {
                undecided[kept] = undecided[index]
                kept += 1
            }
        }
        undecided.removeLast(undecided.count - kept)
    }

    private mutating func runDistance(
        _ measure: TextMeasure, _ rungs: [Rung], _ comparison: CompiledComparison, shift: UInt64
    ) {
        collectPairs(comparison.field)
        if distance.count < pairs.count { distance = [UInt32](repeating: 0, count: pairs.count * 2) }
        pairs.withUnsafeBufferPointer { pairs in
            distance.withUnsafeMutableBufferPointer { results in
                distances(
                    measure, pairs, cutoff: rungs.reduce(0) { max($0, $1.most) },
                    into: results.baseAddress.unsafelyUnwrapped,
                    scratch: &scratch)
            }
        }
        var kept = 0
        for index in undecided.indices {
            let place = Int(undecided[index])
            let value = distance[index]
            if let rung = rungs.first(where: { value <= $0.most }) {
                settle(place, rung, leftRows[place], rightRows[place], comparison, shift: shift)
            } else {
                undecided[kept] = undecided[index]
                kept += 1
            }
        }
        undecided.removeLast(undecided.count - kept)
    }

    private mutating func runValue(
        _ test: LevelTest, _ rung: Rung, _ comparison: CompiledComparison, shift: UInt64
    ) {
        var kept = 0
        for index in undecided.indices {
            let place = Int(undecided[index])
            let (l, r) = (leftRows[place], rightRows[place])
            if holds(test, l, r, field: comparison.field, partner: comparison.partner) {
                settle(place, rung, l, r, comparison, shift: shift)
            } else {
                undecided[kept] = undecided[index]
                kept += 1
            }
        }
        undecided.removeLast(undecided.count - kept)
    }
}
