/// What labelled pairs say of match weights: how far they are off, and how much too large or too small.
///
/// Platt scaling (Platt 1999): the logit of the truth is a straight line in the logit of the model, fitted by a
/// logistic regression that stays near the model itself, so that few labels move it little.
public struct LabelCalibration: Sendable, Equatable {
    /// Factor of the model's logit, above 0; 1: as it is.
    public private(set) var slope = 1.0
    /// What is added to it, natural logarithm of odds.
    public private(set) var offset = 0.0

    /// How firmly slope and offset stay near 1 and 0: one over the variance. One pair tells little of either.
    static let firmness = [8.0, 0.5]
    static let leastSlope = 0.1
    /// Logits beyond this say no more than that a pair is sure.
    static let mostLogit = 12.0

    /// The model as it is.
    public init() {}

    /// Learns from pairs somebody has judged.
    ///
    /// - Parameters:
    ///   - logits: natural logarithms of the model's odds.
    ///   - matches: whether each pair is a match.
    /// - Complexity: O(pairs).
    public init(logits: [Double], matches: [Bool]) {
        precondition(logits.count == matches.count)
        var rows = FeatureRows(features: 1)
        for logit in logits { rows.append([Self.clamped(logit)]) }
        let found = RidgeLogistic(centre: [1, 0], precision: Self.firmness).fit(
            rows, labels: matches.map { $0 ? 1 : 0 }, weights: logits.map { _ in 1 }, from: [1, 0], steps: 50)
        slope = max(found[0], Self.leastSlope)
        offset = found[1]
    }

    /// The logit that labels make of the model's.
    public func calibrated(_ logit: Double) -> Double { slope * logit + offset }

    /// The model's logit of which labels make this one.
    public func uncalibrated(_ logit: Double) -> Double { (logit - offset) / slope }

    private static func clamped(_ logit: Double) -> Double { min(max(logit, -mostLogit), mostLogit) }
}
