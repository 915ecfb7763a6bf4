import Records
import Resolve

/// A strategy at one threshold: what a run with it would find.
public struct CurvePoint: Codable, Sendable, Equatable {
    /// Match probability from which a pair is a match.
    public var threshold: Double
    /// The same as a match weight, in bits.
    public var weight: Double
    /// Pairs found.
    public var found: Int
    /// Mean probability of the matches; nil where weights are no probabilities.
    public var expectedPrecision: Double?
    /// Sum of their probabilities, likewise.
    public var expectedMatches: Double?
    /// Found pairs that are true; nil without a truth, as are the next three.
    public var truePositives: Int?
    /// Share of the found pairs that are true.
    public var precision: Double?
    /// Share of the true pairs that were found.
    public var recall: Double?
    /// Harmonic mean of the two.
    public var f1: Double?
}

/// A strategy over all thresholds, from the highest to the lowest.
///
/// Each point is resolved anew, with the cardinality of the strategy: one-to-one at a threshold is not what
/// is left of one-to-one at another.
///
/// - Parameter resolve: decides at a threshold, given as a match weight.
/// - Complexity: that of so many resolutions.
func curve(
    _ edges: [Edge], chosen: Float, tables: TablePair, truth: TruePairs?, isTrained: Bool,
    resolve: (Float) throws -> Resolution
) rethrows -> [CurvePoint] {
    let points = edges.count < 200_000 ? 80 : 24
    return try thresholds(edges.map(\.weight), chosen: chosen, most: points).map { weight in
        let resolution = try resolve(weight)
        let found = FoundPairs(resolution, tables: tables)
        let estimate = Estimate(
            resolution.links.lazy.filter { $0.band == .match }.map(\.edge.weight))
        let metrics = truth?.metrics(found)
        return CurvePoint(
            threshold: matchProbability(weight: weight), weight: Double(weight), found: found.count,
            expectedPrecision: isTrained ? estimate.precision : nil,
            expectedMatches: isTrained ? estimate.matches : nil, truePositives: metrics?.truePositives,
            precision: metrics?.precision, recall: metrics?.recall, f1: metrics?.f1)
    }
}

/// Weights at which the matches change: all there are, or else as many at even ranks; and the chosen one.
/// From the heaviest to the lightest.
func thresholds(_ weights: [Float], chosen: Float, most: Int) -> [Float] {
    let distinct = Set(weights).sorted(by: >)
    var picked: Set<Float> = [chosen]
    if distinct.count <= most {
        picked.formUnion(distinct)
    } else {
        // By rank among all weights, so that where many pairs stand there are many points.
        let sorted = weights.sorted(by: >)
        for step in 0..<most { picked.insert(sorted[(sorted.count - 1) * step / (most - 1)]) }
    }
    return picked.sorted(by: >)
}
