import Linkage
import Records

/// What a run found, for a person and, as JSON, for programs.
public struct RunSummary: Codable, Sendable {
    /// One source.
    public struct Source: Codable, Sendable {
        public var side: String
        public var path: String
        public var records: Int
        public var rejected: Int
        public var bytes: Int
        public var fingerprint: String
        /// Where the ids come from, a sentence.
        public var ids: String
    }

    /// A compared field.
    public struct Field: Codable, Sendable {
        public var name: String
        public var kind: String
        public var left: String
        public var right: String
        public var evidence: String
    }

    /// A blocking rule and what it brought.
    public struct Rule: Codable, Sendable {
        public var name: String
        /// Pairs it brings by itself.
        public var pairs: Int
        /// Pairs it was the first to bring, and pairs only it brought.
        public var first: Int
        public var only: Int
    }

    /// A comparison's levels.
    public struct Comparison: Codable, Sendable {
        public var name: String
        public var levels: [Level]
    }

    /// A level of agreement and its weight in bits.
    public struct Level: Codable, Sendable {
        public var level: String
        public var m: Double
        public var u: Double
        public var weight: Double
        public var trained: Bool
    }

    /// Pairs and records by outcome.
    public struct Counts: Codable, Sendable {
        public var candidates = 0
        public var matches = 0
        public var review = 0
        public var leftMatched = 0
        public var leftReview = 0
        public var leftUnmatched = 0
        public var rightMatched = 0
        public var rightReview = 0
        public var rightUnmatched = 0
        public var clusters = 0
        public var clustered = 0
    }

    /// A pair near the threshold, by id.
    public struct Borderline: Codable, Sendable {
        public var left: String
        public var right: String
        public var probability: Double
        public var band: String
    }

    /// Seconds of a stage, and what went in and came out.
    public struct Stage: Codable, Sendable {
        public var stage: String
        public var seconds: Double
        public var into: Int
        public var out: Int
    }

    /// What a run would take.
    public struct Cost: Codable, Sendable {
        public var seconds: Double
        /// Bytes.
        public var memory: Int
        public var disk: Int
    }

    public var command: String
    /// Of a plan.
    public var cost: Cost?
    public var result: String?
    public var sources: [Source] = []
    public var fields: [Field] = []
    public var unused: [String] = []
    public var rules: [Rule] = []
    /// Share of likely matches the rules bring together, estimated without labels; nil where rules were given.
    public var estimatedRecallOfRules: Double?
    public var comparisons: [Comparison] = []
    /// Probability that two random records match, and how many matches that makes.
    public var prior = 0.0
    public var expectedMatches = 0.0
    public var threshold = 0.0
    public var reviewThreshold = 0.0
    public var cardinality = ""
    public var cardinalityReason = ""
    public var counts = Counts()
    /// Mean match probability of the matches: the precision to expect.
    public var estimatedPrecision: Double?
    public var borderline: [Borderline] = []
    public var stages: [Stage] = []
    public var seconds = 0.0
    public var warnings: [String] = []

    init(command: String) { self.command = command }
}

extension RunSummary.Comparison {
    init(_ comparison: LinkageModel.Comparison) {
        name = comparison.name
        levels = comparison.labels.indices.dropFirst().reversed().map { code in
            RunSummary.Level(
                level: comparison.labels[code], m: comparison.m[code], u: comparison.u[code],
                weight: comparison.weight(code), trained: !comparison.untrained[code])
        }
    }
}
