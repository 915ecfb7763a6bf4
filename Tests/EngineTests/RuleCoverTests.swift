import TestSupport
import Testing

@testable import Engine

@Suite struct RuleCoverTests {
    private let free = CoverPrice(leastGain: 0.001, perPair: 0, pairsPerRule: 0)
    private let dear = CoverPrice(leastGain: 0.001, perPair: 0.001, pairsPerRule: 0)

    /// Rows for random sets of rules. Masses are eighths, so that sums of them are exact in any order.
    private func rows(_ count: Int, rules: Int, _ random: inout Seeded) -> [CoveredPairs] {
        let most = rules == 32 ? UInt32.max : 1 << UInt32(rules) - 1
        // Mostly few rules at a time, as one or two bring most pairs.
        return (0..<count).map { _ in
            let any = UInt32.random(in: 1...most, using: &random)
            let few = UInt32(1) << UInt32.random(in: 0..<UInt32(rules), using: &random)
            let second = UInt32(1) << UInt32.random(in: 0..<UInt32(rules), using: &random)
            let mask = [any, few, few | second][Int.random(in: 0..<3, using: &random)]
            let pairs = Int.random(in: 1...400, using: &random)
            let mass = Double(Int.random(in: 0...8 * pairs, using: &random)) / 8
            return CoveredPairs(
                rules: mask, pairs: pairs, mass: Int.random(in: 0..<3, using: &random) == 0 ? mass : mass / 64
            )
        }
    }

    private func trial(_ rules: Int, _ random: inout Seeded) -> (reference: RuleCoverReference, costs: [Int])
    {
        let rows = rows(Int.random(in: 1...60, using: &random), rules: rules, &random)
        let kinds = Int.random(in: 1...rules, using: &random)
        let reference = RuleCoverReference(
            rows: rows, kin: (0..<rules).map { _ in Int.random(in: 0..<kinds, using: &random) },
            price: CoverPrice(
                leastGain: [0.0005, 0.001, 0.02][Int.random(in: 0..<3, using: &random)],
                perPair: [0, 1e-6, 0.01, 0.2][Int.random(in: 0..<4, using: &random)],
                pairsPerRule: [0, 1, 50][Int.random(in: 0..<3, using: &random)]))
        let costs = (0..<rules).map { rule in
            rows.reduce(0) { $0 + ($1.rules >> UInt32(rule) & 1 == 1 ? $1.pairs : 0) }
        }
        return (reference, costs)
    }

    private func cover(_ trial: (reference: RuleCoverReference, costs: [Int])) -> (
        rules: [Int], covered: Double
    ) {
        coverMatches(
            trial.reference.rows, costs: trial.costs, kin: trial.reference.kinMasks,
            price: trial.reference.price)
    }

