import Blocking
import Ingest
import Records
import Resolve
import ResultStore
import Synchronization

/// Matches or dedupes, and publishes the result.
///
/// - Parameters:
///   - options: the run; `right == nil` is a dedupe.
///   - target: path of the result. Whatever happens, an earlier result there stays whole until the
///     new one takes its place.
/// - Throws: `TieoutError` for everything a person can mend.
public func runMatch(_ options: MatchOptions, target: String, monitor: RunMonitor) throws -> RunSummary {
    var clock = StageClock(monitor)
    if let path = options.saveModelPath { try requireModelPath(path) }
    let writer = try ResultWriter(target: target, inputs: inputs(of: options))
    defer { writer.abandon() }

    let sources = try openSources(options)
    try requireMemoryToRead(sources, options: options)
    for warning in sources.warnings { monitor.warn(warning) }
    let outcome = try findLinks(sources, options: options, writer: writer, clock: &clock)
    try clock.run(.storing, into: outcome.resolution.links.count) {
        try store(outcome, in: writer, monitor: monitor)
    }
    var (summary, record) = try checkAndDescribe(outcome, writer, monitor)
    summary.result = target
    summary.stages = clock.stages
    summary.seconds = clock.elapsed
    record.note(summary)
    try writer.finish(record)
    try monitor.checkStop()
    if let path = options.saveModelPath { try saveModel(outcome.plan, to: path) }
    freeBeside(consume outcome)
    try writer.publish()
    monitor.begin(.done)
    return summary
}

/// What the run says of itself, to people and in its result; made while what was stored is checked.
private func checkAndDescribe(
    _ outcome: RunOutcome, _ writer: ResultWriter, _ monitor: RunMonitor
) throws -> (RunSummary, RunRecord) {
    nonisolated(unsafe) let writer = writer
    return try together(threads: outcome.options.threads) {
        try writer.checkRows()
    } _: {
        let summary = outcome.summary(monitor: monitor)
        return (summary, try outcome.record(summary))
    }.1
}

/// Finds links by the method that suits the data; where that leaves too much in doubt the other is tried, and the one
/// taken of which more is to be expected.
private func findLinks(
    _ sources: OpenedSources, options: MatchOptions, writer: ResultWriter, clock: inout StageClock
) throws -> RunOutcome {
    let method = try firstMethod(sources, options)
    let isOpen = options.method == nil && options.leavesMethodOpen && options.canReadAgain
    let quality: EstimatedQuality?
    do {
        let outcome = try findLinks(sources, by: method, options: options, writer: writer, clock: &clock)
        guard isOpen else { return outcome }
        quality = outcome.quality
        guard sources.areDoubtful(method, outcome.resolution, quality) else { return outcome }
    }
    // Here what was found has gone, and its memory is going.
    do {
        var outcome = try findLinks(
            sources, by: method.other, options: options, writer: writer, clock: &clock)
        if EstimatedQuality.prefers(
            outcome.quality, by: method.other, to: quality, isDedupe: options.isDedupe)
        {
            outcome.methodReason = "by \(method.rawValue) too much stays in doubt"
            return outcome
        }
    } catch let error as TieoutError where !error.isInterruption {
        // What the other method cannot do is no reason to fail.
    }
    var outcome = try findLinks(sources, by: method, options: options, writer: writer, clock: &clock)
    outcome.methodReason = "by \(method.other.rawValue) no more is to be expected"
    return outcome
}

/// Reads, plans, finds, scores and resolves by one method.
private func findLinks(
    _ opened: OpenedSources, by method: MatchMethod, options: MatchOptions, writer: ResultWriter,
    clock: inout StageClock
) throws -> RunOutcome {
    let monitor = clock.monitor
    let sources = method == .text ? opened.asText() : opened
    let loaded = try clock.run(.reading, units: sources.byteCount) {
        try loadTables(sources, options: options, monitor: monitor)
    } out: {
        $0.tables.recordCount
    }
    let plan: MatchPlan
    let blocks: BlockCounts
    var scored: ScoredEdges
    switch method {
    case .fields:
        (plan, blocks, scored) = try findFieldEdges(loaded, sources: sources, options: options, clock: &clock)
    case .text:
        (plan, blocks, scored, _) = try findTextEdges(
            loaded.tables, sources: sources, options: options, clock: &clock)
    }
    let given = options.cardinality
    var options = options
    let decisions = try options.decisionsPath.map { try readDecisions($0, tables: loaded.tables) } ?? []
    var sureness = Sureness(nil, plan.text, loaded.tables)
    let resolution = try clock.run(.resolving, into: scored.edges.count) {
        if method == .text { options = options.forTexts(loaded.tables) }
        let lesson: LabelLesson?
        (options, lesson) = try options.taught(&scored, tables: loaded.tables)
        sureness = Sureness(lesson, plan.text, loaded.tables)
        options = try options.aimed(
            scored, sureness, tables: loaded.tables, decisions: decisions, monitor: monitor)
        var resolution = try resolveAndPrepare(scored, loaded.tables, options, decisions, writer)
        if given == nil && options.cardinality != nil { resolution.explainLookUp() }
        let matches = resolution.links.reduce(0) { $0 + ($1.band == .match ? 1 : 0) }
        monitor.pairsMatched.store(matches, ordering: .relaxed)
        monitor.pairsInReview.store(resolution.links.count - matches, ordering: .relaxed)
        return resolution
    } out: {
        $0.links.count
    }
    let reason =
        options.method != nil
        ? "given" : method == .text ? "the records are mostly running text" : "the records have fields"
    return RunOutcome(
        options: options, sources: sources, loaded: loaded, plan: plan, blocks: blocks, scored: scored,
        resolution: resolution, decisions: decisions, methodReason: reason, sureness: sureness)
}

