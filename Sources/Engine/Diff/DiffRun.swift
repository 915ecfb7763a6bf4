import Diff
import Ingest
import Records
import ResultStore

/// What a diff has come to: counts for all, and the differences for whoever shows them.
public struct DiffRun: Sendable {
    /// Counts and names.
    public var report: DiffReport
    /// The differences in order; empty where a guard tripped.
    public var differences: [DifferenceBatch] = []
}

/// Compares two sources by key, and publishes the result if one is asked for.
///
/// - Parameters:
///   - options: the run.
///   - target: path of the result; nil: none. Whatever happens, an earlier result there stays whole until the
///     new one takes its place.
/// - Returns: the differences; where a guard tripped, only why, and nothing is published.
/// - Throws: `TieoutError` for everything a person can mend.
public func runDiff(_ options: DiffOptions, target: String?, monitor: RunMonitor) throws -> DiffRun {
    var clock = StageClock(monitor)
    // Each takes a while in which nothing else could be done.
    let (writer, sources) = try together(
        {
            try target.map {
                try DiffWriter(target: $0, inputs: [options.left, options.right].flatMap(sourceFiles))
            }
        }, { try DiffSources(options) })
    defer { writer?.abandon() }
    var run = DiffRun(report: DiffReport(options))
    var guards = DiffGuards(options)

    for warning in sources.left.warnings + sources.right.warnings { monitor.warn(warning) }
    guards.check(files: sources)
    guards.check(key: sources)
    guard guards.tripped.isEmpty else { return run.stopped(by: guards, clock, monitor) }

    var columns = try DiffColumns(options, left: sources.left, right: sources.right)
    var joined = try readAndJoin(sources, columns, options, clock: &clock)
    run.report.take(joined.sources.left, joined.sources.right)
    warnOfRejects(joined.sources, sources, monitor)
    guards.check(left: joined.sources.left, right: joined.sources.right, sources: sources)
    guard guards.tripped.isEmpty else { return run.stopped(by: guards, clock, monitor) }

    let sample = try joined.sources.pairSample(monitor: monitor)
    let schema = findSchemaChanges(columns.lists, sample: sample)
    run.report.schemaChanges = schema.changes
    guards.check(schema: schema.changes, sample: sample, columns: joined.columns)
    guard guards.tripped.isEmpty else { return run.stopped(by: guards, clock, monitor) }
    if options.equality.smart,
        Set(schema.followed.map(\.description)) != Set(columns.lists.pairs.map(\.description))
    {
        // Rows were hashed by the columns' names: with other pairs of columns they are read again.
        columns.follow(schema.followed, keys: joined.columns.keys)
        joined = try readAndJoin(sources, columns, options, keys: joined.columns.keys, clock: &clock)
    }

    let rekeyed = options.rescue ? try rescueKeys(joined, columns, options, clock: &clock) : []
    let outcome = try clock.run(.comparing, into: Int(joined.sources.left.records)) {
        try joined.sources.compare(rekeyed: rekeyed, monitor: monitor)
    } out: {
        $0.differences.reduce(0) { $0 + $1.rows.count }
    }
    guards.check(outcome: outcome, left: joined.sources.left.records)
    run.report.describe(joined, outcome, columns, options)
    guard guards.tripped.isEmpty else { return run.stopped(by: guards, clock, monitor) }
    run.differences = outcome.differences
    if let writer {
        let result = DiffResult(
            options: options, sources: sources, joined: joined, outcome: outcome, report: run.report)
        try clock.run(.storing, into: run.rowCount) {
            try writer.write(outcome.differences, threads: options.threads, monitor: monitor)
        }
        try writer.finish(try result.record(clock, monitor))
        try monitor.checkStop()
        try writer.publish()
        run.report.result = target
    }
    run.finish(clock, monitor)
    return run
}

extension DiffRun {
    /// The run as far as it came.
    fileprivate func stopped(by guards: DiffGuards, _ clock: StageClock, _ monitor: RunMonitor) -> DiffRun {
        var run = self
        run.differences = []
        run.report.guards = guards.tripped
        run.finish(clock, monitor)
        return run
    }

    fileprivate mutating func finish(_ clock: StageClock, _ monitor: RunMonitor) {
        report.seconds = clock.elapsed
        report.stages = clock.stages
        report.warnings = monitor.snapshot().warnings
        monitor.begin(.done)
    }
}

extension ComparedColumns.Pair {
    fileprivate var description: String { "\(left)-\(right)" }
}

/// Says what could not be read.
private func warnOfRejects(_ compared: ComparedSources, _ sources: DiffSources, _ monitor: RunMonitor) {
    for (summary, source) in [(compared.left, sources.left), (compared.right, sources.right)] {
        guard !summary.rejects.isEmpty else { continue }
        monitor.warn(
            "\(source.name): \(Format.count(summary.rejects.count, "record")) could not be read, to be found in the view 'rejects'"
        )
    }
}
