import Records

/// What a comparison of strategies is told.
public struct StrategyOptions: Sendable {
    /// Sources, ids, reading, threads and limits, which all strategies share.
    public var job: JobFile
    /// Path of the left source, or of the only one.
    public var left: String
    /// Path of the right source; nil: a dedupe.
    public var right: String?
    /// The strategies, in the order of the report.
    public var strategies: [Strategy]
    /// CSV of true pairs.
    public var truth: String?
    /// The two columns of their ids.
    public var truthColumns: String?
    /// Path of the result; nil: none is written.
    public var target: String?
    /// Keep values of records out of the report.
    public var noValues = false
    /// Where the strategies are told, so that the result does not overwrite it.
    public var file: String?

    /// A comparison of these strategies.
    public init(job: JobFile, left: String, right: String?, strategies: [Strategy]) {
        self.job = job
        self.left = left
        self.right = right
        self.strategies = strategies
    }

    /// The options of one strategy: those of all, with its own on top.
    ///
    /// - Throws: `TieoutError` for what makes no sense, of these sources or at all.
    func options(of strategy: Strategy) throws -> MatchOptions {
        if right == nil, let directions = strategy.candidates.search?.directions, directions != .both {
            throw TieoutError(
                "neighbours of \(directions.rawValue) records are between two sources, and there is one",
                remedy: "leave 'directions' out")
        }
        var own = job
        own.fields = strategy.job.fields
        own.rules = strategy.job.rules
        own.model = strategy.job.model
        own.prior = strategy.job.prior
        own.threshold = strategy.job.threshold
        own.review = strategy.job.review
        own.cardinality = strategy.job.cardinality
        var options = try MatchOptions(own, left: left, right: right, place: strategy.file)
        options.noValues = noValues
        return options
    }
}
