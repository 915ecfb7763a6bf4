import Records

/// Strategies side by side, for a person and, as JSON, for programs.
public struct StrategyReport: Codable, Sendable {
    /// One strategy.
    public struct Strategy: Codable, Sendable {
        /// Its name.
        public var name: String
        /// What it does, for a person.
        public var method: String
        /// How many partners a record may have.
        public var cardinality: String
        /// Match probability from which a pair is a match.
        public var threshold: Double
        /// Match probability from which a pair is for review.
        public var review: Double
        /// Pairs that were looked at.
        public var candidates: Int
        /// Share of all pairs that were not looked at, 0…1.
        public var reductionRatio: Double
        /// Links of band match.
        public var matches: Int
        /// Links for review.
        public var inReview: Int
        /// Pairs found: the matches; in a dedupe all pairs within clusters.
        public var found: Int
        /// Clusters of at least two records; 0 unless a dedupe.
        public var clusters: Int
        /// What to expect without knowing the truth.
        public var expected: Expected
        /// What came of it; nil without a truth.
        public var judged: Judged?
        /// The strategy over all thresholds, from the highest to the lowest.
        public var curve: [CurvePoint]
        /// The stages in the order in which they ran; those that were shared stand with each strategy.
        public var stages: [RunSummary.Stage]
        /// Seconds of all its stages.
        public var seconds: Double
        /// Bytes that the process held at its peak meanwhile; nil where the system does not tell.
        public var peakMemory: Int?
    }

    /// Estimates without labels.
    public struct Expected: Codable, Sendable {
        /// Mean probability that the matches are right, 0…1.
        public var precision: Double?
        /// Right matches: the sum of those probabilities.
        public var matches: Double?
        /// Share of the likely matches that are candidates, as the planner estimates.
        public var candidateRecall: Double?
        /// Whose model the probabilities are of: a strategy that learns nothing is judged by another's.
        public var by: String?
    }

    /// Comparison with known pairs.
    public struct Judged: Codable, Sendable {
        /// Found pairs that are true.
        public var truePositives: Int
        /// Found pairs that are not.
        public var falsePositives: Int
        /// True pairs that were not found.
        public var falseNegatives: Int
        /// Share of the found pairs that are true, 0…1.
        public var precision: Double
        /// Share of the true pairs that were found, 0…1.
        public var recall: Double
        /// Harmonic mean of the two.
        public var f1: Double
        /// The best F1 over all thresholds, which takes the truth to find.
        public var bestF1: Double
        /// The threshold it is at, as a match probability.
        public var bestThreshold: Double
        /// Share of the true pairs that are candidates, 0…1.
        public var pairsCompleteness: Double
        /// Over records, for a dedupe.
        public var bCubed: Evaluation.Cubed?
    }

    /// Two strategies beside each other.
    public struct Agreement: Codable, Sendable {
        /// The earlier strategy.
        public var strategy: String
        /// The later one.
        public var other: String
        /// Pairs that both found.
        public var both: Int
        /// Pairs that only the earlier one found.
        public var onlyStrategy: Int
        /// Pairs that only the later one found.
        public var onlyOther: Int
        /// Of these, the true ones; nil without a truth.
        public var trueOnlyStrategy: Int?
        /// Likewise.
        public var trueOnlyOther: Int?
        /// Pairs in common over pairs of either, 0…1; 1 where neither found any.
        public var jaccard: Double
    }

    /// A pair that one strategy found and another did not.
    public struct Disagreement: Codable, Sendable {
        /// Who found it.
        public var strategy: String
        /// Who did not.
        public var other: String
        /// Id of the left record.
        public var left: String
        /// Id of the right record.
        public var right: String
        /// Its match weight, as the one who found it has it.
        public var weight: Double
        /// The same as a probability.
        public var probability: Double
        /// It is a true pair; nil without a truth.
        public var isTrue: Bool?
        /// Canonical values of the fields, left and right; nil where values are left out.
        public var values: [Value]?
    }

    /// A field of a pair.
    public struct Value: Codable, Sendable {
        /// Name of the field.
        public var field: String
        /// Canonical value on the left.
        public var left: String
        /// Canonical value on the right.
        public var right: String
    }

    /// `strategies`.
    public var command = "strategies"
    /// The sources, left first; one in a dedupe.
    public var sources: [RunSummary.Source] = []
    /// All pairs there are.
    public var totalPairs = 0.0
    /// Path of the true pairs.
    public var truth: String?
    /// How many they are, those of unknown ids included.
    public var truthPairs: Int?
    /// True pairs that name an id no record has; they count as missed.
    public var unknownTruthPairs: Int?
    /// The strategies, in the order in which they were named.
    public var strategies: [Strategy] = []
    /// Every two of them.
    public var agreement: [Agreement] = []
    /// Where they disagree: of every two the heaviest pairs, in both directions.
    public var disagreements: [Disagreement] = []
    /// Path of the result; nil where none was asked for.
    public var result: String?
    /// Seconds of the whole comparison.
    public var seconds = 0.0
    /// What a person should know before trusting this.
    public var warnings: [String] = []
}
