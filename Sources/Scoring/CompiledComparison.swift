import Records

/// A comparison's ladder, grouped so that one kernel call serves all neighbouring levels of the same
/// measure.
struct CompiledComparison: Sendable {
    let field: Int
    let partner: Int?
    let terms: TermScale?
    /// The `exact` level, if it is the strongest.
    let exact: Rung?
    let steps: [Step]

    enum Step: Sendable {
        /// With how rare is what the measure weighs, where that was counted.
        case similarity(TextMeasure, [Rung], WordRarities?)
        case distance(TextMeasure, [Rung])
        case value(LevelTest, Rung)
    }

    /// - Parameter rarities: how rare parts of the field's values are.
    init(_ comparison: Comparison, terms: TermScale?, rarities: (WeighedParts) -> WordRarities?) {
        field = comparison.field
        partner = comparison.partner
        self.terms = terms
        var exact: Rung?
        var steps: [Step] = []
        for (index, level) in comparison.levels.enumerated() {
            var rung = Rung(code: UInt8(comparison.code(index)), termWeight: level.termWeight)
            switch level.test {
            case .exact where index == 0: exact = rung
            case .similarity(let measure, let least):
                rung.least = least
                if case .similarity(measure, let rungs, let known) = steps.last {
                    steps[steps.count - 1] = .similarity(measure, rungs + [rung], known)
                } else {
                    steps.append(.similarity(measure, [rung], measure.weighedParts.flatMap(rarities)))
                }
            case .distance(let measure, let most):
                rung.most = most
                if case .distance(measure, let rungs) = steps.last {
                    steps[steps.count - 1] = .distance(measure, rungs + [rung])
                } else {
                    steps.append(.distance(measure, [rung]))
                }
            default: steps.append(.value(level.test, rung))
            }
        }
        self.exact = exact
        self.steps = steps
    }
}

/// What a level gives when it holds.
struct Rung: Sendable, Equatable {
    var code: UInt8
    var termWeight: Float
    /// Least similarity, for similarity levels; a ladder goes down.
    var least: Float = 0
    /// Most edits, for distance levels; a ladder goes up.
    var most: UInt32 = 0
}
