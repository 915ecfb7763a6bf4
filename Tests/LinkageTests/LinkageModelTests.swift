import Foundation
import Linkage
import Testing

private let model = LinkageModel(
    comparisons: [
        .init(
            name: "a", labels: ["null", "else", "alike", "exact"], m: [0, 0.125, 0.25, 0.625],
            u: [0, 0.5, 0.25, 0.25],
            untrained: [false, false, false, true]),
        .init(
            name: "b", labels: ["null", "else", "exact"], m: [0, 0.25, 0.75], u: [0, 0.75, 0.25],
            untrained: [false, false, false]),
    ], prior: 0.2)

@Suite struct LinkageModelTests {
    @Test func weightsAreLogarithmsOfBayesFactors() {
        let a = model.comparisons[0]
        #expect([0, 1, 2].map { a.weight($0) } == [0, -2, 0])
        #expect(abs(a.weight(3) - 1.3219280948873624) < 1e-12)
        #expect(model.priorWeight == -2)
    }

    /// Every pattern of two comparisons, against Bayes' rule.
    @Test func theProbabilityOfAPatternIsThatOfBayes() {
        for a in 0..<4 {
            for b in 0..<3 {
                let (x, y) = (model.comparisons[0], model.comparisons[1])
                let ifMatch = 0.2 * (a == 0 ? 1 : x.m[a]) * (b == 0 ? 1 : y.m[b])
                let ifNot = 0.8 * (a == 0 ? 1 : x.u[a]) * (b == 0 ? 1 : y.u[b])
                let found = probability(weight: model.weight(ofPattern: UInt64(a | b << 4)))
                #expect(abs(found - ifMatch / (ifMatch + ifNot)) < 1e-12)
            }
        }
    }

    @Test func weightAndProbabilityUndoEachOther() {
        for p in [1e-9, 0.001, 0.1, 0.5, 0.9, 0.999] {
            #expect(abs(probability(weight: weight(probability: p)) - p) < 1e-12)
        }
        #expect(probability(weight: 0) == 0.5)
        #expect(probability(weight: -2000) == 0)
        #expect(probability(weight: 2000) == 1)
    }

    @Test func survivesJSON() throws {
        #expect(try JSONDecoder().decode(LinkageModel.self, from: JSONEncoder().encode(model)) == model)
    }
}
