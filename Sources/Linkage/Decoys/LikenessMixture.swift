/// Tells duplicates from mere likeness, without labels, by how alike each record is to its nearest neighbour.
///
/// A mixture of two normal distributions over the likenesses of the nearest: that of duplicates is known
/// beforehand, since a second writing of the same thing is about as alike everywhere; that of other neighbours
/// differs from source to source and is learnt, with the shares of the two, by expectation maximisation
/// (Dempster, Laird and Rubin 1977). Because the first is fixed, a source without duplicates does not get half of its
/// records for duplicates, as it would from any cut that parts the higher from the lower.
public struct LikenessMixture: Sendable, Equatable {
    /// Mean and standard deviation of the likeness of duplicates: those of the sets of half A whose truth is
    /// known, as texts (`scripts/score-sets`).
    static let duplicates = (mean: 0.88, deviation: 0.08)
    /// Least standard deviation of other neighbours.
    static let leastDeviation = 0.03
    /// Least change of the logit for a likeness of 1.
    static let leastSlope = 5.0
    static let rounds = 200

    /// Mean likeness of nearest neighbours that are no duplicates.
    public private(set) var mean: Double
    /// Their standard deviation.
    public private(set) var deviation: Double
    /// Share of the records that have a duplicate, 0…1.
    public private(set) var share = 0.2

    /// Learns from the likeness of each record to its nearest neighbour, 0…1.
    ///
    /// - Complexity: O(records), at most 200 times.
    public init(nearest: [Double]) {
        let (top, spread) = Self.duplicates
        let below = nearest.filter { $0 < top - spread }
        mean = 0.3
        deviation = 0.1
        if !below.isEmpty { (mean, deviation) = Self.moments(below, weights: nil) }
        var others = [Double](repeating: 0, count: nearest.count)
        for _ in 0..<(nearest.isEmpty ? 0 : Self.rounds) {
            var all = 0.0
            for place in nearest.indices {
                let duplicate = probability(nearest[place])
                all += duplicate
                others[place] = 1 - duplicate
            }
            let before = share
            share = (all + 0.5) / Double(nearest.count + 1)
            (mean, deviation) = Self.moments(nearest, weights: others)
            mean = min(mean, top - spread)
            if abs(share - before) < 1e-7 { break }
        }
    }

    /// Where a pair is as likely a match as not.
    public var threshold: Double {
        let (top, _) = Self.duplicates
        if logOdds(top) <= 0 { return top }
        if logOdds(mean) >= 0 { return mean }
        var (low, high) = (mean, top)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if logOdds(middle) > 0 { high = middle } else { low = middle }
        }
        return high
    }

    /// The model of a pair: its logit is straight in its likeness, as steep as the mixture is at `threshold`, for the
    /// mixture itself would take the most alike for less sure again.
    ///
    /// - Parameter features: names of those whose mean is the likeness.
    public func model(features: [String]) -> DecoyModel {
        let (top, spread) = Self.duplicates
        let threshold = threshold
        let slope = max(
            (top - threshold) / (spread * spread) + (threshold - mean) / (deviation * deviation),
            Self.leastSlope)
        return DecoyModel(
            features: features, coefficients: features.map { _ in slope / Double(features.count) },
            constant: -slope * threshold, spread: features.map { _ in 1 })
    }

    /// The probability that a record so alike to its nearest has a duplicate.
    public func probability(_ likeness: Double) -> Double { logistic(logOdds(likeness)) }

    /// Natural logarithm of the odds. Beyond the mean of duplicates nothing is less of one for being more alike.
    private func logOdds(_ likeness: Double) -> Double {
        let (top, spread) = Self.duplicates
        let fromTop = min(likeness - top, 0) / spread
        let fromOthers = (likeness - mean) / deviation
        return log2Of(share * deviation / ((1 - share) * spread)) / bitsPerNat
            + (fromOthers * fromOthers - fromTop * fromTop) / 2
    }

    private static func moments(_ values: [Double], weights: [Double]?) -> (mean: Double, deviation: Double) {
        var (total, sum) = (1e-9, 0.0)
        for place in values.indices {
            let weight = weights?[place] ?? 1
            total += weight
            sum += weight * values[place]
        }
        let mean = sum / total
        var squares = 0.0
        for place in values.indices {
            squares += (weights?[place] ?? 1) * (values[place] - mean) * (values[place] - mean)
        }
        return (mean, max((squares / total).squareRoot(), leastDeviation))
    }
}
