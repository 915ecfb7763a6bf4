import CKernels
import Records

/// A few hundred pairs on their way through the screen: comparison by comparison, each pair gets the
/// most that it can weigh, and leaves when that is too little.
struct ScreenedChunk: ~Copyable {
    let heads = HeadColumns()
    /// Pairs still in question.
    private var count = 0
    /// Place of each in the chunk as it came.
    private let places = UnsafeMutablePointer<Int32>.allocate(capacity: HeadColumns.most)
    /// The most each can weigh, with all that comparisons not looked at could add left out.
    private let totals = UnsafeMutablePointer<Float>.allocate(capacity: HeadColumns.most)
    /// Bounds by place in the chunk and comparison.
    private let bounds = UnsafeMutablePointer<Float>.allocate(
        capacity: HeadColumns.most * AgreementPattern.maxComparisons)

    init() {}

    deinit {
        places.deallocate()
        totals.deallocate()
        bounds.deallocate()
    }

    /// Starts with the pairs that the caller puts into `heads.pairs`.
    mutating func begin(_ pairs: Int) {
        count = pairs
        for place in 0..<pairs { places[place] = Int32(truncatingIfNeeded: place) }
    }

    /// Drops the pairs that cannot reach the review threshold.
    mutating func screen(_ limits: ScoreLimits, fieldCount: Int) {
        for place in 0..<count { totals[place] = limits.start }
        for step in limits.screen where count > 0 {
            step.bounds.bound(heads, count: count, fieldCount: fieldCount)
            close(step.comparison, least: limits.review - step.rest)
        }
    }

    /// Notes the bounds of a comparison, and drops nothing.
    mutating func note(_ weights: WeightBounds, comparison: Int, fieldCount: Int) {
        weights.bound(heads, count: count, fieldCount: fieldCount)
        for place in 0..<count {
            totals[place] = 0
            bounds[place &* AgreementPattern.maxComparisons &+ comparison] = heads.bounds[place]
        }
    }

    /// Adds the bounds of a comparison, and closes the ranks of the pairs that may still matter.
    private mutating func close(_ comparison: Int, least: Float) {
        var next = 0
        for place in 0..<count {
            let (bound, chunkPlace) = (heads.bounds[place], places[place])
            let total = totals[place] + bound
            bounds[Int(chunkPlace) &* AgreementPattern.maxComparisons &+ comparison] = bound
            // Written first and counted afterwards: no branch that nobody can foresee.
            totals[next] = total
            places[next] = chunkPlace
            heads.pairs[next] = heads.pairs[place]
            next &+= total >= least ? 1 : 0
        }
        count = next
    }

    /// Gives what is left to the batch; `first` is the chunk's place in it.
    func deliver(to batch: inout ScoredBatch, first: Int, fieldCount: Int) {
        for place in 0..<count {
            let pair = heads.pairs[place]
            let chunkPlace = Int(places[place])
            batch.append(
                RowPair(
                    left: Row(base: .init(mutating: pair.left.unsafelyUnwrapped), fieldCount: fieldCount),
                    right: Row(base: .init(mutating: pair.right.unsafelyUnwrapped), fieldCount: fieldCount)),
                place: first + chunkPlace, most: totals[place],
                bounds: bounds + chunkPlace * AgreementPattern.maxComparisons)
        }
    }
}
