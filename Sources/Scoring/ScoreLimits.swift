/// When a pair can be dropped before all its fields are compared.
///
/// Comparisons that tell most for their cost come first; after each, a pair whose weight so far plus
/// the most that the rest could add stays below the review threshold is done with.
public struct ScoreLimits: Sendable {
    /// Weight before anything is compared: the prior.
    let start: Float
    let review: Float
    /// Comparisons in the order in which they run.
    let order: [Int]
    /// Most that the comparisons after each step can add, term frequencies included.
    let remaining: [Float]
    /// Weight by comparison and code, 16 codes a comparison.
    let weights: [Float]

    /// - Parameters:
    ///   - comparisons: the ladders.
    ///   - weights: for each comparison, the weight of each code, in bits.
    ///   - terms: term-frequency scales, as the scorer has them.
    ///   - prior: weight of the prior.
    ///   - review: weight that a pair must be able to reach.
    public init(
        _ comparisons: [Comparison], weights: [[Float]], terms: [TermScale?], prior: Float, review: Float
    ) {
        start = prior
        self.review = review
        let ranges = comparisons.indices.map { index in
            let most = ScoreLimits.most(comparisons[index], weights[index], terms[index])
            return (most: most, gain: (most - weights[index][1]) / ScoreLimits.cost(comparisons[index]))
        }
        let order = comparisons.indices.sorted { (-ranges[$0].gain, $0) < (-ranges[$1].gain, $1) }
        var rest: Float = 0
        var remaining = [Float](repeating: 0, count: order.count)
        for step in order.indices.reversed() {
            remaining[step] = rest
            rest += ranges[order[step]].most
        }
        self.order = order
        self.remaining = remaining
        self.weights = weights.flatMap { $0 + [Float](repeating: 0, count: 16 - $0.count) }
    }

    /// The most a comparison can add; a null adds nothing.
    private static func most(_ comparison: Comparison, _ weights: [Float], _ terms: TermScale?) -> Float {
        var most = max(0, weights[1])
        for (index, level) in comparison.levels.enumerated() {
            let term = terms.map { max(0, level.termWeight * $0.most) } ?? 0
            most = max(most, weights[comparison.code(index)] + term)
        }
        return most
    }

    /// Rough cost of a comparison where values differ; a compare of two dates is 1.
    private static func cost(_ comparison: Comparison) -> Float {
        var cost: Float = 1
        for level in comparison.levels {
            switch level.test {
            case .similarity(let measure, _):
                switch measure {
                case .exact, .prefix, .contains: cost = max(cost, 1)
                case .jaro, .jaroWinkler, .levenshtein, .osa: cost = max(cost, 2)
                default: cost = max(cost, 8)
                }
            case .distance: cost = max(cost, 2)
            default: break
            }
        }
        return cost
    }
}
