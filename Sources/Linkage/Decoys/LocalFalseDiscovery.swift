/// How much of what was found at a score is found where nothing is to be found: the local false discovery rate
/// (Efron, Tibshirani, Storey and Tusher 2001) of scores beside others that are known to be of no matches.
///
/// A record that has a counterpart scores by that; one that has none scores as the null scores do. The ratio of the
/// two densities is fitted so that it never falls as scores rise (isotonic regression, pool adjacent
/// violators: Ayer et al. 1955). The share of records without counterpart is the least of what low scores allow
/// (Storey 2002): records with a counterpart seldom score low.
public struct LocalFalseDiscovery: Sendable, Equatable, Codable {
    /// The most records that can have no counterpart, a share of all, 0…1.
    public private(set) var nullShare: Double
    /// Where a step begins, ascending; the first begins anywhere.
    private var starts: [Double] = []
    /// The rate of each step, falling.
    private var rates: [Double] = []

    /// Compares scores.
    ///
    /// - Parameters:
    ///   - observed: the best score of each record; −∞ of one without any.
    ///   - null: what records score that have no counterpart.
    ///   - weights: how far each of those is sure to have none, 0…1.
    /// - Precondition: both are given, a weight for each null score, and not all weights are 0.
    /// - Complexity: O(scores · log scores).
    public init(observed: [Double], null: [Double], weights: [Double]) {
        precondition(!observed.isEmpty && null.count == weights.count)
        let allWeights = weights.reduce(0, +)
        precondition(allWeights > 0)
        let found = observed.sorted()
        let nulls = zip(null, weights).sorted { $0.0 < $1.0 }
        nullShare = Self.nullShare(found, nulls, allWeights)

        var steps: [Step] = []
        var (place, nullPlace) = (0, 0)
        while place < found.count || nullPlace < nulls.count {
            var step = Step(start: .infinity)
            if place < found.count { step.start = found[place] }
            if nullPlace < nulls.count { step.start = min(step.start, nulls[nullPlace].0) }
            while place < found.count, found[place] == step.start {
                step.observed += 1 / Double(found.count)
                place += 1
            }
            while nullPlace < nulls.count, nulls[nullPlace].0 == step.start {
                step.null += nulls[nullPlace].1 / allWeights
                nullPlace += 1
            }
            // What rises less than what stands before is one with it.
            while let last = steps.last, step.observed * last.null <= last.observed * step.null {
                step = Step(
                    start: last.start, observed: last.observed + step.observed, null: last.null + step.null)
                steps.removeLast()
            }
            steps.append(step)
        }
        for step in steps {
            // Nothing below the first; and no infinity, which JSON cannot hold.
            starts.append(starts.isEmpty ? -Double.greatestFiniteMagnitude : step.start)
            rates.append(step.observed > 0 ? min(nullShare * step.null / step.observed, 1) : 1)
        }
    }

    /// Of records that score so, the share that has no counterpart, 0…1.
    ///
    /// - Complexity: O(log steps).
    public func rate(_ score: Double) -> Double {
        // Read from a result that is damaged there may be none.
        guard !starts.isEmpty, rates.count == starts.count else { return 0 }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= score { low = middle + 1 } else { high = middle }
        }
        return rates[max(low - 1, 0)]
    }

    private struct Step {
        var start: Double
        var observed = 0.0
        var null = 0.0
    }

    /// At the scores below which a tenth, three twentieths, … nine tenths of the null scores lie: the share of what was
    /// found that lies there too, with its standard error, divided by the share of the null scores; of these the least.
    /// What has a counterpart and scores so low makes each too high, nothing makes it too low.
    private static func nullShare(
        _ found: [Double], _ nulls: [(Double, Double)], _ allWeights: Double
    ) -> Double {
        var least = 1.0
        var (below, weight, place) = (0, 0.0, 0)
        for part in 2...18 {
            while place < nulls.count, weight < Double(part) / 20 * allWeights || weight == 0 {
                weight += nulls[place].1
                place += 1
            }
            let score = nulls[place - 1].0
            while place < nulls.count, nulls[place].0 == score {
                weight += nulls[place].1
                place += 1
            }
            while below < found.count, found[below] <= score { below += 1 }
            // One more than there are: of few scores none may lie so low by chance.
            let share = Double(below + 1) / Double(found.count + 1)
            let error = (share * (1 - share) / Double(found.count)).squareRoot()
            least = min(least, (share + error) / (weight / allWeights))
        }
        return least
    }
}
