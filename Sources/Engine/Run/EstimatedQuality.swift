import Records
import Resolve

/// What a run expects of its own matches, without labels or from a few.
///
/// A model can be wrong in the same way everywhere, which no mean of its probabilities shows. On the sets of
/// half A the true share of errors lay within a factor of three of the estimate on four of five; an interval is that,
/// and the chance of so few links.
public struct EstimatedQuality: Codable, Sendable, Equatable {
    /// A share with the ends of its interval of 80 %, 0…1.
    public struct Share: Codable, Sendable, Equatable {
        /// The estimate.
        public var estimate: Double
        /// The lower end of the interval.
        public var low: Double
        /// Its upper end.
        public var high: Double

        /// - Parameter count: of how many the share is, above 0.
        init(_ estimate: Double, of count: Int) {
            self.estimate = estimate
            let factor = 3.0
            let wrong = 1 - estimate
            let (most, least) = (min(wrong * factor, 1), wrong / factor)
            low = max(0, 1 - most - Self.chance(most, count))
            high = min(1, 1 - least + Self.chance(least, count))
        }

        /// How far a share of so many comes out from what is to be expected, four times of five; one in so many at
        /// the least.
        private static func chance(_ share: Double, _ count: Int) -> Double {
            max(1.28 * (share * (1 - share) / Double(count)).squareRoot(), 1 / Double(count))
        }
    }

    /// Share of the matches that are right.
    public var precision: Share
    /// Share of all matches there are that are among them; nil where rules were given, or all look at the same
    /// fields: then nothing is known of what they miss.
    public var recall: Share?

    /// What is to be expected of links that a plan has brought.
    init?(_ resolution: Resolution, _ sureness: Sureness, _ plan: MatchPlan, _ tables: TablePair) {
        let isLookUp = sureness.lapse > 0
        self.init(
            resolution.links, sureness, coverage: plan.coverage,
            lookedUp: isLookUp ? min(tables.left.count, tables.right.count) : nil)
    }

    /// - Parameters:
    ///   - links: matches and those for review.
    ///   - coverage: share of all matches that are candidates.
    ///   - lookedUp: records that were looked up in a longer list, where that was done by text; nil elsewhere. Each
    ///     may have a match, so that what was found of so many is the least that recall can be. What names alone tell
    ///     of those without a link is too little to say more.
    /// - Returns: nil where nothing matches.
    init?(_ links: [Link], _ sureness: Sureness, coverage: Double?, lookedUp: Int?) {
        var (right, open, count) = (0.0, 0.0, 0)
        for link in links {
            let probability = sureness.probability(link.edge.weight)
            if link.band == .match {
                right += probability
                count += 1
            } else {
                open += probability
            }
        }
        guard count > 0 else { return nil }
        precision = Share(min(right / Double(count), 1), of: count)
        let all = max(Int((right + open).rounded()), 1)
        recall = coverage.map {
            Share(min($0 * right / max(right + open, .leastNormalMagnitude), 1), of: all)
        }
        if let lookedUp, let low = recall?.low {
            recall?.low = min(low, right / Double(max(lookedUp, count)))
        }
    }
}

extension EstimatedQuality {
    /// Whether matches of which `second` is expected are to be preferred to those of which `first` is, by F1, or by
    /// precision where the recall of either is unknown; nil: none were found.
    ///
    /// Matches of which more than a quarter are wrong are worse than none, but for those by text between two sources, which
    /// have been held against chance already (`ChanceFinds`).
    ///
    /// - Parameter method: that of `second`; `first` is by the other.
    static func prefers(
        _ second: EstimatedQuality?, by method: MatchMethod, to first: EstimatedQuality?, isDedupe: Bool
    ) -> Bool {
        func isWorthIt(_ quality: EstimatedQuality, _ method: MatchMethod) -> Bool {
            method == .text && !isDedupe || quality.precision.estimate >= 0.75
        }
        guard let second else { return first.map { !isWorthIt($0, method.other) } ?? false }
        guard let first else { return isWorthIt(second, method) }
        guard let one = first.expectedF1, let other = second.expectedF1 else {
            return second.precision.estimate > first.precision.estimate
        }
        return other > one
    }

    /// Nil where the recall is unknown.
    private var expectedF1: Double? {
        recall.map {
            2 * precision.estimate * $0.estimate
                / max(precision.estimate + $0.estimate, .leastNormalMagnitude)
        }
    }
}
