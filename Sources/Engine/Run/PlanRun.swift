import Blocking
import Records

/// Plans a run and says what it would do and cost; writes nothing.
public func planRun(_ options: MatchOptions, monitor: RunMonitor) throws -> RunSummary {
    var clock = StageClock(monitor)
    let sources = try openSources(options)
    try requireMemoryToRead(sources, options: options)
    if try firstMethod(sources, options) == .text {
        return try planText(sources.asText(), options: options, clock: &clock)
    }
    let loaded = try clock.run(.reading, units: sources.byteCount) {
        try loadTables(sources, options: options, monitor: monitor)
    } out: {
        $0.tables.recordCount
    }
    let plan = try clock.run(.planning, into: loaded.tables.recordCount) {
        try makePlan(loaded, sources: sources, options: options, monitor: monitor)
    }
    let join = try clock.run(.blocking, into: loaded.tables.recordCount) {
        try BlockJoin(rules: plan.rules, tables: loaded.tables, threads: options.threads)
    } out: {
        $0.counts.pairs
    }
    let none = ScoredEdges(
        edges: [], patterns: [], candidates: 0, firstPairs: plan.rules.map { _ in 0 },
        onlyPairs: plan.rules.map { _ in 0 },
        leftSeen: RecordSet(count: 0), rightSeen: RecordSet(count: 0))
    var summary = planSummary(
        options, sources: sources, loaded: loaded, plan: plan, blocks: join.counts, none)
    let cost = CostEstimate(
        plan, tables: loaded.tables, pairs: Double(join.counts.pairs), threads: options.threads)
    warnOfOversizedBlocks(join.counts, plan: plan, monitor: monitor)
    summary.cost = .init(seconds: cost.seconds, memory: cost.memory, disk: cost.disk)
    summary.stages = clock.stages
    summary.seconds = clock.elapsed
    summary.warnings = sources.warnings + monitor.snapshot().warnings
    summary.warnings += refusals {
        try requireMemory(plan, tables: loaded.tables, options: options)
    }
    summary.warnings += refusals { try requirePairs(join.counts, plan: plan, options: options) }
    return summary
}

/// What the run itself would be refused for.
private func refusals(_ check: () throws -> Void) -> [String] {
    do { try check() } catch { return ["the run would be refused: \(error)"] }
    return []
}

/// The job that a run without configuration would use, with a word on top.
public func startingJob(_ options: MatchOptions, monitor: RunMonitor) throws -> String {
    let sources = try openSources(options)
    let plan: MatchPlan
    if try firstMethod(sources, options) == .text {
        plan = textPlan(
            sources.asText(), TextPlan(model: textModel, neighbours: NeighbourSearch.usualCount))
    } else {
        let loaded = try loadTables(sources, options: options, monitor: monitor)
        plan = try makePlan(loaded, sources: sources, options: options, monitor: monitor)
    }
    let head = """
        # What tieout \(options.isDedupe ? "dedupe" : "match") would do with these sources if told nothing.
        # Change what you know better; leave out what it may choose. Keys: docs/job.schema.json
        # Told nothing, a run tries text as well where fields leave much in doubt, and fields where text does; told
        # fields or a method, it keeps to them.

        """
    return head + (try makeJob(options, sources: sources, plan: plan).write())
}
