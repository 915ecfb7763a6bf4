import Records

/// When a pair can be dropped before all its fields are compared.
///
/// Before anything is compared, a pair whose bound (`WeightBounds`) stays below the review threshold
/// is done with. Of the others, comparisons that tell most for their cost come first, and each puts
/// what it found in the place of what was possible.
public struct ScoreLimits: Sendable {
    /// Weight before anything is compared: the prior.
    let start: Float
    let review: Float
    /// Comparisons in the order in which they run.
    let order: [Int]
    /// Weight by comparison and code, 16 codes a comparison.
    let weights: [Float]
    /// The bounds of the comparisons, those that tell most first.
    let screen: [Screen]

    /// One comparison on the way through the screen.
    struct Screen: Sendable {
        let comparison: Int
        let bounds: WeightBounds
        /// The most that the comparisons after it can add.
        let rest: Float
    }

    /// - Parameters:
    ///   - comparisons: the ladders.
    ///   - weights: for each comparison, the weight of each code, in bits.
    ///   - terms: term-frequency scales, as the scorer has them.
    ///   - signatures: what the signatures of each field of the tables tell.
    ///   - prior: weight of the prior.
    ///   - review: weight that a pair must be able to reach.
    public init(
        _ comparisons: [Comparison], weights: [[Float]], terms: [TermScale?], signatures: [SignatureKind],
        prior: Float, review: Float
    ) {
        start = prior
        self.review = review
        let most = comparisons.indices.map { ScoreLimits.most(comparisons[$0], weights[$0], terms[$0]) }
        let gains = comparisons.indices.map { most[$0] - weights[$0][1] }
        let worth = comparisons.indices.map { gains[$0] / ScoreLimits.cost(comparisons[$0]) }
        order = comparisons.indices.sorted { (-worth[$0], $0) < (-worth[$1], $1) }
        self.weights = weights.flatMap { $0 + [Float](repeating: 0, count: 16 - $0.count) }
        var rest: Float = 0
        var screen: [Screen] = []
        for index in comparisons.indices.sorted(by: { (gains[$0], $1) < (gains[$1], $0) }) {
            let signature = signatures.isEmpty ? .characters : signatures[comparisons[index].field]
            let bounds = WeightBounds(
                comparisons[index], weights: weights[index], terms: terms[index], signature: signature)
            screen.append(Screen(comparison: index, bounds: bounds, rest: rest))
            rest += most[index]
        }
        self.screen = screen.reversed()
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
