import Records

/// Pairs that are alike without being matches: members of a household, neighbours, branches of one
/// firm. One class of them, as a row of the mixture.
///
/// Fellegi and Sunter take agreement on two fields for independent evidence; among non-matches that
/// fails where records are related: who shares an address shares its city, postcode and telephone. A
/// class of related pairs says how often such pairs occur and on what they agree.
public struct RelatedPairs: Codable, Sendable, Equatable {
    /// Share of all pairs that are of this class.
    public var share: Double
    /// P(level | class) by comparison and code; code 0 (null) counts as 1.
    public var levels: [[Double]]

    /// Density of a pattern in this class, times its share.
    @inlinable
    public func density(_ pattern: UInt64) -> Double {
        var product = share
        for index in levels.indices {
            let code = AgreementPattern(bits: pattern)[index]
            if code != 0 { product *= levels[index][code] }
        }
        return product
    }
}

/// Finds classes of related pairs among pairs of which (nearly) none are matches: the candidate pairs
/// inside one source that holds each thing once.
///
/// Classes are added one at a time, each begun at the pattern that the mixture so far leaves most
/// unexplained, and refined by expectation maximisation with the random class held fixed (greedy
/// mixture learning: Verbeek, Vlassis and Kröse 2003). A class that agrees on nearly everything is
/// left out: such pairs are duplicates, not relatives.
///
/// - Parameters:
///   - rows: candidate pairs inside the sources, by pattern.
///   - u: levels of random pairs.
///   - totalPairs: all pairs inside the sources.
///   - most: classes at the most.
///   - duplicatesAgreeOn: share of the fields on which a class must agree to be duplicates.
/// - Complexity: O(classes² × iterations × rows × comparisons).
public func findRelatedPairs(
    _ rows: [PatternHistogram.Row], u: [[Double]], totalPairs: Double, most: Int,
    duplicatesAgreeOn: Double = 0.75
) -> [RelatedPairs] {
    let merged = byPattern(rows)
    guard !merged.isEmpty, totalPairs > 0 else { return [] }
    let random = RelatedPairs(share: 1, levels: u)
    let chance = merged.map { random.density($0.pattern) }
    var classes: [RelatedPairs] = []
    while classes.count < most {
        guard let seed = worstExplained(merged, classes, random, totalPairs: totalPairs) else { break }
        classes.append(startingClass(seed, u: u, totalPairs: totalPairs))
        for _ in 0..<40 { refine(&classes, merged, chance: chance, random: random, totalPairs: totalPairs) }
    }
    return classes.filter { !agrees($0, onMoreThan: duplicatesAgreeOn) && $0.share * totalPairs >= 3 }
}

private func byPattern(_ rows: [PatternHistogram.Row]) -> [(pattern: UInt64, count: Double)] {
    var merged: [(pattern: UInt64, count: Double)] = []
    for row in rows {
        if merged.last?.pattern == row.pattern {
            merged[merged.count - 1].count += Double(row.count)
        } else {
            merged.append((row.pattern, Double(row.count)))
        }
    }
    return merged
}

/// The pattern with the largest share of the log likelihood still to be gained; nil once no pattern
/// that stands for three pairs is twice as frequent as expected.
private func worstExplained(
    _ rows: [(pattern: UInt64, count: Double)], _ classes: [RelatedPairs], _ random: RelatedPairs,
    totalPairs: Double
) -> (pattern: UInt64, count: Double)? {
    var worst: (pattern: UInt64, count: Double)?
    var most = 0.0
    for row in rows where row.count >= 3 {
        let expected =
            totalPairs * classes.reduce(random.density(row.pattern)) { $0 + $1.density(row.pattern) }
        let gain = row.count * (row.count / max(expected, 1e-12)).log2
        if row.count > 2 * expected && gain > most {
            most = gain
            worst = row
        }
    }
    return worst
}

/// A class around one pattern: seven tenths at its levels, the rest as random pairs are.
private func startingClass(_ seed: (pattern: UInt64, count: Double), u: [[Double]], totalPairs: Double)
    -> RelatedPairs
{
    let levels = u.enumerated().map { index, chance in
        let code = AgreementPattern(bits: seed.pattern)[index]
        return chance.indices.map { level in
            level == 0 ? 0 : code == 0 ? chance[level] : 0.3 * chance[level] + (level == code ? 0.7 : 0)
        }
    }
    return RelatedPairs(share: seed.count / totalPairs, levels: levels)
}

/// One step of expectation maximisation.
///
/// - Parameter chance: density of each row among random pairs.
private func refine(
    _ classes: inout [RelatedPairs], _ rows: [(pattern: UInt64, count: Double)], chance: [Double],
    random: RelatedPairs, totalPairs: Double
) {
    let fields = random.levels.count
    let levels = classes.map { flat($0.levels) }
    var masses = [[Double]](repeating: Array(repeating: 0, count: fields * codes), count: classes.count)
    var totals = [Double](repeating: 0, count: classes.count)
    var densities = totals
    for (row, chance) in zip(rows, chance) {
        var sum = chance
        for index in classes.indices {
            densities[index] = density(row.pattern, share: classes[index].share, levels[index], fields)
            sum += densities[index]
        }
        for index in classes.indices {
            let mass = row.count * densities[index] / sum
            totals[index] += mass
            add(mass, row.pattern, to: &masses[index], fields)
        }
    }
    for index in classes.indices {
        classes[index].share = max(totals[index], 1e-9) / totalPairs
        for field in 0..<fields {
            let mass = masses[index][(field * codes)..<(field * codes + random.levels[field].count)]
            let seen = mass.dropFirst().reduce(0, +)
            for code in 1..<mass.count {
                // One pair at the levels of random pairs keeps every level possible.
                classes[index].levels[field][code] =
                    (mass[mass.startIndex + code] + random.levels[field][code]) / (seen + 1)
            }
        }
    }
}

/// Codes of a comparison in a pattern.
private let codes = 16

/// The probabilities of all levels in one array, 16 a comparison; 1 for nulls.
private func flat(_ levels: [[Double]]) -> [Double] {
    levels.flatMap { [1] + $0.dropFirst() + [Double](repeating: 0, count: codes - $0.count) }
}

private func density(_ pattern: UInt64, share: Double, _ levels: [Double], _ fields: Int) -> Double {
    levels.withUnsafeBufferPointer { levels in
        var product = share
        for field in 0..<fields {
            product *= levels[field &* codes &+ AgreementPattern(bits: pattern)[field]]
        }
        return product
    }
}

private func add(_ mass: Double, _ pattern: UInt64, to masses: inout [Double], _ fields: Int) {
    masses.withUnsafeMutableBufferPointer { masses in
        for field in 0..<fields {
            masses[field &* codes &+ AgreementPattern(bits: pattern)[field]] += mass
        }
    }
}

/// More than that share of the fields agrees, on the strongest two levels, more often than not.
private func agrees(_ related: RelatedPairs, onMoreThan share: Double) -> Bool {
    let agreeing = related.levels.reduce(0) { $0 + ($1.suffix(2).reduce(0, +) > 0.5 && $1.count > 2 ? 1 : 0) }
    return Double(agreeing) > share * Double(related.levels.count)
}
