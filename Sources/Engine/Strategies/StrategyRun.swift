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
        let yardstick = yardstick(outcomes)
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

/// Whose model judges the pairs of strategies that learn nothing: the automatic one, or another that compares
/// fields, since the model of texts knows only its own candidates.
private func yardstick(_ outcomes: [StrategyOutcome]) -> StrategyOutcome? {
    let trained = outcomes.filter { $0.weighed.isTrained && $0.weighed.plan.text == nil }
    return trained.first { $0.strategy.name == Strategy.automatic } ?? trained.last
}

/// Finds and decides the pairs of every strategy.
private func findAll(_ options: StrategyOptions, monitor: RunMonitor) throws -> [StrategyOutcome] {
    precondition(!options.strategies.isEmpty, "something is to be compared")
    let told = try options.strategies.map { strategy in
        try naming(strategy.name, of: strategy.file) { try options.options(of: strategy) }
    }
    var finder = StrategyFinder(floor: floor(told, hasTruth: options.truth != nil), monitor: monitor)
    return try zip(options.strategies, told).map { strategy, own in
        try naming(strategy.name, of: strategy.file) { try finder.find(strategy, own) }
    }
}

/// The match weight down to which pairs are kept: that of the review threshold, and where there is a truth
/// far below it, so that the curve shows what a lower threshold would have brought.
private func floor(_ told: [MatchOptions], hasTruth: Bool) -> Float {
    let review = told.map(\.review).min() ?? 0.1
    return matchWeight(probability: hasTruth ? min(review, 0.001) : review)
}

extension StrategyOptions {
    /// Paths that the result must not overwrite.
    fileprivate var inputs: [String] {
        let told: [String?] = [left, right]
        return told.compactMap { $0 }.flatMap(sourceFiles)
            + ([truth, file, job.model] + strategies.map(\.job.model)).compactMap { $0 }.filter { $0 != "-" }
    }
}