/// Plans, blocks and scores by fields.
private func findFieldEdges(
    _ loaded: LoadedTables, sources: OpenedSources, options: MatchOptions, clock: inout StageClock
) throws -> (plan: MatchPlan, blocks: BlockCounts, scored: ScoredEdges) {
    let monitor = clock.monitor
    let plan = try clock.run(.planning, into: loaded.tables.recordCount) {
        try makePlan(loaded, sources: sources, options: options, monitor: monitor)
    }
    let (blocks, scored) = try findEdges(loaded.tables, plan: plan, options: options, clock: &clock)
    return (plan, blocks, scored)
}

/// Everything a run has come to, before it is stored.
struct RunOutcome {
    let options: MatchOptions
    let sources: OpenedSources
    let loaded: LoadedTables
    let plan: MatchPlan
    let blocks: BlockCounts
    let scored: ScoredEdges
    let resolution: Resolution
    /// What people had decided before.
    var decisions: [PersonDecision] = []
    /// Why pairs were found and judged as they were, a sentence; empty where there is nothing to say.
    var methodReason = ""
    /// What the weights of its links are worth.
    let sureness: Sureness
}

/// Paths that the result must not overwrite.
private func inputs(of options: MatchOptions) -> [String] {
    let sources = [options.left, options.right].compactMap { $0 }.flatMap(sourceFiles)
    return (sources + [options.modelPath, options.decisionsPath, options.labelsPath].compactMap { $0 }).filter
    { $0 != "-" }
}

/// Blocks and scores; what blocking held is let go before anything is stored.
func findEdges(
    _ tables: TablePair, plan: MatchPlan, options: MatchOptions, clock: inout StageClock
) throws -> (blocks: BlockCounts, scored: ScoredEdges) {
    let join = try clock.run(.blocking, into: tables.recordCount) {
        try block(tables, plan: plan, options: options)
    } out: {
        $0.counts.pairs
    }
    let monitor = clock.monitor
    let counts = join.counts
    warnOfOversizedBlocks(counts, plan: plan, monitor: monitor)
    let scored = try clock.run(.scoring, units: counts.pairs) {
        try scoreCandidates(
            join, plan: plan, tables: tables, review: Double(matchWeight(probability: options.keptFrom)),
            threads: options.threads, monitor: monitor)
    } out: {
        $0.candidates
    }
    freeBeside(consume join)
    return (counts, scored)
}

/// Computes the keys and counts the pairs; refuses what the run was not given the room for.
private func block(_ tables: TablePair, plan: MatchPlan, options: MatchOptions) throws -> BlockJoin {
    try requireMemory(plan, tables: tables, options: options)
    let join = try BlockJoin(rules: plan.rules, tables: tables, threads: options.threads)
    try requirePairs(join.counts, plan: plan, options: options)
    return join
}

/// Resolves on one thread, and has another sort the ids that storing will need. Rows are not needed any more: a third
/// frees them.
private func resolveAndPrepare(
    _ scored: ScoredEdges, _ tables: TablePair, _ options: MatchOptions, _ decisions: [PersonDecision],
    _ writer: ResultWriter
) throws -> Resolution {
    nonisolated(unsafe) let writer = writer
    let sides: [(Side, Table)] =
        tables.isDedupe ? [(.source, tables.left)] : [(.left, tables.left), (.right, tables.right)]
    let release: @Sendable () -> Void = { for (_, table) in sides { table.releaseRows() } }
    if options.threads < 2 || !detachThread(release) { release() }
    return try together(threads: options.threads) {
        try resolve(scored, tables: tables, options: options, decisions: decisions)
    } _: {
        for (side, table) in sides { writer.prepareIDs(of: table, side: side) }
    }.0
}

func resolve(
    _ scored: ScoredEdges, tables: TablePair, options: MatchOptions, decisions: [PersonDecision] = []
) throws -> Resolution {
    let thresholds = try Thresholds(matchProbability: options.threshold, reviewProbability: options.review)
    let resolveOptions = ResolveOptions(thresholds: thresholds, cardinality: options.cardinality)
    if tables.isDedupe {
        return try resolveClusters(
            edges: scored.edges, count: tables.left.count, decisions: decisions, options: resolveOptions)
    }
    return try resolveLinks(
        edges: scored.edges, leftCount: tables.left.count, rightCount: tables.right.count,
        decisions: decisions,
        options: resolveOptions)
}
