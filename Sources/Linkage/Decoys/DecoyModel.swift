/// A linear model of pairs that learns without labels from decoys: pairs that would have been chosen if the ones
/// chosen had not been there. Decoys are no matches, but for the odd one, and look as false choices look: what
/// the chosen pairs have that decoys lack is what makes a match. (The idea is that of target–decoy competition in
/// proteomics: Elias and Gygi 2007; here each record's own rivals are the decoys.)
///
/// Coefficients stay near `start`, which was learnt where the truth was known.
public struct DecoyModel: Sendable, Equatable, Codable {
    /// Names of the features, for people.
    public var features: [String]
    /// Coefficients for features divided by `spread`, the constant last.
    public var start: [Double]
    /// The usual spread of each feature; 1 for the constant.
    public var spread: [Double]
    /// Coefficients now, likewise.
    public var coefficients: [Double]
    /// What is added for the decoys being so many among the examples.
    public var offset: Double

    /// How firmly the coefficients stay near `start`: one over the variance.
    static let firmness = 60.0
    /// The same for the constant.
    static let constantFirmness = 0.5
    /// Rounds of expectation and maximisation, and the least change of a logit that asks for another.
    static let rounds = 40
    static let leastChange = 0.01

    /// A model that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - coefficients: for features as they are; `constant` for none.
    ///   - spread: the usual spread of each feature, above 0.
    public init(features: [String], coefficients: [Double], constant: Double, spread: [Double]) {
        precondition(features.count == coefficients.count && features.count == spread.count)
        self.features = features
        self.spread = spread + [1]
        start = zip(coefficients, spread).map { $0 * $1 } + [constant]
        self.coefficients = start
        offset = 0
    }

    /// The logit of a pair of which nothing is known.
    public var constant: Double { coefficients[coefficients.count - 1] + offset }

    /// The logarithm of the odds that a pair is a match.
    ///
    /// - Parameter values: of the features in their order; others may follow.
    @inlinable
    public func logit(_ values: UnsafeBufferPointer<Double>) -> Double {
        let features = coefficients.count - 1
        var sum = coefficients[features] + offset
        for place in 0..<features { sum += values[place] / spread[place] * coefficients[place] }
        return sum
    }

    /// Learns from pairs that were chosen and from decoys.
    ///
    /// Of the chosen each counts as a match as far as the model takes it for one, and as none for the rest;
    /// decoys count as none, and for no more than there are chosen ones.
    ///
    /// - Parameters: rows of features as they are, not divided.
    /// - Complexity: O(rows · features²) a round.
    public mutating func learn(chosen: FeatureRows, decoys: FeatureRows) {
        precondition(chosen.width == start.count && decoys.width == start.count)
        guard chosen.count > 0 else { return }
        let rows = scaled(chosen, decoys)
        let decoyWeight = min(1, Double(chosen.count) / Double(max(decoys.count, 1)))
        let allDecoys = decoyWeight * Double(decoys.count)
        let weights =
            [Double](repeating: 1, count: chosen.count)
            + [Double](repeating: decoyWeight, count: decoys.count)
        var labels = [Double](repeating: 0, count: rows.count)
        var precision = [Double](repeating: Self.firmness, count: start.count)
        precision[start.count - 1] = Self.constantFirmness
        var logits = (0..<chosen.count).map { rows.product($0, coefficients) + offset }
        for _ in 0..<Self.rounds {
            var others = 1.0
            for row in logits.indices {
                labels[row] = logistic(logits[row])
                others += 1 - labels[row]
            }
            // Decoys beside the false among the chosen: the share of matches among all examples is lower than
            // among the chosen, and so is the constant.
            offset = log2Of((others + allDecoys) / others) / bitsPerNat
            var centre = start
            centre[centre.count - 1] -= offset
            coefficients = RidgeLogistic(centre: centre, precision: precision).fit(
                rows, labels: labels, weights: weights, from: coefficients, steps: 4)
            var change = 0.0
            for row in logits.indices {
                let logit = rows.product(row, coefficients) + offset
                change = max(change, abs(logit - logits[row]))
                logits[row] = logit
            }
            if change < Self.leastChange { break }
        }
    }

    private func scaled(_ chosen: FeatureRows, _ decoys: FeatureRows) -> FeatureRows {
        var rows = FeatureRows(features: start.count - 1)
        for part in [chosen, decoys] {
            for row in 0..<part.count {
                rows.append(
                    (0..<start.count - 1).lazy.map { part.values[row * part.width + $0] / spread[$0] })
            }
        }
        return rows
    }
}
