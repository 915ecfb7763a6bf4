import Ingest
import Records
import Resolve

/// Everything a match or dedupe run can be told. What is nil is chosen from the data.
public struct MatchOptions: Sendable {
    /// Path of the left source, or of the only one.
    public var left: String
    /// Path of the right source; nil: a dedupe, one source against itself.
    public var right: String?
    /// How to read the left source.
    public var leftReading = ReadOptions()
    /// How to read the right source.
    public var rightReading = ReadOptions()
    /// What of that was told, in the words of a job: of both sources, and of each.
    var told: (both: JobReading?, left: JobReading?, right: JobReading?)

    /// Column of the left ids; nil: a column that looks like ids, or else record numbers from 1.
    public var leftID: String?
    /// Column of the right ids, likewise.
    public var rightID: String?
    /// Columns that are not looked at, on either side.
    public var exclude: [String] = []
    /// Fields, their columns and comparisons; nil: aligned and chosen from the data.
    public var fields: [JobField]?
    /// Blocking rules; nil: chosen from the data.
    public var rules: [JobRule]?
    /// A model file to use as it is.
    public var modelPath: String?
    /// Where to write the trained model.
    public var saveModelPath: String?
    /// What people decided.
    public var decisionsPath: String?
    /// Pairs that somebody has judged, from which the thresholds learn.
    public var labelsPath: String?

    /// How pairs are found and judged; nil: chosen from the data.
    public var method: MatchMethod?
    /// Match probability from which a pair is a match, between 0 and 1.
    public var threshold = 0.5
    /// Match probability from which a pair is for review, at most `threshold`.
    public var review = 0.1
    /// Share of the matches that is to be right, by the model's own estimate; it takes the place of `threshold`.
    public var targetPrecision: Double?
    /// How many partners a record may have; nil: chosen from the data.
    public var cardinality: Cardinality?

    /// Probability that two records match before they are compared, for weights by hand.
    public var prior: Double?
    /// Threads of the pipeline.
    public var threads = 2
    /// Bytes the run may hold.
    public var memory: Int?
    /// Candidate pairs the run may score.
    public var maxPairs: Int?
    /// Keep record values out of results and terminal.
    public var noValues = false

    /// Options that leave everything but the sources to the data and the defaults.
    public init(left: String, right: String?) {
        self.left = withoutPasswords(left)
        self.right = right.map(withoutPasswords)
    }

    /// One source compared with itself.
    public var isDedupe: Bool { right == nil }
}

extension MatchOptions {
    /// The options a job gives.
    ///
    /// - Parameter place: the job's path, for errors.
    public init(_ job: JobFile, left: String, right: String?, place: String?) throws {
        self.init(left: left, right: right)
        leftID = job.leftID
        rightID = job.rightID
        exclude = job.exclude ?? []
        fields = job.fields
        rules = job.rules
        modelPath = job.model
        decisionsPath = job.decisions
        labelsPath = job.labels
        maxPairs = job.maxPairs
        told = (job.reading, job.leftReading, job.rightReading)
        let both = job.reading ?? JobReading()
        leftReading = try both.overruled(by: job.leftReading).options(place: place)
        rightReading = try both.overruled(by: job.rightReading).options(place: place)
        if let memory = job.memory {
            guard let bytes = parseSize(memory) else {
                throw TieoutError(
                    "'\(memory)' is no size", at: place ?? "--memory", remedy: "write 800M or 2G")
            }
            self.memory = bytes
        }
        threshold = try checkProbability(job.threshold ?? threshold, "threshold", place)
        review = try checkProbability(job.review ?? min(review, threshold), "review", place)
        guard review <= threshold else {
            throw TieoutError(
                "the review threshold \(review) is above the match threshold \(threshold)",
                at: place ?? "--review",
                remedy: "give a lower one")
        }
        targetPrecision = try job.targetPrecision.map { try checkProbability($0, "target-precision", place) }
        if targetPrecision != nil, job.threshold != nil {
            throw TieoutError(
                "both a threshold and a target precision", at: place ?? "--target-precision",
                remedy: "give one of the two")
        }
        prior = try job.prior.map { try checkProbability($0, "prior", place) }
        method = try job.method.map { try parseMethod($0, place: place) }
        threads = job.threads ?? coreCount()
        guard (1...256).contains(threads) else {
            throw TieoutError(
                "\(threads) threads", at: place ?? "--threads", remedy: "give a number from 1 to 256")
        }
        if let maxPairs, maxPairs < 1 {
            throw TieoutError(
                "\(maxPairs) candidate pairs", at: place ?? "--max-pairs", remedy: "give at least 1")
        }
        cardinality = try job.cardinality.map {
            try parseCardinality($0, isDedupe: right == nil, place: place)
        }
    }
}

private func parseMethod(_ text: String, place: String?) throws -> MatchMethod {
    guard let method = MatchMethod(rawValue: text) else {
        throw unknown("method", text, among: MatchMethod.allCases.map(\.rawValue), at: place ?? "--method")
    }
    return method
}

private func parseCardinality(_ text: String, isDedupe: Bool, place: String?) throws -> Cardinality {
    guard let cardinality = Cardinality(rawValue: text) else {
        throw unknown(
            "cardinality", text, among: Cardinality.allCases.map(\.rawValue), at: place ?? "--cardinality")
    }
    guard isDedupe == (cardinality == .clusters) else {
        throw TieoutError(
            isDedupe ? "a dedupe finds clusters, not \(text) links" : "clusters are found in one source",
            at: place ?? "--cardinality", remedy: isDedupe ? "leave it out" : "use tieout dedupe")
    }
    return cardinality
}

private func checkProbability(_ value: Double, _ name: String, _ place: String?) throws -> Double {
    guard value > 0, value < 1 else {
        throw TieoutError(
            "\(name) \(value) is no probability", at: place ?? "--\(name)",
            remedy: "give a number between 0 and 1")
    }
    return value
}
