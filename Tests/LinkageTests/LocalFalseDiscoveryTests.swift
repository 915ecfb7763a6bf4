import Foundation
import TestSupport
import Testing

@testable import Linkage

@Suite("Local false discovery rate")
struct LocalFalseDiscoveryTests {
    /// Shares of the scores found, and of the null scores by weight, at each different score.
    private struct Pooled {
        var scores: [Double] = []
        var found: [Double] = []
        var null: [Double] = []

        init(_ observed: [Double], _ nulls: [Double], _ weights: [Double]) {
            scores = Set(observed + nulls).sorted()
            let all = weights.reduce(0, +)
            for score in scores {
                found.append(Double(observed.count { $0 == score }) / Double(observed.count))
                null.append(zip(nulls, weights).reduce(0) { $0 + ($1.0 == score ? $1.1 : 0) } / all)
            }
        }
    }

    /// The most of all runs that end at or before a place of the least of all that begin there (Barlow et al. 1972):
    /// isotonic regression by its formula.
    private func reference(_ pooled: Pooled, _ observed: Int) -> [Double] {
        let nullShare = nullShare(pooled, observed)
        func share(_ first: Int, _ last: Int) -> Double {
            let found = pooled.found[first...last].reduce(0, +)
            return found / (found + pooled.null[first...last].reduce(0, +))
        }
        return pooled.scores.indices.map { place in
            let fitted =
                (0...place).map { first in
                    (place..<pooled.scores.count).map { share(first, $0) }.min() ?? 0
                }.max() ?? 0
            return fitted > 0 ? min(nullShare * (1 - fitted) / fitted, 1) : 1
        }
    }

    /// The least of the ratios at those scores where the null scores at or below first are so many.
    private func nullShare(_ pooled: Pooled, _ observed: Int) -> Double {
        var least = 1.0
        for part in 2...18 {
            var (below, null) = (0.0, 0.0)
            for place in pooled.scores.indices where null < Double(part) / 20 - 1e-12 {
                below += pooled.found[place]
                null += pooled.null[place]
            }
            let share = (below * Double(observed) + 1) / Double(observed + 1)
            least = min(least, (share + (share * (1 - share) / Double(observed)).squareRoot()) / null)
        }
        return least
    }

    @Test("Rates are those of the formula, for any scores with ties", arguments: 0..<60)
    func againstFormula(seed: Int) {
        var random = Seeded(UInt64(seed))
        let levels = Int.random(in: 1...12, using: &random)
        func scores(_ count: Int) -> [Double] {
            (0..<count).map { _ in Double(Int.random(in: -levels...levels, using: &random)) }
        }
        let observed = scores(Int.random(in: 1...40, using: &random))
        let nulls = scores(Int.random(in: 1...40, using: &random))
        let weights = nulls.map { _ in Double.random(in: 0.1...1, using: &random) }
        let found = LocalFalseDiscovery(observed: observed, null: nulls, weights: weights)
        let pooled = Pooled(observed, nulls, weights)
        #expect(abs(found.nullShare - nullShare(pooled, observed.count)) < 1e-9)
        let expected = reference(pooled, observed.count)
        for (score, rate) in zip(pooled.scores, expected) { #expect(abs(found.rate(score) - rate) < 1e-9) }
        #expect((0...1).contains(found.nullShare))
    }

    @Test("Order does not matter, rates never rise with the score, and infinities survive JSON")
    func shape() throws {
        var random = Seeded(5)
        let observed = (0..<300).map { $0 % 7 == 0 ? -.infinity : Double.random(in: -3...5, using: &random) }
        let nulls = (0..<200).map { $0 % 5 == 0 ? -.infinity : Double.random(in: -5...2, using: &random) }
        let weights = nulls.map { _ in Double.random(in: 0...1, using: &random) }
        let found = LocalFalseDiscovery(observed: observed, null: nulls, weights: weights)
        let order = nulls.indices.shuffled(using: &random)
        let shuffled = LocalFalseDiscovery(
            observed: observed.shuffled(using: &random), null: order.map { nulls[$0] },
            weights: order.map { weights[$0] })
        for score in stride(from: -6.0, through: 6.0, by: 0.05) {
            #expect(abs(found.rate(score) - shuffled.rate(score)) < 1e-9)
            #expect(found.rate(score) >= found.rate(score + 0.05) - 1e-12)
        }
        #expect(found.rate(-.infinity) >= found.rate(-6) && found.rate(5) == 0)
        let decoded = try JSONDecoder().decode(
            LocalFalseDiscovery.self, from: JSONEncoder().encode(found))
        #expect(decoded == found)
    }

    @Test("Where all score as the null scores do all is chance, and nothing where all score above them")
    func ends() {
        let nulls = (0..<100).map { Double($0) / 100 }
        let ones = nulls.map { _ in 1.0 }
        let same = LocalFalseDiscovery(observed: nulls, null: nulls, weights: ones)
        #expect(same.nullShare == 1)
        #expect(nulls.allSatisfy { same.rate($0) == 1 })
        let above = LocalFalseDiscovery(observed: nulls.map { $0 + 2 }, null: nulls, weights: ones)
        #expect(above.nullShare < 0.04 && above.rate(2.5) == 0)
        let below = LocalFalseDiscovery(observed: nulls.map { $0 - 2 }, null: nulls, weights: ones)
        #expect(below.nullShare == 1 && below.rate(-1) == 1)
    }

    @Test("The share without counterpart is found again, from above", arguments: [0.1, 0.3, 0.6, 0.9])
    func share(of strangers: Double) {
        var random = Seeded(11)
        func stranger() -> Double { Double.random(in: 0..<1, using: &random) }
        let nulls = (0..<4000).map { _ in stranger() }
        let observed = (0..<4000).map { Double($0) < strangers * 4000 ? stranger() : 0.8 + stranger() }
        let found = LocalFalseDiscovery(observed: observed, null: nulls, weights: nulls.map { _ in 1 })
        #expect(found.nullShare > strangers - 0.03 && found.nullShare < strangers + 0.06)
        #expect(found.rate(0.5) > 0.9 && found.rate(1.2) == 0)
        // Between 0.8 and 1 both score: of a fifth of the strangers and a fifth of the others.
        #expect(abs(found.rate(0.9) - strangers) < 0.1)
    }

    @Test("Of few who look, none may be low by chance: that says little")
    func few() {
        let nulls = (0..<1000).map { Double($0) / 1000 }
        let found = LocalFalseDiscovery(
            observed: [0.95, 0.96, 0.97], null: nulls, weights: nulls.map { _ in 1 })
        #expect(found.nullShare > 0.5)
    }

    @Test("Null scores that weigh nothing say nothing")
    func weights() {
        let observed = [1.0, 2, 3, 4]
        let found = LocalFalseDiscovery(observed: observed, null: [0, 9], weights: [1, 0])
        #expect(observed.allSatisfy { found.rate($0) == 0 })
    }
}
