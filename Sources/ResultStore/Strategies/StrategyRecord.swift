import Records

/// Everything the result of a comparison of strategies says.
public struct StrategiesRecord {
    /// Two strategies beside each other.
    public struct Agreement {
        /// The earlier strategy, by its place.
        public var strategy: Int
        /// The later one.
        public var other: Int
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
        /// Pairs in common over pairs of either.
        public var jaccard: Double

        /// Takes what strategies have in common; the rest is filled in.
        public init(
            strategy: Int, other: Int, both: Int, onlyStrategy: Int, onlyOther: Int, jaccard: Double
        ) {
            self.strategy = strategy
            self.other = other
            self.both = both
            self.onlyStrategy = onlyStrategy
            self.onlyOther = onlyOther
            self.jaccard = jaccard
        }
    }

    /// A pair that one strategy found and another did not.
    public struct Disagreement {
        /// Who found it, by its place.
        public var strategy: Int
        /// Who did not.
        public var other: Int
        /// Id of the left record.
        public var left: RecordID
        /// Id of the right record.
        public var right: RecordID
        /// Its match weight, as the one who found it has it.
        public var weight: Double
        /// The same as a probability.
        public var probability: Double
        /// It is a true pair; nil without a truth.
        public var isTrue: Bool?

        /// Takes each of its facts.
        public init(
            strategy: Int, other: Int, left: RecordID, right: RecordID, weight: Double, probability: Double,
            isTrue: Bool?
        ) {
            self.strategy = strategy
            self.other = other
            self.left = left
            self.right = right
            self.weight = weight
            self.probability = probability
            self.isTrue = isTrue
        }
    }

    /// Version of the program.
    public var version: String
    /// When the comparison began, ISO 8601, UTC.
    public var created: String
    /// Seconds until its result was written.
    public var seconds: Double
    /// What the answer depends on.
    public var fingerprints: Fingerprints
    /// Counts by name, for the view `run`.
    public var counts: [String: Int] = [:]
    /// The sources, left before right.
    public var sources: [SourceRecord] = []
    /// The strategies, in the order in which they were named.
    public var strategies: [StrategyRecord] = []
    /// Every two of them.
    public var agreement: [Agreement] = []
    /// Where they disagree.
    public var disagreements: [Disagreement] = []
    /// Sentences for a person, without values.
    public var warnings: [String] = []

    /// What every comparison has; the rest is filled in.
    public init(version: String, created: String, seconds: Double, fingerprints: Fingerprints) {
        self.version = version
        self.created = created
        self.seconds = seconds
        self.fingerprints = fingerprints
    }
}

/// One strategy and what it found.
public struct StrategyRecord {
    /// The strategy at one threshold.
    public struct Point {
        /// Match probability from which a pair is a match, and the same as a weight.
        public var threshold = 0.0, weight = 0.0
        /// Pairs found.
        public var found = 0
        /// Without labels: mean probability of the matches, and the sum of their probabilities.
        public var expectedPrecision: Double?, expectedMatches: Double?
        /// With a truth.
        public var truePositives: Int?, precision: Double?, recall: Double?, f1: Double?

        /// A point at which nothing is known yet.
        public init() {}
    }

    /// Its name, what it does for a person, and the job that says the same, as JSON.
    public var name: String, method = "", job = "{}"
    /// How pairs became links.
    public var cardinality = "", threshold = 0.0, review = 0.0
    /// Pairs that were looked at, and the share of all pairs that were not.
    public var candidates = 0, reductionRatio = 0.0
    /// What was found.
    public var matches = 0, inReview = 0, pairsFound = 0, clusters = 0
    /// Without labels: precision and right matches to expect, by whose model, and the candidates' recall.
    public var expectedPrecision: Double?, expectedMatches: Double?, expectedBy: String?
    /// Estimated share of the likely matches that are candidates.
    public var candidateRecall: Double?
    /// With a truth: counts, what follows from them, and the best that any threshold would have given.
    public var truePositives: Int?, falsePositives: Int?, falseNegatives: Int?
    /// Likewise.
    public var precision: Double?, recall: Double?, f1: Double?, bestF1: Double?, bestThreshold: Double?
    /// Share of the true pairs that are candidates.
    public var pairsCompleteness: Double?
    /// Over records, of clusters.
    public var bCubedPrecision: Double?, bCubedRecall: Double?, bCubedF1: Double?
    /// What it took: seconds, and bytes at the peak.
    public var seconds = 0.0, peakMemory: Int?
    /// Over all thresholds, from the highest to the lowest.
    public var curve: [Point] = []
    /// The stages, in order.
    public var stages: [StageRecord] = []
    /// The links, over the tables their records are in.
    public var links: [Link] = [], left: Table, right: Table
    /// Whether a link is of a true pair; nil without a truth.
    public var isTrue: ((Edge) -> Bool)?
    /// Clusters of a dedupe: a member for each record that is in one.
    public var members: [ClusterMember] = []

    /// A strategy; the rest is filled in.
    public init(name: String, left: Table, right: Table) {
        self.name = name
        self.left = left
        self.right = right
    }
}
