import Ingest
import Records
import Yams

/// A job: everything a run can be told, in a file (YAML). Paths are relative to the working folder.
public struct JobFile: Codable, Sendable, Equatable {
    /// Path of the left source, or of the only one of a dedupe.
    public var left: String?
    /// Path of the right source; a dedupe has none.
    public var right: String?
    /// Path of the result; nil: named after the left source, in the working folder.
    public var output: String?
    /// Column of the left ids; nil: a column that looks like ids, or else record numbers from 1.
    public var leftID: String?
    /// Column of the right ids, likewise.
    public var rightID: String?
    /// Columns that are not looked at, on either side.
    public var exclude: [String]?
    /// Match probability from which a pair is a match, between 0 and 1; nil: 0.5.
    public var threshold: Double?
    /// Share of the matches that is to be right, by the model's own estimate, in place of a threshold.
    public var targetPrecision: Double?
    /// Match probability from which a pair is for review, at most the threshold; nil: 0.1 at most.
    public var review: Double?
    /// How many partners a record may have, such as `one-to-one`; nil: chosen from the data.
    public var cardinality: String?
    /// How pairs are found and judged, `fields` or `text`; nil: chosen from the data.
    public var method: String?
    /// Threads of the run, 1…256; nil: one for each core.
    public var threads: Int?
    /// Most memory the run may need, a size such as `2G`; nil: no limit.
    public var memory: String?
    /// Most candidate pairs; a run whose rules bring more is refused. Nil: no limit.
    public var maxPairs: Int?
    /// Probability that two records match before they are compared, for weights by hand; nil: that of one
    /// match for each record of the smaller source.
    public var prior: Double?
    /// Path of a model, or of a result whose model is used as it is; nil: trained.
    public var model: String?
    /// Path of a CSV of what people decided: left id, right id, verdict.
    public var decisions: String?
    /// Path of a CSV of pairs that somebody has judged, in the same columns, to learn the thresholds from.
    public var labels: String?
    /// How to read the sources; nil: found out from them.
    public var reading: JobReading?
    /// How to read the left source, or the only one: said on top of `reading`.
    public var leftReading: JobReading?
    /// How to read the right source, likewise.
    public var rightReading: JobReading?
    /// Fields and their columns; nil: paired by names and values.
    public var fields: [JobField]?
    /// Blocking rules; nil: chosen from the data.
    public var rules: [JobRule]?

    /// A job that leaves everything open.
    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case left, right, output, exclude, method, threshold, review, cardinality, threads, memory, model,
            decisions, labels
        case reading, fields, rules, prior
        case leftID = "left_id"
        case rightID = "right_id"
        case maxPairs = "max_pairs"
        case targetPrecision = "target_precision"
        case leftReading = "left_reading"
        case rightReading = "right_reading"
    }

    /// Reads a job.
    ///
    /// - Throws: `TieoutError` with the line for what is not YAML, and with the nearest known name for
    ///   a key that nobody knows.
    public static func read(_ text: String, path: String) throws -> JobFile {
        let mapping = try Self.mapping(text, path: path)
        try requireKnownKeys(mapping, CodingKeys.allCases.map(\.rawValue), path: path)
        for key in [CodingKeys.reading, .leftReading, .rightReading] {
            if let keys = mapping[key.rawValue]?.mapping {
                try requireKnownKeys(keys, JobReading.CodingKeys.allCases.map(\.rawValue), path: path)
            }
        }
        try requireKnownFields(mapping, path: path)
        try requireKnownRules(mapping, path: path)
        return try decode(JobFile.self, from: text, path: path)
    }

    /// The job as YAML.
    public func write() throws -> String {
        let encoder = YAMLEncoder()
        encoder.options.sortKeys = false
        encoder.options.width = 100
        var job = self
        (job.threshold, job.review) = (nil, nil)
        // The encoder writes 0.5 as 5e-1, which not every reader of YAML takes for a number.
        var text = try encoder.encode(job)
        if let threshold { text = "threshold: \(threshold)\n" + text }
        if let review { text = "review: \(review)\n" + text }
        return text
    }
}

/// A blocking rule as a job file gives it: fields with what is taken of them, all of which must agree.
public struct JobRule: Codable, Sendable, Equatable {
    /// What must agree, at least one part.
    public var all: [Part]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case all
    }

    /// One expression; `take` is `value` unless told otherwise.
    public struct Part: Codable, Sendable, Equatable {
        /// Name of a field of the job.
        public var field: String
        /// Part of its value, such as `prefix 4` or `year`; nil: all of it.
        public var take: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case field, take
        }
    }
}
