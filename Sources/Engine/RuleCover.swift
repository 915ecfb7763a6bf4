import Linkage

/// Chooses, among rules whose pairs are scored, the few that cover the likely matches at the lowest
/// cost in pairs: greedy weighted set cover (Chvátal 1979), with likely matches weighing as much as
/// their match probability.
///
/// - Parameters:
///   - rows: patterns by the rules that hold, with the probability of each pattern.
///   - costs: pairs of each rule, in the same sample.
///   - leastGain: share of the likely matches a further rule must add to be worth having.
///   - pricePerPair: what a candidate pair costs, in likely matches.
/// - Returns: indices of the rules, the most exact first, and the share of the mass they cover.
func coverMatches(
    _ rows: [(rules: UInt32, mass: Double)], costs: [Int], leastGain: Double, pricePerPair: Double
) -> (rules: [Int], covered: Double) {
    let total = rows.reduce(0) { $0 + $1.mass }
    guard total > 0 else { return (Array(costs.indices.prefix(1)), 0) }
    var byMask: [UInt32: Double] = [:]
    for row in rows { byMask[row.rules, default: 0] += row.mass }
    var open = byMask.sorted { $0.key < $1.key }
    var chosen: [Int] = []
    var covered = 0.0
    while true {
        var best: (rule: Int, value: Double, gain: Double)?
        for rule in costs.indices where !chosen.contains(rule) {
            let bit: UInt32 = 1 << UInt32(rule)
            let gain = open.reduce(0) { $0 + ($1.key & bit != 0 ? $1.value : 0) }
            guard gain >= leastGain * total, gain > pricePerPair * Double(costs[rule]) else { continue }
            let value = gain / (Double(costs[rule]) + 0.02 * total + 1)
            if value > best?.value ?? 0 { best = (rule, value, gain) }
        }
        guard let best else { break }
        chosen.append(best.rule)
        covered += best.gain
        open.removeAll { $0.key & (1 << UInt32(best.rule)) != 0 }
    }
    chosen.sort { (costs[$0], $0) < (costs[$1], $1) }
    return (chosen, covered / total)
}
