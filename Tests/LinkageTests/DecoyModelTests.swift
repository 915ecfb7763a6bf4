import Foundation
import TestSupport
import Testing

@testable import Linkage

@Suite("Decoy model")
struct DecoyModelTests {
    /// What the regression maximises, worked out one row after the other.
    private func objective(
        _ rows: FeatureRows, _ labels: [Double], _ weights: [Double], _ regression: RidgeLogistic,
        _ coefficients: [Double]
    ) -> Double {
        var sum = 0.0
        for row in 0..<rows.count {
            let score = (0..<rows.width).reduce(0.0) {
                $0 + rows.values[row * rows.width + $1] * coefficients[$1]
            }
            sum += weights[row] * (labels[row] * -log1p(exp(-score)) + (1 - labels[row]) * -log1p(exp(score)))
        }
        for place in 0..<rows.width {
            let away = coefficients[place] - regression.centre[place]
            sum -= regression.precision[place] * away * away / 2
        }
        return sum
    }

    @Test("The regression ends where no step to any side is better")
    func maximum() {
        var random = Seeded(3)
        for width in 1...4 {
            var rows = FeatureRows(features: width)
            var labels: [Double] = []
            var weights: [Double] = []
            for _ in 0..<60 {
                rows.append((0..<width).map { _ in Double.random(in: -2...2, using: &random) })
                labels.append(Double.random(in: 0...1, using: &random))
                weights.append(Double.random(in: 0...2, using: &random))
            }
            let regression = RidgeLogistic(
                centre: (0...width).map { _ in Double.random(in: -1...1, using: &random) },
                precision: (0...width).map { _ in Double.random(in: 0.1...5, using: &random) })
            let found = regression.fit(
                rows, labels: labels, weights: weights, from: [Double](repeating: 0, count: width + 1),
                steps: 50)
            let best = objective(rows, labels, weights, regression, found)
            for place in 0...width {
                for step in [-0.01, 0.01] {
                    var other = found
                    other[place] += step
                    #expect(objective(rows, labels, weights, regression, other) < best)
                }
            }
        }
    }

    @Test("Solves what it was given")
    func system() {
        // The product of this matrix and (1, −2, 3), worked out by hand.
        var matrix: [Double] = [4, 1, 0, 1, 3, 1, 0, 1, 2]
        var vector: [Double] = [2, -2, 4]
        solve(&matrix, &vector, width: 3)
        for (found, expected) in zip(vector, [1.0, -2, 3]) { #expect(abs(found - expected) < 1e-12) }
    }

    /// Chosen pairs of which so many match, and decoys that look like the rest of them.
    private func examples(_ matches: Int, _ others: Int, _ random: inout Seeded) -> (
        chosen: FeatureRows, decoys: FeatureRows
    ) {
        var (chosen, decoys) = (FeatureRows(features: 1), FeatureRows(features: 1))
        func draw(_ mean: Double) -> [Double] {
            // Twelve uniform numbers are nearly normal.
            [
                mean + 0.1
                    * ((0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: 0...1, using: &random) } - 6)
            ]
        }
        for _ in 0..<matches { chosen.append(draw(0.9)) }
        for _ in 0..<others { chosen.append(draw(0.3)) }
        for _ in 0..<matches + others { decoys.append(draw(0.3)) }
        return (chosen, decoys)
    }

    @Test(
        "Decoys tell which of the chosen match, wherever the start would cut",
        arguments: [(800, 200), (500, 500), (200, 800)], [-8.0, -4.5, -2.0])
    func learning(shares: (Int, Int), constant: Double) {
        var random = Seeded(9)
        let (chosen, decoys) = examples(shares.0, shares.1, &random)
        var model = DecoyModel(features: ["likeness"], coefficients: [7.5], constant: constant, spread: [0.3])
        model.learn(chosen: chosen, decoys: decoys)
        let taken = (0..<chosen.count).count { row in
            [chosen.values[row * chosen.width]].withUnsafeBufferPointer { model.logit($0) } > 0
        }
        // The start alone takes all of them or none.
        #expect(abs(taken - shares.0) <= 100, "took \(taken) of \(shares.0)")
        let low = [0.3].withUnsafeBufferPointer { model.logit($0) }
        let high = [0.9].withUnsafeBufferPointer { model.logit($0) }
        #expect(low < 0 && high > 0)
    }

    @Test("Without examples nothing is learnt, and nothing breaks")
    func nothing() {
        let start = DecoyModel(features: ["a"], coefficients: [1], constant: 0, spread: [1])
        var model = start
        model.learn(chosen: FeatureRows(features: 1), decoys: FeatureRows(features: 1))
        #expect(model == start)
        var one = FeatureRows(features: 1)
        one.append([1])
        model.learn(chosen: one, decoys: FeatureRows(features: 1))
        #expect(model.coefficients.allSatisfy(\.isFinite) && model.offset == 0)
    }
}
