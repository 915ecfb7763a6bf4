import Records

/// What training needs to know of a comparison.
public struct ComparisonShape: Sendable {
    /// The comparison's name, as the model takes it over.
    public var name: String
    /// What each code means; code 0 is null, 1 else.
    public var labels: [String]
    /// P(level | no match) by code, from random pairs; all above 0 but `u[0]`.
    public var u: [Double]
    /// Rules that look at a field of this comparison, a bit each: among pairs they bring, the
    /// field's agreement says nothing.
    public var blockedBy: UInt32

    /// A shape of at least the codes null and else.
    public init(name: String, labels: [String], u: [Double], blockedBy: UInt32) {
        precondition(labels.count == u.count && u.count >= 2)
        self.name = name
        self.labels = labels
        self.u = u
        self.blockedBy = blockedBy
    }
}

/// How training went.
public struct TrainingReport: Sendable {
    /// The trained model, or the one that was kept.
    public var model: LinkageModel
    /// Rounds of expectation and maximisation; 0 where a model was kept.
    public var iterations: Int
    /// Expected matches among the candidate pairs.
    public var expectedMatches: Double
    /// Sentences for a person: untrained levels, comparisons that say little.
    public var warnings: [String]

    init(model: LinkageModel, iterations: Int, expectedMatches: Double, warnings: [String]) {
        self.model = model
        self.iterations = iterations
        self.expectedMatches = expectedMatches
        self.warnings = warnings
    }

    /// A model that stays as it is.
    public init(keeping model: LinkageModel, totalPairs: Double) {
        self.init(model: model, iterations: 0, expectedMatches: model.prior * totalPairs, warnings: [])
    }
}

/// Learns m and the prior without labels, by expectation maximisation over the histogram of
/// agreement patterns (Winkler 1988; Linacre et al. 2022 for fixed u).
///
/// u stays as it was measured on random pairs. Every field's m is learnt only from pairs that some
/// rule without that field has brought, since pairs brought by the field itself agree on it by
/// construction. The prior counts matches among all pairs there are; pairs that no rule brings are
/// taken for non-matches. m is smoothed towards the starting ladder by `smoothing` pseudo-matches.
///
/// - Parameters:
///   - rows: candidate pairs by pattern and rules.
///   - totalPairs: pairs there are, candidates or not.
///   - related: classes of pairs that are alike without being matches; they stay as they are.
///   - startMatches: matches to begin with. Begin low: patterns that only seem to agree, such as
///     neighbours in one street, are many, and a generous start settles on them.
/// - Complexity: O(iterations × rows × comparisons).
public func train(
    rows: [PatternHistogram.Row], comparisons: [ComparisonShape], totalPairs: Double, startMatches: Double,
    related: [RelatedPairs] = [], options: TrainingOptions = TrainingOptions()
) -> TrainingReport {
    var model = startingModel(comparisons, matches: startMatches, totalPairs: totalPairs)
    model.related = related
    let relatedDensity = rows.map { row in related.reduce(0) { $0 + $1.density(row.pattern) } }
    var expected = 0.0
    var masses = comparisons.map { [Double](repeating: 0, count: $0.labels.count) }
    var iterations = 0
    while iterations < options.maxIterations {
        iterations += 1
        let weights = model.comparisons.map { comparison in
            comparison.labels.indices.map { comparison.weight($0) }
        }
        let priorWeight = model.priorWeight
        expected = 0
        for index in masses.indices { for code in masses[index].indices { masses[index][code] = 0 } }
        for (place, row) in rows.enumerated() {
            var sum = priorWeight
            var match = model.prior
            for index in comparisons.indices {
                let code = AgreementPattern(bits: row.pattern)[index]
                sum += weights[index][code]
                if code != 0 { match *= model.comparisons[index].m[code] }
            }
            let weight = withRelated(sum, odds: relatedDensity[place] / max(match, 1e-300))
            let mass = probability(weight: weight) * Double(row.count)
            expected += mass
            guard mass > 1e-12 else { continue }
            for index in comparisons.indices where row.rules & ~comparisons[index].blockedBy != 0 {
                masses[index][AgreementPattern(bits: row.pattern)[index]] += mass
            }
        }
        let updated = maximise(
            masses, comparisons, expected: expected, totalPairs: totalPairs, options: options)
        let change = largestChange(model, updated)
        model = updated
        model.related = related
        if change < options.tolerance { break }
    }
    return TrainingReport(
        model: model, iterations: iterations, expectedMatches: expected,
        warnings: trainingWarnings(model, masses: masses))
}

