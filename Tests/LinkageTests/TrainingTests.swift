import Linkage
import TestSupport
import Testing

private func labels(_ codes: Int) -> [String] { ["null", "else"] + (0..<codes - 2).map { "level \($0)" } }

/// Five comparisons with ladders of one to four levels.
private let m: [[Double]] = [
    [0, 0.04, 0.96], [0, 0.1, 0.15, 0.75], [0, 0.05, 0.05, 0.1, 0.8], [0, 0.3, 0.7],
    [0, 0.08, 0.02, 0.1, 0.1, 0.7],
]
private let u: [[Double]] = [
    [0, 0.99, 0.01], [0, 0.9, 0.08, 0.02], [0, 0.7, 0.2, 0.09, 0.01], [0, 0.8, 0.2],
    [0, 0.6, 0.2, 0.1, 0.09, 0.01],
]

private func shapes(blockedBy: [UInt32] = [0, 0, 0, 0, 0]) -> [ComparisonShape] {
    u.indices.map {
        ComparisonShape(name: "c\($0)", labels: labels(u[$0].count), u: u[$0], blockedBy: blockedBy[$0])
    }
}

@Suite struct TrainingTests {
    /// Rules that look at no field, at one each, and at fields together.
    @Test(arguments: [[0, 0, 0, 0, 0], [1, 2, 4, 0, 0], [3, 1, 6, 5, 2]] as [[UInt32]], [0.0, 0.2])
    func agreesWithTheTextbookPairByPair(blockedBy: [UInt32], nulls: Double) {
        for seed in 1...3 as ClosedRange<UInt64> {
            var random = Seeded(seed)
            let pairs = simulate(4000, m: m, u: u, prior: 0.1, nulls: nulls, rules: 3, &random)
            var options = TrainingOptions()
            // A fixed number of steps: rounding must not decide which of the two stops first.
            (options.tolerance, options.maxIterations) = (0, 25)
            let report = train(
                rows: histogram(pairs).rows(), comparisons: shapes(blockedBy: blockedBy), totalPairs: 1e6,
                startMatches: 100, options: options)
            var textbook = TextbookEM(shapes(blockedBy: blockedBy), totalPairs: 1e6, options: options)
            textbook.run(pairs, startMatches: 100)
            #expect(report.iterations == textbook.iterations)
            #expect(abs(report.model.prior - textbook.prior) < 1e-9)
            #expect(abs(report.expectedMatches - textbook.expected) < 1e-6)
            for (comparison, expected) in zip(report.model.comparisons, textbook.m) {
                for (found, slow) in zip(comparison.m, expected) { #expect(abs(found - slow) < 1e-9) }
            }
            for pair in pairs.prefix(300) {
                let row = histogram([pair]).rows()[0]
                let found = probability(weight: report.model.weight(ofPattern: row.pattern))
                #expect(abs(found - textbook.matchProbability(pair.levels)) < 1e-9)
            }
        }
    }

    @Test(arguments: [0.02, 0.1, 0.3], [0.0, 0.15])
    func recoversTheParametersThatMadeThePairs(prior: Double, nulls: Double) {
        var random = Seeded(42)
        let count = 200_000
        let pairs = simulate(count, m: m, u: u, prior: prior, nulls: nulls, rules: 1, &random)
        let report = train(
            rows: histogram(pairs).rows(), comparisons: shapes(), totalPairs: Double(count),
            startMatches: 0.01 * Double(count))
        #expect(abs(report.model.prior - prior) < 0.05 * prior)
        #expect(abs(report.expectedMatches - prior * Double(count)) < 0.05 * prior * Double(count))
        for (comparison, known) in zip(report.model.comparisons, m) {
            for (found, drawn) in zip(comparison.m, known) { #expect(abs(found - drawn) < 0.025) }
            #expect(!comparison.untrained.contains(true))
        }
        #expect(report.warnings.isEmpty)
    }

    @Test func aFieldIsNotLearntFromPairsItBroughtItself() throws {
        var random = Seeded(43)
        let pairs = simulate(20_000, m: m, u: u, prior: 0.2, nulls: 0, rules: 1, &random)
        // Of rule 0, which brings all pairs, comparison 0 is a part.
        let report = train(
            rows: histogram(pairs).rows(), comparisons: shapes(blockedBy: [1, 0, 0, 0, 0]),
            totalPairs: 20_000,
            startMatches: 1000)
        let first = report.model.comparisons[0]
        #expect(first.m == [0, 0.05, 0.95])
        #expect(first.untrained == [false, true, true])
        #expect(report.warnings.count == 1 && report.warnings[0].hasPrefix("c0: "))
        for comparison in report.model.comparisons.dropFirst() {
            #expect(!comparison.untrained.contains(true))
        }
        // A second rule without the field brings a tenth of the pairs, and these teach it.
        var more = pairs
        for index in more.indices where index % 10 == 0 { more[index].rules.insert(1) }
        let taught = train(
            rows: histogram(more).rows(), comparisons: shapes(blockedBy: [1, 0, 0, 0, 0]), totalPairs: 20_000,
            startMatches: 1000)
        #expect(!taught.model.comparisons[0].untrained.contains(true))
        #expect(taught.warnings.isEmpty)
    }

    @Test func mSumsToOneAndNothingIsImpossible() {
        var random = Seeded(45)
        // No match at all, only matches, and hardly any pair.
        for (count, prior) in [(3000, 0.0), (3000, 1.0), (3, 0.5), (0, 0.5)] {
            let pairs = simulate(count, m: m, u: u, prior: prior, nulls: 0.1, rules: 2, &random)
            let report = train(
                rows: histogram(pairs).rows(), comparisons: shapes(), totalPairs: Double(max(count, 1)),
                startMatches: 1)
            #expect(report.model.prior > 0 && report.model.prior <= 0.5)
            for comparison in report.model.comparisons {
                #expect(abs(comparison.m.reduce(0, +) - 1) < 1e-12)
                #expect(comparison.m[0] == 0)
                #expect(comparison.m.dropFirst().allSatisfy { $0 > 0 })
                #expect(comparison.labels.indices.allSatisfy { comparison.weight($0).isFinite })
            }
        }
    }

    @Test func keepingAModelChangesNothing() {
        let model = LinkageModel(
            comparisons: [
                .init(name: "c", labels: labels(3), m: m[0], u: u[0], untrained: [false, false, false])
            ],
            prior: 0.01)
        let report = TrainingReport(keeping: model, totalPairs: 500)
        #expect(report.model == model)
        #expect((report.iterations, report.expectedMatches) == (0, 5))
    }
}
