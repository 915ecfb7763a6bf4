import Linkage
import Records

/// What a run found, for a person and, as JSON, for programs.
public struct RunSummary: Codable, Sendable {
    /// One source.
    public struct Source: Codable, Sendable {
        /// `left` or `right`; `source` in a dedupe.
        public var side: String
        /// Path of the file, as it was given.
        public var path: String
        /// Records that were read, rejected ones left out.
        public var records: Int
        /// Records that could not be read.
        public var rejected: Int
        /// Bytes read.
        public var bytes: Int
        /// XXH3 of the bytes read, in hexadecimal: tells whether the source has changed since.
        public var fingerprint: String
        /// Where the ids come from, a sentence.
        public var ids: String
    }

    /// A compared field.
    public struct Field: Codable, Sendable {
        /// What rules and results call it.
        public var name: String
        /// What it holds, as job files say it.
        public var kind: String
        /// Its columns in the left source, for a person.
        public var left: String
        /// Its columns in the right source, for a person.
        public var right: String
        /// Why these columns were paired; `given` where a job said so.
        public var evidence: String
    }

    /// A rule that was left out.
    public struct FurtherRule: Codable, Sendable {
        /// What agrees under it.
        public var name: String
        /// Share of the likely matches that it would add, estimated.
        public var gain: Double
        /// Candidate pairs it would add, estimated.
        public var pairs: Int
    }

    /// A blocking rule and what it brought.
    public struct Rule: Codable, Sendable {
        /// What agrees under it: `surname + birth date (year)`.
        public var name: String
        /// Pairs it brings by itself.
        public var pairs: Int
        /// Pairs it was the first of the rules to bring; each candidate counts under one rule.
        public var first: Int
        /// Pairs no other rule brought: what leaving it out would lose.
        public var only: Int
    }

    /// What labelled pairs have taught, a sentence; nil without any.
    public var labels: String?
    /// What a text model weighs.
    public struct Feature: Codable, Sendable {
        /// What it measures.
        public var name: String
        /// Bits it adds to the match weight, for each unit.
        public var weight: Double
    }

    /// A comparison's levels.
    public struct Comparison: Codable, Sendable {
        /// Name of the compared field.
        public var name: String
        /// Levels from the strongest to else; null has no weight and is left out.
        public var levels: [Level]
    }

    /// A level of agreement and its weight in bits.
    public struct Level: Codable, Sendable {
        /// The test that holds at it, or `else`.
        public var level: String
        /// P(level | match), 0…1.
        public var m: Double
        /// P(level | no match), 0…1.
        public var u: Double
        /// Match weight in bits: log2(m / u).
        public var weight: Double
        /// False: m is the default, since too few likely matches could teach it.
        public var trained: Bool
    }

    /// Pairs and records by outcome.
    public struct Counts: Codable, Sendable {
        /// Pairs that some rule brought, each once.
        public var candidates = 0
        /// Linked pairs of band match.
        public var matches = 0
        /// Linked pairs that people should look at.
        public var review = 0
        /// Left records in a match; in a dedupe, records of the only source, as in the next two.
        public var leftMatched = 0
        /// Left records in a pair for review and in no match.
        public var leftReview = 0
        /// Left records in no link.
        public var leftUnmatched = 0
        /// Right records in a match; 0 in a dedupe, as are the next two.
        public var rightMatched = 0
        /// Right records in a pair for review and in no match.
        public var rightReview = 0
        /// Right records in no link.
        public var rightUnmatched = 0
        /// Clusters of at least two records; 0 unless a dedupe.
        public var clusters = 0
        /// Records in those clusters.
        public var clustered = 0
    }

    /// A pair near the threshold, by id.
    public struct Borderline: Codable, Sendable {
        /// Id of the left record.
        public var left: String
        /// Id of the right record.
        public var right: String
        /// Match probability, 0…1.
        public var probability: Double
        /// The band the pair ended in: `match` or `review`.
        public var band: String
    }

    /// Seconds of a stage, and what went in and came out.
    public struct Stage: Codable, Sendable {
        /// Name of the stage, as progress and status show it.
        public var stage: String
        /// Wall-clock seconds.
        public var seconds: Double
        /// Records or pairs that went in; 0 where the stage does not count them.
        public var into: Int
        /// Records, pairs or links that came out; 0 where the stage does not count them.
        public var out: Int
    }

    /// What a run would take.
    public struct Cost: Codable, Sendable {
        /// Seconds, estimated from the numbers of records and candidate pairs.
        public var seconds: Double
        /// Bytes of memory at the peak.
        public var memory: Int
        /// Bytes of the result.
        public var disk: Int
    }

    /// `match` or `dedupe`.
    public var command: String
    /// What the run would take; only in a plan.
    public var cost: Cost?
    /// Path of the result; nil in a plan, which writes none.
    public var result: String?
    /// The sources, left first; one in a dedupe.
    public var sources: [Source] = []
    /// How pairs were found and judged: `fields` or `text`.
    public var method = MatchMethod.fields.rawValue
    /// Why, a sentence.
    public var methodReason = ""
    /// What a text model weighs, and what each weighs per unit, in bits; empty where fields were compared.
    public var features: [Feature] = []
    /// The fields, compared or used for blocking.
    public var fields: [Field] = []
    /// Columns that are not compared and why, a sentence each.
    public var unused: [String] = []
    /// The blocking rules; where several bring a pair, the earliest counts as first.
    public var rules: [Rule] = []
    /// Share of likely matches the rules bring together, estimated without labels; nil where rules were given.
    public var estimatedRecallOfRules: Double?
    /// The rule that would add the most to that, and was not worth its pairs; nil where none would add anything.
    public var furtherRule: FurtherRule?
    /// The comparisons with the weights of their levels.
    public var comparisons: [Comparison] = []
    /// Probability that two random records match, 0…1.
    public var prior = 0.0
    /// Matches to expect among all pairs there are.
    public var expectedMatches = 0.0
    /// Match probability from which a pair is a match.
    public var threshold = 0.0
    /// Match probability from which a pair is for review.
    public var reviewThreshold = 0.0
    /// How many partners a record may have; empty in a plan.
    public var cardinality = ""
    /// Why this cardinality, for a person; empty in a plan.
    public var cardinalityReason = ""
    /// Pairs and records by outcome; all 0 in a plan.
    public var counts = Counts()
    /// Precision and recall to expect, with intervals; nil where nothing matches.
    public var estimatedQuality: EstimatedQuality?
    /// Up to five links nearest the threshold, nearest first; none where values are left out.
    public var borderline: [Borderline] = []
    /// The stages in the order they ran.
    public var stages: [Stage] = []
    /// Wall-clock seconds of the whole run.
    public var seconds = 0.0
    /// What a person should know before trusting the result, a sentence each.
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
