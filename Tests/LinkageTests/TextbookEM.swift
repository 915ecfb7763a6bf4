import Linkage
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One candidate pair: its level in each comparison, and the rules that brought it.
struct ObservedPair {
    var levels: [Int]
    var rules: Set<Int>
}

/// Expectation maximisation for Fellegi and Sunter's model over single pairs, by the letter: Bayes'
/// rule on products of m and u, then weighted shares. u stays fixed.
struct TextbookEM {
    var comparisons: [ComparisonShape]
    var totalPairs: Double
    var options = TrainingOptions()

    private(set) var m: [[Double]] = []
    private(set) var prior = 0.0
    private(set) var expected = 0.0
    private(set) var iterations = 0

    init(_ comparisons: [ComparisonShape], totalPairs: Double, options: TrainingOptions = TrainingOptions()) {
        self.comparisons = comparisons
        self.totalPairs = totalPairs
        self.options = options
    }

    /// The ladder m starts from and is smoothed towards: three in four matches agree in full, one in
    /// twenty not at all, the rest lie evenly between.
    func ladder(_ codes: Int) -> [Double] {
        switch codes {
        case 2: return [0, 1]
        case 3: return [0, 0.05, 0.95]
        default: return [0, 0.05] + [Double](repeating: 0.2 / Double(codes - 3), count: codes - 3) + [0.75]
        }
    }

    mutating func run(_ pairs: [ObservedPair], startMatches: Double) {
        m = comparisons.map { ladder($0.labels.count) }
        prior = bounded(startMatches / totalPairs)
        repeat {
            iterations += 1
            let shares = pairs.map { matchProbability($0.levels) }
            expected = shares.reduce(0, +)
            let before = (m, prior)
            for (index, comparison) in comparisons.enumerated() {
                m[index] = updated(index, comparison, pairs, shares)
            }
            prior = bounded(expected / totalPairs)
            var change = abs(prior - before.1) / max(prior, before.1)
            for (new, old) in zip(m.joined(), before.0.joined()) { change = max(change, abs(new - old)) }
            if change < options.tolerance { break }
        } while iterations < options.maxIterations
    }

    private func bounded(_ prior: Double) -> Double { min(max(prior, 0.5 / totalPairs), 0.5) }

    func matchProbability(_ levels: [Int]) -> Double {
        var (ifMatch, ifNot) = (prior, 1 - prior)
        for (index, level) in levels.enumerated() where level != 0 {
            ifMatch *= m[index][level]
            ifNot *= comparisons[index].u[level]
        }
        return ifMatch / (ifMatch + ifNot)
    }

    /// m of one comparison, from the pairs that some rule without its field has brought.
    private func updated(
        _ index: Int, _ comparison: ComparisonShape, _ pairs: [ObservedPair], _ shares: [Double]
    ) -> [Double] {
        let start = ladder(comparison.labels.count)
        var mass = [Double](repeating: 0, count: start.count)
        for (pair, share) in zip(pairs, shares)
        where pair.rules.contains(where: { comparison.blockedBy >> UInt32($0) & 1 == 0 }) {
            mass[pair.levels[index]] += share
        }
        let seen = mass.dropFirst().reduce(0, +)
        return mass.indices.map { level in
            level == 0 ? 0 : (mass[level] + options.smoothing * start[level]) / (seen + options.smoothing)
        }
    }
}

extension Seeded {
    /// An index drawn with the given chances.
    mutating func draw(_ chances: [Double]) -> Int {
        var rest = Double.random(in: 0..<chances.reduce(0, +), using: &self)
        for (index, chance) in chances.enumerated() {
            if rest < chance { return index }
            rest -= chance
        }
        return chances.lastIndex { $0 > 0 } ?? 0
    }
}

/// Pairs drawn from a model whose comparisons are independent; a share of the values is null.
func simulate(
    _ count: Int, m: [[Double]], u: [[Double]], prior: Double, nulls: Double, rules: Int,
    _ random: inout Seeded
) -> [ObservedPair] {
    (0..<count).map { _ in
        let isMatch = Double.random(in: 0..<1, using: &random) < prior
        let levels = m.indices.map { index in
            Double.random(in: 0..<1, using: &random) < nulls ? 0 : random.draw(isMatch ? m[index] : u[index])
        }
        var held = Set((0..<rules).filter { _ in Bool.random(using: &random) })
        if held.isEmpty { held = [Int.random(in: 0..<rules, using: &random)] }
        return ObservedPair(levels: levels, rules: held)
    }
}

/// The pairs as training takes them.
func histogram(_ pairs: [ObservedPair]) -> PatternHistogram {
    var histogram = PatternHistogram()
    for pair in pairs {
        var pattern: UInt64 = 0
        for (index, level) in pair.levels.enumerated() { pattern |= UInt64(level) << UInt64(4 * index) }
        histogram.add(pattern, rules: pair.rules.reduce(0) { $0 | 1 << UInt32($1) })
    }
    return histogram
}
