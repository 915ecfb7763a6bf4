import Linkage

/// Candidate pairs for which one set of rules holds.
struct CoveredPairs {
    /// The rules, a bit each.
    var rules: UInt32
    var pairs: Int
    /// Likely matches among them: the sum of their probabilities.
    var mass: Double
}

/// What candidates cost, in likely matches.
struct CoverPrice {
    /// Share of the likely matches that a further rule must add to be worth having.
    var leastGain: Double
    /// What a further candidate pair costs.
    var perPair: Double
    /// What a rule costs before it has brought a pair, as pairs: keys of all records, in order.
    var pairsPerRule: Double
}

/// Chooses, among rules whose pairs are scored, those that together cost least: what their pairs and they
/// themselves cost, and the likely matches that they miss.
///
/// Once from no rule and once from all, step by step, one is added or left out, whichever is better, and where
/// neither is, one is exchanged for another: local search, as for places of warehouses (Arya et al. 2004). In the
/// end none of the three makes the choice any better.
///
/// Matches that no rule brings are in no sample. How many there are shows in those that one rule alone
/// brings, against those that two bring: f₁(f₁ − 1) / 2(f₂ + 1) at least, as with animals caught once
/// and twice (Chao 1987). So a rule is worth something too where it brings again what only one did, if it
/// looks at other fields: rules over the same ones fail together.
///
/// - Parameters:
///   - rows: the pairs that any of the rules brings, by the rules that hold.
///   - costs: pairs of each rule, in the same sample.
///   - kin: for each rule, itself and all others that look at just the same fields, a bit each.
/// - Returns: indices of the rules, the most exact first, and the share of the likely matches that they
///   are estimated to cover. No rule, where none is worth its price.
/// - Complexity: O(rules² × sets of rules that hold together) a step, and about two steps for each rule chosen.
func coverMatches(
    _ rows: [CoveredPairs], costs: [Int], kin: [UInt32], price: CoverPrice
) -> (rules: [Int], covered: Double) {
    let all = merged(rows)
    let total = all.reduce(0) { $0 + $1.mass }
    guard total > 0 else { return (Array(costs.indices.prefix(1)), 0) }
    let perRule = price.leastGain * total + price.perPair * price.pairsPerRule
    func cost(_ mask: UInt32) -> Double {
        let pairs = all.reduce(0) { $0 + ($1.rules & mask != 0 ? $1.pairs : 0) }
        let work = price.perPair * Double(pairs) + perRule * Double(mask.nonzeroBitCount)
        return missed(all, by: mask, kin) + work
    }

    let bits = costs.indices.map { 1 << UInt32($0) as UInt32 }
    func search(from mask: UInt32) -> (mask: UInt32, cost: Double) {
        var best = (mask: mask, cost: cost(mask))
        func take(_ masks: [UInt32]) -> Bool {
            let before = best.cost
            for mask in masks {
                let cost = cost(mask)
                if cost < best.cost { best = (mask, cost) }
            }
            return best.cost < before
        }
        while take(bits.map { best.mask ^ $0 }) || take(exchanges(best.mask, bits)) {}
        return best
    }
    let (few, many) = (search(from: 0), search(from: bits.reduce(0, |)))
    let best = many.cost < few.cost ? many.mask : few.mask

    let chosen = costs.indices.filter { best & bits[$0] != 0 }
    return (
        chosen.sorted { (costs[$0], $0) < (costs[$1], $1) },
        max(0, 1 - missed(all, by: best, kin) / total)
    )
}

/// All that come of a set of rules where one of it is exchanged for another.
private func exchanges(_ mask: UInt32, _ bits: [UInt32]) -> [UInt32] {
    let chosen = bits.filter { mask & $0 != 0 }
    return bits.filter { mask & $0 == 0 }.flatMap { other in chosen.map { mask ^ $0 | other } }
}

/// A rule that was left out, and what it would bring.
struct FurtherRule: Equatable {
    var rule: Int
    /// Share of the likely matches that it would add, by the same estimate.
    var gain: Double
    /// Pairs it would add, in the same sample.
    var pairs: Int
}

/// Of the rules that were not chosen the one that would add the most likely matches, whatever it costs; nil where
/// none would add one in ten thousand.
///
/// - Parameters: as for `coverMatches`, and what it chose.
func bestFurtherRule(_ rows: [CoveredPairs], chosen: [Int], kin: [UInt32]) -> FurtherRule? {
    let all = merged(rows)
    let total = all.reduce(0) { $0 + $1.mass }
    let mask = chosen.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
    let before = missed(all, by: mask, kin)
    var best: FurtherRule?
    for rule in kin.indices where mask >> UInt32(rule) & 1 == 0 {
        let bit = 1 << UInt32(rule) as UInt32
        let gain = (before - missed(all, by: mask | bit, kin)) / max(total, 1e-300)
        guard gain >= max(best?.gain ?? 0, 1e-4) && gain > best?.gain ?? 0 else { continue }
        let pairs = all.reduce(0) { $0 + ($1.rules & mask == 0 && $1.rules & bit != 0 ? $1.pairs : 0) }
        best = FurtherRule(rule: rule, gain: gain, pairs: pairs)
    }
    return best
}

/// Share of the likely matches that all rules together bring, by Chao's estimate of those that none does.
func estimatedRecall(_ rows: [CoveredPairs], rules: Int) -> Double? {
    let all = merged(rows)
    let found = all.reduce(0) { $0 + $1.mass }
    guard found > 0 else { return nil }
    let unseen = missed(all, by: UInt32.max, (0..<rules).map { 1 << UInt32($0) })
    return found / (found + unseen)
}

/// Likely matches that none of the rules of `mask` brings: those that other rules brought, and those that
/// none did, by Chao's estimate.
private func missed(_ rows: [CoveredPairs], by mask: UInt32, _ kin: [UInt32]) -> Double {
    var (none, once, twice) = (0.0, 0.0, 0.0)
    for row in rows {
        var rest = row.rules & mask
        if rest == 0 {
            none += row.mass
            continue
        }
        rest &= ~kin[rest.trailingZeroBitCount]
        if rest == 0 {
            once += row.mass
        } else if rest & ~kin[rest.trailingZeroBitCount] == 0 {
            twice += row.mass
        }
    }
    // As many unseen as seen once would be the most that few rules can tell.
    let unseen = max(once * (once - 1), 0) / (2 * (twice + 1))
    return none + min(unseen, once / 2)
}

/// One row for each set of rules, in a fixed order.
private func merged(_ rows: [CoveredPairs]) -> [CoveredPairs] {
    var byRules: [UInt32: CoveredPairs] = [:]
    for row in rows {
        var sum = byRules[row.rules] ?? CoveredPairs(rules: row.rules, pairs: 0, mass: 0)
        sum.pairs += row.pairs
        sum.mass += row.mass
        byRules[row.rules] = sum
    }
    return byRules.values.sorted { $0.rules < $1.rules }
}
