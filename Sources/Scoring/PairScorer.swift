import CKernels
import Records

/// Turns candidate pairs into agreement patterns, a batch at a time. One per thread.
///
/// The batch goes through one comparison after the other, and inside a comparison from the strongest
/// level to the weakest; each test sees only the pairs that no stronger level has claimed. Text
/// measures get their pairs as one array, so that kernels can work on several at once.
public struct PairScorer: ~Copyable {
    private let comparisons: [CompiledComparison]
    /// Bounds that are 0 where no level of a comparison can hold, and 1 where one may.
    private let possible: [WeightBounds]
    private let left: UnsafePointer<UnsafeMutableRawPointer>
    private let right: UnsafePointer<UnsafeMutableRawPointer>
    private let fieldCount: Int
    private let tables: TablePair

    /// The pairs still in the batch, as columns.
    private var batch = ScoredBatch()
    private var kernels = KernelBatch()
    private var chunk = ScreenedChunk()

    /// - Parameters:
    ///   - comparisons: at most `AgreementPattern.maxComparisons`.
    ///   - terms: for each comparison, how term counts adjust its weight, or nil.
    ///   - tables: for comparisons that weigh words or trigrams, with how rare these are.
    public init(_ comparisons: [Comparison], terms: [TermScale?], tables: TablePair) {
        precondition(comparisons.count <= AgreementPattern.maxComparisons && terms.count == comparisons.count)
        self.comparisons = zip(comparisons, terms).map { comparison, terms in
            CompiledComparison(comparison, terms: terms) { tables.left.rarities(comparison.field, of: $0) }
        }
        possible = comparisons.map { comparison in
            WeightBounds(
                comparison, weights: (0..<comparison.codes).map { $0 < 2 ? 0 : 1 }, terms: nil,
                signature: tables.left.signatures.isEmpty
                    ? .characters : tables.left.signatures[comparison.field])
        }
        self.tables = tables
        left = tables.left.rowBases
        right = tables.right.rowBases
        fieldCount = tables.left.fieldCount
    }

    /// Places in the batch of the pairs that the results are of. This and the other results are
    /// overwritten by the next batch.
    public var kept: UnsafeBufferPointer<Int32> { batch.column(batch.places) }
    /// Pattern of each pair that was kept.
    public var patterns: UnsafeBufferPointer<UInt64> { batch.column(batch.patterns) }
    /// Term-frequency adjustment of each pair that was kept, in bits.
    public var adjustments: UnsafeBufferPointer<Float> { batch.column(batch.adjustments) }

    /// Scores pairs given as two columns of the same length; the results are in `patterns` and
    /// `adjustments`, in the order given.
    ///
    /// - Complexity: O(pairs × comparisons), plus the text measures where values differ.
    public mutating func score(left lefts: [RecordIndex], right rights: [RecordIndex]) {
        precondition(lefts.count == rights.count)
        begin(lefts.count)
        let possible = possible
        collect(lefts, rights) { chunk, first, fieldCount, batch in
            for (index, bounds) in possible.enumerated() {
                chunk.note(bounds, comparison: index, fieldCount: fieldCount)
            }
            chunk.deliver(to: &batch, first: first, fieldCount: fieldCount)
        }
        for index in comparisons.indices { run(index, hopeless: 0) }
    }

    /// Scores a batch, and drops a pair as soon as nothing left could lift it to the review threshold.
    /// The results are those of the pairs in `kept`, places in the batch in ascending order.
    public mutating func score(_ candidates: CandidateBatch, until limits: ScoreLimits) {
        begin(candidates.count)
        collect(candidates.left, candidates.right) { chunk, first, fieldCount, batch in
            chunk.screen(limits, fieldCount: fieldCount)
            chunk.deliver(to: &batch, first: first, fieldCount: fieldCount)
        }
        for index in limits.order {
            if batch.count == 0 { break }
            run(index, hopeless: nil)
            drop(after: index, limits)
        }
    }

    private mutating func begin(_ count: Int) {
        batch.begin(count)
        kernels.begin(count)
    }

