@testable import Engine

/// The choice of rules by its definition, over lists of rules instead of bits.
struct RuleCoverReference {
    var rows: [CoveredPairs]
    /// Rules of one kin look at the same fields.
    var kin: [Int]
    var leastGain: Double
    var pricePerPair: Double

    var total: Double { rows.reduce(0) { $0 + $1.mass } }

    /// For each rule, itself and its kin, a bit each.
    var kinMasks: [UInt32] {
        kin.map { own in kin.indices.reduce(0) { $0 | (kin[$1] == own ? 1 << UInt32($1) : 0) } }
    }

    /// The kinds of the chosen rules that bring a row.
    private func kinds(_ row: CoveredPairs, _ chosen: Set<Int>) -> Set<Int> {
        Set(chosen.filter { row.rules >> UInt32($0) & 1 == 1 }.map { kin[$0] })
    }

    /// Chao (1987): the unseen are f₁(f₁ − 1) / 2(f₂ + 1), f₁ and f₂ being what one kind of rules alone
    /// and what two kinds have seen. Taken for at most half of those seen once.
    func missed(_ chosen: Set<Int>) -> Double {
        func mass(_ kinds: Int) -> Double {
            rows.reduce(0) { $0 + (self.kinds($1, chosen).count == kinds ? $1.mass : 0) }
        }
        let (none, once, twice) = (mass(0), mass(1), mass(2))
        return none + min(once > 1 ? once * (once - 1) / (2 * (twice + 1)) : 0, once / 2)
    }

    /// What a rule adds to others: likely matches, and pairs that none of them brings.
    func gain(_ rule: Int, beside others: Set<Int>) -> (mass: Double, pairs: Double) {
        let added = rows.filter { $0.rules >> UInt32(rule) & 1 == 1 && kinds($0, others).isEmpty }
        return (missed(others) - missed(others.union([rule])), Double(added.reduce(0) { $0 + $1.pairs }))
    }

    func isWorthHaving(_ rule: Int, beside others: Set<Int>) -> Bool {
        let gain = gain(rule, beside: others)
        return gain.mass >= leastGain * total && gain.mass > pricePerPair * gain.pairs
    }

    /// One rule after the other, each time the one that gains most for its pairs; a fiftieth of the
    /// likely matches and one pair more are added to its pairs, or one with none would always win.
    func greedy() -> Set<Int> {
        var chosen: Set<Int> = []
        while true {
            var best: (rule: Int, value: Double)?
            for rule in kin.indices where !chosen.contains(rule) && isWorthHaving(rule, beside: chosen) {
                let gain = gain(rule, beside: chosen)
                let value = gain.mass / (gain.pairs + 0.02 * total + 1)
                if value > best?.value ?? 0 { best = (rule, value) }
            }
            guard let best else { return chosen }
            chosen.insert(best.rule)
        }
    }

    /// The dearest first, a rule goes that the others have made superfluous.
    func withoutSuperfluous(_ chosen: Set<Int>, costs: [Int]) -> Set<Int> {
        var left = chosen
        for rule in chosen.sorted(by: { (costs[$0], $0) > (costs[$1], $1) }) {
            let others = left.subtracting([rule])
            if !others.isEmpty && !isWorthHaving(rule, beside: others) { left = others }
        }
        return left
    }
}