    @Test(arguments: [1, 2, 3, 5, 9, 32])
    func theChoiceIsThatOfTheDefinition(rules: Int) {
        var random = Seeded(UInt64(rules) + 500)
        for number in 0..<(rules > 9 ? 25 : 80) {
            let trial = trial(rules, &random)
            let (reference, costs) = trial
            guard reference.total > 0 else { continue }
            let found = cover(trial)
            // Choices that cost the same may differ.
            let cost = reference.cost(Set(found.rules))
            #expect(
                abs(cost - reference.searched()) < 1e-9 * reference.total, "trial \(number)")
            #expect(found.rules == found.rules.sorted { (costs[$0], $0) < (costs[$1], $1) })
            #expect(Set(found.rules).count == found.rules.count)
            let covered = max(0, 1 - reference.missed(Set(found.rules)) / reference.total)
            #expect(abs(found.covered - covered) < 1e-12)
        }
    }

    @Test(arguments: [2, 3, 5, 9, 32])
    func noRuleMoreOrLessAndNoExchangeIsAnyBetter(rules: Int) {
        var random = Seeded(UInt64(rules) + 900)
        for number in 0..<(rules > 9 ? 25 : 80) {
            let trial = trial(rules, &random)
            let reference = trial.reference
            let chosen = Set(cover(trial).rules)
            guard reference.total > 0 else { continue }
            let cost = reference.cost(chosen)
            for other in reference.steps(chosen) + reference.exchanges(chosen) {
                #expect(reference.cost(other) > cost - 1e-9 * reference.total, "trial \(number), \(other)")
            }
        }
    }

    /// A local search may end beside the cheapest choice; of few rules it hardly does, and never far off.
    @Test func ofFewRulesNearlyAlwaysTheCheapestAreChosen() {
        var random = Seeded(4711)
        var (judged, beside) = (0, 0)
        for number in 0..<120 {
            let trial = trial(6, &random)
            let reference = trial.reference
            guard reference.total > 0 else { continue }
            let (cost, cheapest) = (reference.cost(Set(cover(trial).rules)), reference.cheapest())
            #expect(cost < cheapest + 0.1 * reference.total, "trial \(number)")
            judged += 1
            beside += cost > cheapest + 1e-9 * reference.total ? 1 : 0
        }
        #expect(judged > 100 && beside * 10 < judged)
    }

    /// Rows may come in any order and in parts.
    @Test func theOrderOfTheRowsDoesNotShow() {
        var random = Seeded(77)
        for _ in 0..<40 {
            var trial = trial(7, &random)
            let first = cover(trial)
            trial.reference.rows = trial.reference.rows.flatMap { row -> [CoveredPairs] in
                let part = row.pairs / 2
                return [
                    CoveredPairs(rules: row.rules, pairs: part, mass: row.mass / 2),
                    CoveredPairs(rules: row.rules, pairs: row.pairs - part, mass: row.mass / 2),
                ]
            }.shuffled(using: &random)
            let again = cover(trial)
            #expect(first.rules == again.rules && first.covered == again.covered)
        }
    }

    /// By hand: 90 matches that both rules bring, and 6 and 4 that one of them alone brings.
    @Test func whatNoRuleBroughtIsEstimated() {
        let rows = [
            CoveredPairs(rules: 0b11, pairs: 100, mass: 90), CoveredPairs(rules: 0b01, pairs: 10, mass: 6),
            CoveredPairs(rules: 0b10, pairs: 10, mass: 4),
        ]
        let found = coverMatches(
            rows, costs: [110, 110], kin: [0b01, 0b10], price: free)
        #expect(found.rules == [0, 1])
        // f₁ = 10 and f₂ = 90: 10 · 9 / (2 · 91) more are missed.
        #expect(abs(found.covered - (1 - 90.0 / 182 / 100)) < 1e-12)
        // Of rules over the same fields all are brought once: half of them at most pass for missed.
        let kin = coverMatches(
            rows, costs: [110, 110], kin: [0b11, 0b11], price: free)
        #expect(kin.rules == [0, 1])
        #expect(abs(kin.covered - 0.5) < 1e-12)
    }

    /// A second rule that brings just what the first does is worth having where it looks at other fields.
    @Test func aRuleThatBringsAgainIsWorthSomethingUnlessItIsKin() {
        let rows = [CoveredPairs(rules: 0b11, pairs: 100, mass: 90)]
        let strangers = coverMatches(
            rows, costs: [100, 100], kin: [0b01, 0b10], price: free)
        #expect(strangers.rules == [0, 1] && strangers.covered == 1)
        let kin = coverMatches(
            rows, costs: [100, 100], kin: [0b11, 0b11], price: free)
        #expect(kin.rules == [0] && kin.covered == 0.5)
    }

    @Test func aCheapRuleIsPreferredToADearOneThatFindsTheSame() {
        let rows = [
            CoveredPairs(rules: 0b011, pairs: 50, mass: 45),
            CoveredPairs(rules: 0b010, pairs: 100_000, mass: 0),
            CoveredPairs(rules: 0b100, pairs: 60, mass: 45),
        ]
        let found = coverMatches(
            rows, costs: [50, 100_050, 60], kin: [0b011, 0b011, 0b100],
            price: CoverPrice(leastGain: 0.001, perPair: 1e-9, pairsPerRule: 0))
        #expect(found.rules == [0, 2])
    }

    @Test func aRuleThatAddsTooLittleOrCostsTooMuchIsLeftOut() {
        let rows = [
            CoveredPairs(rules: 1, pairs: 1000, mass: 1000), CoveredPairs(rules: 2, pairs: 10, mass: 0.1),
            CoveredPairs(rules: 4, pairs: 10_000, mass: 5),
        ]
        let kin: [UInt32] = [7, 7, 7]
        let costs = [1000, 10, 10_000]
        #expect(
            coverMatches(rows, costs: costs, kin: kin, price: free).rules == [0, 2])
        #expect(
            coverMatches(rows, costs: costs, kin: kin, price: dear).rules == [0])
    }

    /// Two narrow rules bring what a wide one does with fewer pairs; a rule itself may cost more than that.
    @Test func oneWideRuleIsBetterThanTwoNarrowOnesWhereRulesCost() {
        let rows = [
            CoveredPairs(rules: 0b101, pairs: 50, mass: 45), CoveredPairs(rules: 0b110, pairs: 50, mass: 45),
            CoveredPairs(rules: 0b100, pairs: 300, mass: 0),
        ]
        func chosen(_ pairsPerRule: Double) -> [Int] {
            coverMatches(
                rows, costs: [50, 50, 400], kin: [7, 7, 7],
                price: CoverPrice(leastGain: 0, perPair: 0.01, pairsPerRule: pairsPerRule)
            ).rules
        }
        #expect(chosen(200) == [0, 1])
        #expect(chosen(400) == [2])
    }

    @Test func theBestOfTheRulesLeftOutIsNamedWithItsPrice() {
        let rows = [
            CoveredPairs(rules: 0b001, pairs: 1000, mass: 900),
            CoveredPairs(rules: 0b010, pairs: 7000, mass: 60),
            CoveredPairs(rules: 0b011, pairs: 50, mass: 0), CoveredPairs(rules: 0b100, pairs: 10, mass: 40),
        ]
        // All look at the same fields: none brings again what another has.
        let kin: [UInt32] = [7, 7, 7]
        let further = bestFurtherRule(rows, chosen: [0], kin: kin)
        #expect(further?.rule == 1 && further?.pairs == 7000)
        // 60 of 1000 are brought; half of what is brought once passes for missed, before and after.
        #expect(abs((further?.gain ?? 0) - (60 - 30) / 1000) < 1e-9)
        #expect(bestFurtherRule(rows, chosen: [0, 1, 2], kin: kin) == nil)
        #expect(bestFurtherRule([], chosen: [0], kin: kin) == nil)
    }

    @Test func whatNoWayFindsIsToldByWhatOneAndTwoFind() {
        // f₁ = 30, f₂ = 60, f₃ = 900: 30 · 29 / (2 · 61) are missed.
        let rows = [
            CoveredPairs(rules: 0b001, pairs: 30, mass: 30), CoveredPairs(rules: 0b110, pairs: 60, mass: 60),
            CoveredPairs(rules: 0b111, pairs: 900, mass: 900),
        ]
        let missed = 30.0 * 29 / 122
        #expect(abs((estimatedRecall(rows, rules: 3) ?? 0) - 990 / (990 + missed)) < 1e-12)
        #expect(estimatedRecall([CoveredPairs(rules: 1, pairs: 4, mass: 0)], rules: 3) == nil)
    }

    @Test func withoutLikelyMatchesTheFirstRuleIsTaken() {
        let none = coverMatches([], costs: [3, 4], kin: [1, 2], price: free)
        #expect(none.rules == [0] && none.covered == 0)
        let unlikely = coverMatches(
            [CoveredPairs(rules: 2, pairs: 9, mass: 0)], costs: [3, 4], kin: [1, 2], price: free)
        #expect(unlikely.rules == [0] && unlikely.covered == 0)
    }

    @Test func whereNoRuleIsWorthItsPriceNoneIsTaken() {
        let rows = [CoveredPairs(rules: 1, pairs: 1000, mass: 1)]
        let found = coverMatches(
            rows, costs: [1000], kin: [1], price: CoverPrice(leastGain: 0, perPair: 0.01, pairsPerRule: 0))
        #expect(found.rules == [] && found.covered == 0)
    }
}
