import Testing

@testable import Engine

/// What the reference says of a case small enough for a person.
@Suite struct RuleCoverReferenceTests {
    /// 40 matches that both rules bring, 6 that the first, 4 that the second, and 2 that a third rule alone brings,
    /// which looks at what the first does.
    private let reference = RuleCoverReference(
        rows: [
            CoveredPairs(rules: 0b011, pairs: 50, mass: 40), CoveredPairs(rules: 0b001, pairs: 100, mass: 6),
            CoveredPairs(rules: 0b010, pairs: 10, mass: 4), CoveredPairs(rules: 0b100, pairs: 30, mass: 2),
        ], kin: [0, 1, 0], price: CoverPrice(leastGain: 0.01, perPair: 0.05, pairsPerRule: 4))

    @Test func whatIsMissedAndWhatItCosts() {
        #expect(reference.total == 52 && reference.kinMasks == [0b101, 0b010, 0b101])
        #expect(reference.missed([]) == 52)
        // 6 + 2 are in no row of the second rule; of the 44 that it alone brings, half pass for unseen.
        #expect(reference.missed([1]) == 8 + 22)
        // f₁ = 6 + 4, f₂ = 40: 10 · 9 / (2 · 41) are unseen, and 2 are brought by neither.
        #expect(abs(reference.missed([0, 1]) - (2 + 90.0 / 82)) < 1e-12)
        // 160 pairs at 0.05, and two rules at 0.01 · 52 + 0.05 · 4.
        #expect(abs(reference.cost([0, 1]) - (2 + 90.0 / 82 + 8 + 2 * 0.72)) < 1e-12)
    }

    @Test func theStepsAndTheCheapest() {
        #expect(reference.steps([0]) == [[], [0, 1], [0, 2]])
        #expect(reference.exchanges([0, 1]) == [[1, 2], [0, 2]])
        // The third rule costs 1.5 + 0.72, and leaves 12 · 11 / 82 unseen of 2 fewer that are missed.
        #expect(
            reference.cheapest() == reference.cost([0, 1]) && reference.searched() == reference.cheapest())
    }
}
