import Testing

@testable import Engine

@Suite struct RuleCoverTests {
    /// The mass of the rows that some chosen rule holds for.
    private func covered(_ rows: [(rules: UInt32, mass: Double)], _ rules: [Int]) -> Double {
        let chosen = rules.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
        return rows.reduce(0) { $0 + ($1.rules & chosen != 0 ? $1.mass : 0) }
    }

    @Test func whatIsSaidToBeCoveredIsCovered() {
        var random = Seeded(state: 5)
        for rules in [1, 2, 5, 32] {
            for _ in 0..<40 {
                let rows = (0..<30).map { _ in
                    (
                        rules: UInt32.random(
                            in: 1...(rules == 32 ? UInt32.max : 1 << UInt32(rules) - 1), using: &random),
                        mass: Double.random(in: 0...5, using: &random)
                    )
                }
                let costs = (0..<rules).map { _ in Int.random(in: 1...2000, using: &random) }
                let total = rows.reduce(0) { $0 + $1.mass }
                let found = coverMatches(rows, costs: costs, leastGain: 0.001, pricePerPair: 1e-6)
                #expect(Set(found.rules).count == found.rules.count)
                #expect(abs(found.covered - covered(rows, found.rules) / total) < 1e-9)
                #expect(found.rules == found.rules.sorted { (costs[$0], $0) < (costs[$1], $1) })
                // No rule left out would have added what makes one worth having.
                for rule in costs.indices where !found.rules.contains(rule) {
                    let gain = covered(rows, found.rules + [rule]) - covered(rows, found.rules)
                    #expect(gain < 0.001 * total + 1e-9 || gain <= 1e-6 * Double(costs[rule]) + 1e-9)
                }
            }
        }
    }

    @Test func aCheapRuleIsPreferredToADearOneThatFindsTheSame() {
        let rows = [(rules: UInt32(0b011), mass: 90.0), (rules: UInt32(0b110), mass: 10)]
        let found = coverMatches(rows, costs: [50, 100_000, 60], leastGain: 0.001, pricePerPair: 1e-9)
        #expect(found.rules == [0, 2])
        #expect(found.covered == 1)
    }

    @Test func aRuleThatAddsTooLittleOrCostsTooMuchIsLeftOut() {
        let rows = [
            (rules: UInt32(1), mass: 1000.0), (rules: UInt32(2), mass: 0.1), (rules: UInt32(4), mass: 5),
        ]
        #expect(coverMatches(rows, costs: [10, 10, 10], leastGain: 0.001, pricePerPair: 0).rules == [0, 2])
        #expect(
            coverMatches(rows, costs: [10, 10, 10_000], leastGain: 0.001, pricePerPair: 0.001).rules == [0])
    }

    @Test func withoutLikelyMatchesTheFirstRuleIsTaken() {
        let none = coverMatches([], costs: [3, 4], leastGain: 0.1, pricePerPair: 0)
        #expect(none.rules == [0] && none.covered == 0)
    }
}
