@testable import Engine

/// The choice of rules by its definition, over lists of rules instead of bits.
struct RuleCoverReference {
    var rows: [CoveredPairs]
    /// Rules of one kin look at the same fields.
    var kin: [Int]
    var price: CoverPrice

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

    /// What a choice costs, in likely matches: those that it misses, its pairs, and its rules.
    func cost(_ chosen: Set<Int>) -> Double {
        let brought = rows.filter { !kinds($0, chosen).isEmpty }.reduce(0) { $0 + $1.pairs }
        let rule = price.leastGain * total + price.perPair * price.pairsPerRule
        return missed(chosen) + price.perPair * Double(brought) + rule * Double(chosen.count)
    }

    /// Choices that have one rule more, or one less.
    func steps(_ chosen: Set<Int>) -> [Set<Int>] { kin.indices.map { chosen.symmetricDifference([$0]) } }

    /// Choices in which one rule has been exchanged.
    func exchanges(_ chosen: Set<Int>) -> [Set<Int>] {
        kin.indices.filter { !chosen.contains($0) }.flatMap { other in
            chosen.sorted().map { chosen.subtracting([$0]).union([other]) }
        }
    }

    /// What the cheaper of two searches costs.
    func searched() -> Double { min(cost(search(from: [])), cost(search(from: Set(kin.indices)))) }

    /// Always the best step; where none is any better, the best exchange.
    private func search(from start: Set<Int>) -> Set<Int> {
        var chosen = start
        while true {
            let better = [steps(chosen), exchanges(chosen)].lazy.compactMap { choices in
                choices.min { cost($0) < cost($1) }.flatMap { cost($0) < cost(chosen) ? $0 : nil }
            }.first
            guard let better else { return chosen }
            chosen = better
        }
    }

    /// The cheapest of all choices.
    func cheapest() -> Double {
        (0..<1 << kin.count).map { bits in cost(Set(kin.indices.filter { bits >> $0 & 1 == 1 })) }.min() ?? 0
    }
}
