import Linkage

/// Candidate pairs for which one set of rules holds.
struct CoveredPairs {
    /// The rules, a bit each.
    var rules: UInt32
    var pairs: Int
    /// Likely matches among them: the sum of their probabilities.
    var mass: Double
}

/// Chooses, among rules whose pairs are scored, those that miss the fewest likely matches for their cost
/// in pairs: greedy weighted cover (Chvátal 1979), and then without the rules that later ones made
/// superfluous.
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
///   - leastGain: share of the likely matches a further rule must add to be worth having.
///   - pricePerPair: what a further candidate pair costs, in likely matches.
/// - Returns: indices of the rules, the most exact first, and the share of the likely matches that they
///   are estimated to cover.
func coverMatches(
    _ rows: [CoveredPairs], costs: [Int], kin: [UInt32], leastGain: Double, pricePerPair: Double
) -> (rules: [Int], covered: Double) {
    let all = merged(rows)
    let total = all.reduce(0) { $0 + $1.mass }
    guard total > 0 else { return (Array(costs.indices.prefix(1)), 0) }
    /// Gain of a rule beside those of `mask` in likely matches, and the pairs it adds.
    func gain(_ rule: Int, beside mask: UInt32) -> (mass: Double, pairs: Double) {
        let with = mask | 1 << UInt32(rule)
        let pairs = all.reduce(0) { $0 + ($1.rules & mask == 0 && $1.rules & with != 0 ? $1.pairs : 0) }
        return (missed(all, by: mask, kin) - missed(all, by: with, kin), Double(pairs))
    }
    func isWorthHaving(_ gain: (mass: Double, pairs: Double)) -> Bool {
        gain.mass >= leastGain * total && gain.mass > pricePerPair * gain.pairs
    }

    var chosen: [Int] = []
    var mask: UInt32 = 0
    while true {
        var best: (rule: Int, value: Double)?
        for rule in costs.indices where mask >> UInt32(rule) & 1 == 0 {
            let gain = gain(rule, beside: mask)
            let value = gain.mass / (gain.pairs + 0.02 * total + 1)
            if isWorthHaving(gain) && value > best?.value ?? 0 { best = (rule, value) }
        }
        guard let best else { break }
        chosen.append(best.rule)
        mask |= 1 << UInt32(best.rule)
    }
    for rule in chosen.sorted(by: { (costs[$0], $0) > (costs[$1], $1) }) {
        let others = mask & ~(1 << UInt32(rule))
        if others != 0 && !isWorthHaving(gain(rule, beside: others)) { mask = others }
    }
    chosen.removeAll { mask >> UInt32($0) & 1 == 0 }
    chosen.sort { (costs[$0], $0) < (costs[$1], $1) }
    return (chosen, max(0, 1 - missed(all, by: mask, kin) / total))
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
