import Records

/// What a run was: everything a result says about itself but its rows.
public struct RunRecord: Codable, Sendable, Equatable {
    /// The command: `match` or `dedupe`.
    public var command: String
    /// Version of the program.
    public var version: String
    /// When the run began, ISO 8601, UTC.
    public var created: String
    /// Seconds from the start of the run until its result was written.
    public var seconds: Double
    /// What the answer depends on: equal fingerprints give equal rows.
    public var fingerprints: Fingerprints
    /// How many partners a record may have.
    public var cardinality: Cardinality
    /// Least probability of a match.
    public var threshold: Double
    /// Least probability of a pair for review.
    public var review: Double
    /// Probability that a random pair is a match (λ), where the model has one.
    public var prior: Double?

    /// The sources, left before right.
    public var sources: [SourceRecord] = []
    /// The model's levels, comparison by comparison.
    public var comparisons: [LevelRecord] = []
    /// The blocking rules, in the order of `Edge.rule`.
    public var rules: [RuleRecord] = []
    /// The stages, in order.
    public var stages: [StageRecord] = []
    /// The agreement patterns, in the order of `Edge.pattern`.
    public var patterns: [PatternRecord] = []
    /// What people had decided before the run.
    public var decisions: [DecisionRecord] = []
    /// Sentences for a person, without values.
    public var warnings: [String] = []
    /// Further numbers of the run; they appear in the view `run` under their names.
    public var counts: [String: Int] = [:]
    /// The options as JSON, to go on from them.
    public var options = "{}"
    /// The model as JSON.
    public var model = "{}"
    /// The plan as JSON.
    public var plan = "{}"

    /// What every run has; the rest is filled in.
    public init(
        command: String, version: String, created: String, seconds: Double, fingerprints: Fingerprints,
        cardinality: Cardinality, threshold: Double, review: Double, prior: Double? = nil
    ) {
        self.command = command
        self.version = version
        self.created = created
        self.seconds = seconds
        self.fingerprints = fingerprints
        self.cardinality = cardinality
        self.threshold = threshold
        self.review = review
        self.prior = prior
    }
}

/// Fingerprints of what an answer depends on, in hexadecimal.
public struct Fingerprints: Codable, Sendable, Equatable {
    /// Of the content of the sources.
    public var inputs: String
    /// Of the options that bear on the answer.
    public var options: String
    /// Of the program and its version.
    public var program: String

    /// Takes each of the three.
    public init(inputs: String, options: String, program: String) {
        self.inputs = inputs
        self.options = options
        self.program = program
    }
}

/// One source of a run, as it was when it was read.
public struct SourceRecord: Codable, Sendable, Equatable {
    /// Which source it is.
    public var side: Side
    /// As the user wrote it.
    public var path: String
    /// Size in bytes as stored.
    public var bytes: Int
    /// Of the content, in hexadecimal.
    public var fingerprint: String
    /// Records read.
    public var records: Int
    /// Records that could not be read.
    public var rejected: Int
    /// The column the ids came from; nil where they are record numbers.
    public var idColumn: String?
    /// All columns, in order.
    public var columns: [String]
    /// How the source was read (delimiter, quote, encoding …), as JSON, to read it again the same way.
    public var reading: String
    /// The files it was read from, in order, where they are several; else empty.
    public var files: [FileRecord]

    /// Takes each of its facts.
    public init(
        side: Side, path: String, bytes: Int, fingerprint: String, records: Int, rejected: Int,
        idColumn: String?, columns: [String], reading: String = "{}", files: [FileRecord] = []
    ) {
        self.side = side
        self.path = path
        self.bytes = bytes
        self.fingerprint = fingerprint
        self.records = records
        self.rejected = rejected
        self.idColumn = idColumn
        self.columns = columns
        self.reading = reading
        self.files = files
    }
}

/// One level of one comparison.
public struct LevelRecord: Codable, Sendable, Equatable {
    /// Name of the comparison.
    public var comparison: String
    /// The level: 0 is a null, then from the weakest agreement to the strongest.
    public var level: Int
    /// What the level means, for a person.
    public var description: String
    /// Probability of the level among matches; nil where it has none.
    public var m: Double?
    /// Probability of the level among non-matches; nil where it has none.
    public var u: Double?
    /// log2(m / u), or as set by hand.
    public var weight: Double
    /// How values are compared.
    public var comparator: String
    /// What kind of field it is.
    public var kind: String
    /// Column of the left source.
    public var leftColumn: String
    /// Column of the right source.
    public var rightColumn: String

    /// Takes each of its facts.
    public init(
        comparison: String, level: Int, description: String, m: Double?, u: Double?, weight: Double,
        comparator: String, kind: String, leftColumn: String, rightColumn: String
    ) {
        self.comparison = comparison
        self.level = level
        self.description = description
        self.m = m
        self.u = u
        self.weight = weight
        self.comparator = comparator
        self.kind = kind
        self.leftColumn = leftColumn
        self.rightColumn = rightColumn
    }
}

/// One blocking rule. `Edge.rule` counts rules in this order, from 0.
public struct RuleRecord: Codable, Sendable, Equatable {
    /// The rule as a person reads it; the view `matches` shows it.
    public var name: String
    /// Pairs for which the rule holds.
    public var pairs: Int
    /// Pairs it was the first to find.
    public var firstPairs: Int?
    /// Pairs that no other rule found.
    public var onlyPairs: Int?
    /// Pairs of its largest block.
    public var largestBlock: Int?

    /// Takes each of its facts.
    public init(
        name: String, pairs: Int, firstPairs: Int? = nil, onlyPairs: Int? = nil, largestBlock: Int? = nil
    ) {
        self.name = name
        self.pairs = pairs
        self.firstPairs = firstPairs
        self.onlyPairs = onlyPairs
        self.largestBlock = largestBlock
    }
}

/// One stage of a run.
public struct StageRecord: Codable, Sendable, Equatable {
    /// Name of the stage.
    public var stage: String
    /// Seconds it took.
    public var seconds: Double
    /// Records or pairs that went in, where the stage counts them.
    public var recordsIn: Int?
    /// Records or pairs that came out, where the stage counts them.
    public var recordsOut: Int?

    /// Takes each of its facts.
    public init(stage: String, seconds: Double, recordsIn: Int? = nil, recordsOut: Int? = nil) {
        self.stage = stage
        self.seconds = seconds
        self.recordsIn = recordsIn
        self.recordsOut = recordsOut
    }
}

/// One agreement pattern. `Edge.pattern` counts patterns in this order, from 0.
public struct PatternRecord: Codable, Sendable, Equatable {
    /// The level of each comparison, in the order of the comparisons.
    public var levels: [Int]
    /// Candidate pairs with this pattern.
    public var pairs: Int
    /// Match weight of the pattern, before term frequencies.
    public var weight: Double

    /// Takes each of its facts.
    public init(levels: [Int], pairs: Int, weight: Double) {
        self.levels = levels
        self.pairs = pairs
        self.weight = weight
    }
}

/// What a person decided about a pair.
public struct DecisionRecord: Codable, Sendable, Equatable {
    /// Id of the left record.
    public var left: RecordID
    /// Id of the right record.
    public var right: RecordID
    /// As the decisions file says it.
    public var verdict: String

    /// Takes each of its facts.
    public init(left: RecordID, right: RecordID, verdict: String) {
        self.left = left
        self.right = right
        self.verdict = verdict
    }
}
