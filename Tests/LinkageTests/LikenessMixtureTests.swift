import Foundation
import TestSupport
import Testing

@testable import Linkage

@Suite("Likeness mixture")
struct LikenessMixtureTests {
    private func normal(_ mean: Double, _ deviation: Double, _ random: inout Seeded) -> Double {
        // Sum of twelve: near enough.
        let sum = (0..<12).reduce(0.0) { total, _ in total + Double.random(in: 0..<1, using: &random) }
        return min(max(mean + deviation * (sum - 6), 0), 1)
    }

    @Test("Shares and the mean of the others are found again", arguments: [0.05, 0.2, 0.5, 0.9])
    func known(share: Double) {
        var random = Seeded(UInt64(share * 100))
        let nearest = (0..<4000).map { _ in
            Double.random(in: 0..<1, using: &random) < share
                ? normal(0.88, 0.08, &random) : normal(0.35, 0.1, &random)
        }
        let mixture = LikenessMixture(nearest: nearest)
        #expect(abs(mixture.share - share) < 0.03)
        #expect(abs(mixture.mean - 0.35) < 0.03)
        #expect(mixture.threshold > 0.5 && mixture.threshold < 0.8)
    }

    @Test("Of records that are merely alike hardly any is a duplicate", arguments: [0.2, 0.4, 0.55])
    func none(mean: Double) {
        var random = Seeded(7)
        let nearest = (0..<3000).map { _ in normal(mean, 0.1, &random) }
        let mixture = LikenessMixture(nearest: nearest)
        let above = nearest.count { $0 >= mixture.threshold }
        #expect(above * 50 < nearest.count)
    }

    @Test("The model's logit is nothing at the threshold and rises with the likeness")
    func model() {
        var random = Seeded(9)
        let nearest = (0..<500).map { normal($0 % 3 == 0 ? 0.9 : 0.4, 0.08, &random) }
        let mixture = LikenessMixture(nearest: nearest)
        let model = mixture.model(features: ["one", "other"])
        func logit(_ one: Double, _ other: Double) -> Double {
            // A third value, as of a feature this model does not weigh.
            [one, other, 1e9].withUnsafeBufferPointer { model.logit($0) }
        }
        #expect(abs(logit(mixture.threshold, mixture.threshold)) < 1e-9)
        #expect(abs(logit(mixture.threshold - 0.1, mixture.threshold + 0.1)) < 1e-9)
        #expect(logit(1, 1) > logit(0.9, 0.9) && logit(0.9, 0.9) > logit(0.5, 0.5))
        #expect(logit(1, 1) > 0 && logit(0.1, 0.1) < 0)
    }

    @Test("No records, one, and all the same give a model")
    func edges() {
        for nearest in [[], [0.0], [1.0], [0.5, 0.5, 0.5], [Double](repeating: 1, count: 100)] {
            let mixture = LikenessMixture(nearest: nearest)
            #expect(mixture.threshold > 0 && mixture.threshold < 1)
            #expect(mixture.share > 0 && mixture.share < 1)
        }
        #expect(LikenessMixture(nearest: [Double](repeating: 1, count: 100)).threshold < 0.95)
    }
}
