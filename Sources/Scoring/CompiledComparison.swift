import Records

/// A comparison's ladder, grouped so that one kernel call serves all neighbouring levels of the same
/// measure.
struct CompiledComparison: Sendable {
    let field: Int
    let partner: Int?
    let terms: TermScale?
    /// How rare the field's words are; nil where no level asks.
    let words: WordRarities?
    /// The `exact` level, if it is the strongest.
    let exact: Rung?
    let steps: [Step]

    enum Step: Sendable {
        case similarity(TextMeasure, [Rung])
        case distance(TextMeasure, [Rung])
        case value(LevelTest, Rung)
    }

    init(_ comparison: Comparison, terms: TermScale?, words: WordRarities?) {
        field = comparison.field
        partner = comparison.partner
        self.terms = terms
        self.words = words
        var exact: Rung?
        var steps: [Step] = []
        for (index, level) in comparison.levels.enumerated() {
            var rung = Rung(code: UInt8(comparison.code(index)), termWeight: level.termWeight)
            switch level.test {
            case .exact where index == 0: exact = rung
            case .similarity(let measure, let least):
                rung.least = least
                if case .similarity(measure, let rungs) = steps.last {
                    steps[steps.count - 1] = .similarity(measure, rungs + [rung])
                } else {
                    steps.append(.similarity(measure, [rung]))
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
