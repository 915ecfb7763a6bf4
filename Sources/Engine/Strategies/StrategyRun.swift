import Ingest
import Records
import Resolve
import ResultStore

/// Runs several strategies over the same sources and says how they compare.
///
/// The sources are read once for each way of normalising them, and strategies that find and weigh the same
/// pairs do so once.
///
/// - Throws: `TieoutError` that names the strategy where one is at fault.
public func runStrategies(_ options: StrategyOptions, monitor: RunMonitor) throws -> StrategyReport {
    var clock = StageClock(monitor)
    let writer = try options.target.map { try StrategyWriter(target: $0, inputs: options.inputs) }
    defer { writer?.abandon() }

    let outcomes = try findAll(options, monitor: monitor)
    let truth = try options.truth.map {
        try TruePairs($0, columns: options.truthColumns, tables: outcomes[0].tables)
    }
    var report = StrategyReport()
    try clock.run(.comparing, units: outcomes.count) {
        report.describe(outcomes[0], options, truth)
        let yardstick = outcomes.first { $0.strategy.name == Strategy.automatic && $0.weighed.isTrained }
        for (index, outcome) in outcomes.enumerated() {
            report.strategies.append(
                try StrategyReport.Strategy(outcome, truth: truth, yardstick: yardstick))
            for earlier in outcomes[..<index] { report.compare(earlier, outcome, truth: truth) }
            try monitor.pass(1)
        }
    }
    report.warnings = monitor.snapshot().warnings
    report.result = options.target
    report.seconds = clock.elapsed
    if let writer {
        try clock.run(.storing) { try writer.write(report.record(outcomes, truth)) }
        try monitor.checkStop()
        try writer.publish()
    }
    monitor.begin(.done)
    return report
}

/// Finds and decides the pairs of every strategy.
private func findAll(_ options: StrategyOptions, monitor: RunMonitor) throws -> [StrategyOutcome] {
    precondition(!options.strategies.isEmpty, "something is to be compared")
    let told = try options.strategies.map { strategy in
        try naming(strategy.name, of: strategy.file) { try options.options(of: strategy) }
    }
    let floor = floor(told, hasTruth: options.truth != nil)
    var tables = StrategyTables(monitor)
    var weighed: [(Strategy, WeighedPairs)] = []
    var outcomes: [StrategyOutcome] = []
    for (strategy, var own) in zip(options.strategies, told) {
        try naming(strategy.name, of: strategy.file) {
            let read = try tables.tables(for: own)
            try fillIn(&own, strategy, read)
            let known = weighed.first { $0.0.weighsLike(strategy) }?.1
            let pairs = try known ?? weighPairs(strategy, read, options: own, floor: floor, monitor: monitor)
            if known == nil { weighed.append((strategy, pairs)) }
            outcomes.append(try outcome(strategy, own, read, pairs, monitor: monitor))
        }
    }
    return outcomes
}

/// The match weight down to which pairs are kept: that of the review threshold, and where there is a truth
/// far below it, so that the curve shows what a lower threshold would have brought.
private func floor(_ told: [MatchOptions], hasTruth: Bool) -> Float {
    let review = told.map(\.review).min() ?? 0.1
    return matchWeight(probability: hasTruth ? min(review, 0.001) : review)
}

/// Ladders and weights where a strategy fixes them by kind.
private func fillIn(_ own: inout MatchOptions, _ strategy: Strategy, _ read: StrategyTables.Read) throws {
    guard strategy.scoring != .trained else { return }
    let pairs = read.sources.fields
    let compared = Set(try makeComparisons(pairs, given: own.fields).map(\.field))
    let fields =
        own.fields
        ?? pairs.map {
            JobField($0, leftColumns: read.sources.left.columns, rightColumns: read.sources.right?.columns)
        }
    own.fields = handFields(
        fields, of: pairs, compared: pairs.indices.map(compared.contains), strategy.scoring)
}

/// Decides about the pairs, as the strategy's thresholds and cardinality say.
private func outcome(
    _ strategy: Strategy, _ options: MatchOptions, _ read: StrategyTables.Read, _ weighed: WeighedPairs,
    monitor: RunMonitor
) throws -> StrategyOutcome {
    var clock = StageClock(monitor)
    let thresholds = try Thresholds(matchProbability: options.threshold, reviewProbability: options.review)
    let resolution = try clock.run(.resolving, into: weighed.edges.count) {
        try decide(
            weighed.edges.filter { $0.weight >= thresholds.review }, tables: read.loaded.tables,
            options: ResolveOptions(thresholds: thresholds, cardinality: options.cardinality))
    } out: {
        $0.links.count
    }
    return StrategyOutcome(
        strategy: strategy, options: options, read: read, weighed: weighed, resolution: resolution,
        found: FoundPairs(resolution, tables: read.loaded.tables),
        stages: read.stages + weighed.stages + clock.stages, peakMemory: weighed.peakMemory)
}

extension Strategy {
    /// Finds the same pairs and gives them the same weights, whatever is decided about them then.
    fileprivate func weighsLike(_ other: Strategy) -> Bool {
        candidates == other.candidates && scoring == other.scoring && job.fields == other.job.fields
            && job.rules == other.job.rules && job.model == other.job.model && job.prior == other.job.prior
    }
}

extension StrategyOptions {
    /// Paths that the result must not overwrite.
    fileprivate var inputs: [String] {
        let told: [String?] = [left, right]
        return told.compactMap { $0 }.flatMap(sourceFiles)
            + ([truth, file, job.model] + strategies.map(\.job.model)).compactMap { $0 }.filter { $0 != "-" }
    }
}