    /// Takes the pairs into the batch by way of chunks, which `screen` may thin out.
    @inline(__always)
    private mutating func collect(
        _ lefts: [RecordIndex], _ rights: [RecordIndex],
        _ screen: (inout ScreenedChunk, Int, Int, inout ScoredBatch) -> Void
    ) {
        lefts.withUnsafeBufferPointer { lefts in
            rights.withUnsafeBufferPointer { rights in
                for first in stride(from: 0, to: lefts.count, by: HeadColumns.most) {
                    let count = min(HeadColumns.most, lefts.count - first)
                    chunk.begin(count)
                    for place in 0..<count {
                        chunk.heads.pairs[place] = tieout_row_pair(
                            left: left[Int(lefts[first &+ place])], right: right[Int(rights[first &+ place])])
                    }
                    tieout_touch_heads(chunk.heads.pairs, count, UInt32(fieldCount))
                    screen(&chunk, first, fieldCount, &batch)
                }
            }
        }
    }

    /// Puts what a comparison found in the place of what was possible, and closes the ranks of the
    /// pairs that may still matter.
    private mutating func drop(after comparison: Int, _ limits: ScoreLimits) {
        limits.weights.withUnsafeBufferPointer { weights in
            batch.drop(
                after: comparison, weights: UnsafeBufferPointer(rebasing: weights[(comparison * 16)...]),
                below: limits.review)
        }
    }

    /// - Parameter hopeless: the bound of pairs for which no level of the comparison can hold; nil where
    ///   bounds do not tell.
    private mutating func run(_ index: Int, hopeless: Float?) {
        let shift = UInt64(index * 4)
        decideNullAndExact(index, shift, hopeless: hopeless)
        for step in comparisons[index].steps where kernels.count > 0 {
            switch step {
            case .similarity(let measure, let rungs, let rarities):
                let found = kernels.similarities(
                    measure, cutoff: rungs.reduce(1) { min($0, $1.least) },
                    of: comparisons[index].field, rarities: rarities, in: batch)
                settle(comparisons[index], shift) { open, _ in
                    rungs.first { found[open] >= $0.least }
                }
            case .distance(let measure, let rungs):
                let found = kernels.distances(
                    measure, cutoff: rungs.reduce(0) { max($0, $1.most) }, of: comparisons[index].field,
                    in: batch)
                settle(comparisons[index], shift) { open, _ in
                    rungs.first { found[open] <= $0.most }
                }
            case .value(let test, let rung):
                let (field, partner) = (comparisons[index].field, comparisons[index].partner)
                settle(comparisons[index], shift) { _, pair in
                    holds(test, pair.left, pair.right, field: field, partner: partner) ? rung : nil
                }
            }
        }
        for place in kernels.open { batch.patterns[Int(place)] |= 1 << shift }
    }

    /// Nulls keep code 0; equal values get the code of `exact` where the ladder has it. What is left
    /// is open, unless it is known to be hopeless.
    private mutating func decideNullAndExact(_ index: Int, _ shift: UInt64, hopeless: Float?) {
        let comparison = comparisons[index]
        let field = comparison.field
        kernels.removeAll()
        for place in 0..<batch.count {
            let pair = batch.rows[place]
            let (lengthL, lengthR) = (pair.left.length(field), pair.right.length(field))
            if lengthL == 0 || lengthR == 0 { continue }
            if let exact = comparison.exact, lengthL == lengthR,
                pair.left.hash(field) == pair.right.hash(field),
                tieout_equal(
                    pair.left.bytes(field).baseAddress, pair.right.bytes(field).baseAddress, lengthL)
            {
                batch.settle(place, exact, comparison, shift)
            } else if let hopeless, batch.bound(place, index) == hopeless {
                batch.patterns[place] |= 1 << shift
            } else {
                kernels.append(place)
            }
        }
    }

    /// Gives each open pair the rung that holds for it; those without stay open. `rung` gets the place
    /// among the open pairs, and the rows.
    @inline(__always)
    private mutating func settle(
        _ comparison: borrowing CompiledComparison, _ shift: UInt64, _ rung: (Int, RowPair) -> Rung?
    ) {
        var open = 0
        for index in 0..<kernels.count {
            let place = kernels.open[index]
            if let rung = rung(index, batch.rows[Int(place)]) {
                batch.settle(Int(place), rung, comparison, shift)
            } else {
                kernels.open[open] = place
                open += 1
            }
        }
        kernels.keepFirst(open)
    }
}