/// How long and how smoothly to train.
public struct TrainingOptions: Sendable {
    /// Rounds after which training ends even if it has not settled.
    public var maxIterations = 200
    /// Largest change of any m, and of the prior relative to itself, at which training ends.
    public var tolerance = 1e-5
    /// Pseudo-matches that hold m near the starting ladder where data are thin.
    public var smoothing = 4.0
    /// Least expected matches that can teach a comparison anything.
    public var minimumMass = 2.0

    /// The defaults above.
    public init() {}
}

/// M-step: m from the masses of the levels, the prior from their sum.
private func maximise(
    _ masses: [[Double]], _ comparisons: [ComparisonShape], expected: Double, totalPairs: Double,
    options: TrainingOptions
) -> LinkageModel {
    var result: [LinkageModel.Comparison] = []
    for (shape, mass) in zip(comparisons, masses) {
        let ladder = startingLadder(levels: shape.labels.count - 2)
        let seen = mass.dropFirst().reduce(0, +)
        var m = [Double](repeating: 0, count: mass.count)
        var untrained = [Bool](repeating: false, count: mass.count)
        for code in 1..<mass.count {
            m[code] = (mass[code] + options.smoothing * ladder[code]) / (seen + options.smoothing)
            untrained[code] = seen < options.minimumMass
        }
        result.append(.init(name: shape.name, labels: shape.labels, m: m, u: shape.u, untrained: untrained))
    }
    return LinkageModel(
        comparisons: result, prior: boundedPrior(expected / max(totalPairs, 1), totalPairs: totalPairs))
}

/// Half a match in all pairs is the least, one pair in two the most, that a prior may say.
private func boundedPrior(_ prior: Double, totalPairs: Double) -> Double {
    min(max(prior, 0.5 / max(totalPairs, 1)), 0.5)
}

/// m before anything is known: matches mostly agree exactly, a few not at all.
private func startingLadder(levels: Int) -> [Double] {
    guard levels > 0 else { return [0, 1] }
    var ladder = [Double](repeating: 0, count: levels + 2)
    ladder[1] = 0.05
    if levels == 1 {
        ladder[2] = 0.95
    } else {
        ladder[levels + 1] = 0.75
        for code in 2...levels { ladder[code] = 0.2 / Double(levels - 1) }
    }
    return ladder
}

private func startingModel(_ comparisons: [ComparisonShape], matches: Double, totalPairs: Double)
    -> LinkageModel
{
    let start = comparisons.map { shape in
        LinkageModel.Comparison(
            name: shape.name, labels: shape.labels,
            m: startingLadder(levels: shape.labels.count - 2), u: shape.u,
            untrained: shape.labels.map { _ in true })
    }
    return LinkageModel(
        comparisons: start, prior: boundedPrior(matches / max(totalPairs, 1), totalPairs: totalPairs))
}

private func largestChange(_ a: LinkageModel, _ b: LinkageModel) -> Double {
    var change = abs(a.prior - b.prior) / max(a.prior, b.prior)
    for (x, y) in zip(a.comparisons, b.comparisons) {
        for code in x.m.indices { change = max(change, abs(x.m[code] - y.m[code])) }
    }
    return change
}

private func trainingWarnings(_ model: LinkageModel, masses: [[Double]]) -> [String] {
    var warnings: [String] = []
    for (comparison, mass) in zip(model.comparisons, masses) {
        if comparison.untrained.dropFirst().contains(true) {
            warnings.append(
                "\(comparison.name): too few likely matches were found without it; its weights are the defaults"
            )
        } else if mass.last == 0 {
            warnings.append(
                "\(comparison.name): level '\(comparison.labels.last ?? "")' never occurs among likely matches"
            )
        }
    }
    return warnings
}
