import Records

/// A Fellegi–Sunter model (Fellegi and Sunter 1969): how likely each level of agreement is among
/// pairs that match and among pairs that do not, and how likely a match is before looking.
///
/// Levels are given by code: 0 null, 1 else, then stronger agreement.
public struct LinkageModel: Codable, Sendable, Equatable {
    /// One comparison of the model.
    public struct Comparison: Codable, Sendable, Equatable {
        /// For people; usually the name of the compared field.
        public var name: String
        /// What each code means.
        public var labels: [String]
        /// P(level | match) by code, for pairs where neither value is null; `m[0]` is 0, the rest sum to 1.
        public var m: [Double]
        /// P(level | no match) by code, likewise.
        public var u: [Double]
        /// Levels nobody taught: by code, true where m comes from the default and not from data.
        public var untrained: [Bool]

        /// A comparison; the arrays go by code and are of one length.
        public init(name: String, labels: [String], m: [Double], u: [Double], untrained: [Bool]) {
            precondition(labels.count == m.count && m.count == u.count && untrained.count == m.count)
            self.name = name
            self.labels = labels
            self.m = m
            self.u = u
            self.untrained = untrained
        }

        /// Match weight of a level in bits: log2(m / u); 0 for null.
        public func weight(_ code: Int) -> Double {
            code == 0 ? 0 : m[code].log2 - u[code].log2
        }
    }

    /// The comparisons, in the order of their places in an agreement pattern.
    public var comparisons: [Comparison]
    /// Probability that two records drawn at random match, over all pairs there are.
    public var prior: Double

    /// Classes of pairs that are alike without being matches.
    public var related: [RelatedPairs]

    /// A model; without related pairs, every non-match is like a random pair.
    public init(comparisons: [Comparison], prior: Double, related: [RelatedPairs] = []) {
        self.comparisons = comparisons
        self.prior = prior
        self.related = related
    }

    /// The prior as a match weight: log2 of its odds.
    public var priorWeight: Double { (prior / (1 - prior)).log2 }

    /// Weight of a pattern against random pairs alone: prior plus the weights of its levels, in bits.
    public func randomWeight(ofPattern bits: UInt64) -> Double {
        var sum = priorWeight
        for (index, comparison) in comparisons.enumerated() {
            sum += comparison.weight(AgreementPattern(bits: bits)[index])
        }
        return sum
    }

    /// Odds against a match that related pairs bring to a pattern: their density over that of matches.
    public func relatedOdds(ofPattern bits: UInt64) -> Double {
        guard !related.isEmpty else { return 0 }
        var match = prior
        for (index, comparison) in comparisons.enumerated() {
            let code = AgreementPattern(bits: bits)[index]
            if code != 0 { match *= comparison.m[code] }
        }
        return related.reduce(0) { $0 + $1.density(bits) } / max(match, 1e-300)
    }

    /// Match weight of a pattern in bits: log2 of the density of matches over that of random and
    /// related pairs together. Term-frequency adjustments come on top.
    public func weight(ofPattern bits: UInt64) -> Double {
        withRelated(randomWeight(ofPattern: bits), odds: relatedOdds(ofPattern: bits))
    }
}

/// The weight against random pairs, lowered by the odds that related pairs bring.
@inlinable
public func withRelated(_ weight: Double, odds: Double) -> Double {
    odds == 0 ? weight : -log2Of(exp2Of(-weight) + odds)
}

/// Probability of a match at a weight in bits: 1 / (1 + 2^−weight).
public func probability(weight: Double) -> Double { 1 / (1 + exp2Of(-weight)) }

/// Weight in bits of a probability, 0 < p < 1.
public func weight(probability p: Double) -> Double { (p / (1 - p)).log2 }

extension Double {
    var log2: Double { log2Of(self) }
}
