import Blocking
import Linkage
import Normalise
import Records
import Resolve

/// Finds, learns and scores the pairs of two sources, or of one, by their texts.
///
/// - Parameter told: where and how neighbours are looked for; nil: as `match` and `dedupe` do.
/// - Returns: the plan, the pairs each way brought, the edges at or above the review threshold, and whether a pair
///   was looked at.
func findTextEdges(
    _ tables: TablePair, by told: TextSearch? = nil, sources: OpenedSources, options: MatchOptions,
    clock: inout StageClock
) throws -> (
    plan: MatchPlan, blocks: BlockCounts, scored: ScoredEdges, isCandidate: (RecordIndex, RecordIndex) -> Bool
) {
    let monitor = clock.monitor
    let told = told ?? TextSearch(tables)
    try requireTextMemory(tables, candidates: 0, options)
    let (candidates, learnt, logits) =
        tables.isDedupe
        ? try clock.run(.blocking, into: tables.recordCount) {
            try findDuplicateTexts(tables, told, options: options, monitor: monitor)
        } out: {
            $0.0.count
        } : try findLinkedTexts(tables, told, options: options, clock: &clock)
    var plan = textPlan(sources, learnt)
    plan.expectedMatches = logits.reduce(0) { $0 + logistic($1) }
    plan.coverage = candidates.estimatedRecall(logits)
    plan.model.prior = min(max(plan.expectedMatches / max(tables.pairCount, 1), 1e-15), 0.5)
    let (blocks, scored) = edges(
        candidates, logits, tables: tables, review: matchWeight(probability: options.keptFrom))
    return (plan, blocks, scored, { [candidates] in candidates.place(of: $0, $1) != nil })
}

/// Finds the candidates of two sources, compares them, learns from them which of them match, and believes it as far as
/// it is more than chance.
private func findLinkedTexts(
    _ tables: TablePair, _ told: TextSearch, options: MatchOptions, clock: inout StageClock
) throws -> (TextCandidates, TextPlan, [Double]) {
    let monitor = clock.monitor
    var candidates = try clock.run(.blocking, into: tables.recordCount) {
        try told.find(threads: options.threads, monitor: monitor)
    } out: {
        $0.count
    }
    try requireRoom(for: candidates, tables, options)
    let threads = options.threads
    let cardinality = options.forTexts(tables).cardinality
    return try clock.run(.scoring, units: candidates.count, into: candidates.count) {
        try candidates.compare(told.others(tables, threads: threads), threads: threads, monitor: monitor)
        let (model, logits) = try trainOnText(candidates, cardinality: cardinality, monitor: monitor)
        let chosen = candidates.choose(among: Array(0..<candidates.count), by: logits, cardinality)
        let chance = try ChanceFinds(
            candidates, chosen: chosen, logits, model, told, tables, cardinality: cardinality,
            threads: threads,
            monitor: monitor)
        chance.warn(chosen, logits, monitor)
        let learnt = TextPlan(model: model, neighbours: candidates.neighbours, chance: chance)
        return (candidates, learnt, logits.map(chance.believed))
    }
}

extension TextCandidates {
    /// Share of the matches that the ways together have found, from how many only one of them has, and how many two;
    /// nil where there is one, which tells nothing of what it misses.
    fileprivate func estimatedRecall(_ logits: [Double]) -> Double? {
        guard search.ways.count > 1 else { return nil }
        let ways = Self.wayNames.count
        var rows = (0..<1 << ways).map { CoveredPairs(rules: UInt32($0), pairs: 0, mass: 0) }
        for pair in 0..<count {
            rows[Int(self.ways[pair])].pairs += 1
            rows[Int(self.ways[pair])].mass += logistic(logits[pair])
        }
        return Engine.estimatedRecall(rows, rules: ways)
    }
}

/// The plan of a run on texts: no comparisons and no rules.
func textPlan(_ sources: OpenedSources, _ learnt: TextPlan) -> MatchPlan {
    MatchPlan(
        fields: sources.fields, comparisons: [], terms: [], rules: [],
        model: LinkageModel(comparisons: [], prior: 0.5), expectedMatches: 0, text: learnt)
}

/// Does what a run would, but for resolving and storing: what texts say cannot be known more cheaply.
func planText(_ sources: OpenedSources, options: MatchOptions, clock: inout StageClock) throws -> RunSummary {
    let monitor = clock.monitor
    let loaded = try clock.run(.reading, units: sources.byteCount) {
        try loadTables(sources, options: options, monitor: monitor)
    } out: {
        $0.tables.recordCount
    }
    let (plan, blocks, scored, _) = try findTextEdges(
        loaded.tables, sources: sources, options: options, clock: &clock)
    var summary = planSummary(
        options, sources: sources, loaded: loaded, plan: plan, blocks: blocks, scored)
    summary.stages = clock.stages
    summary.seconds = clock.elapsed
    summary.cost = .init(
        seconds: clock.elapsed, memory: textMemory(loaded.tables, candidates: scored.candidates),
        disk: 120 * scored.edges.count + 40 * loaded.tables.recordCount)
    summary.warnings = sources.warnings + monitor.snapshot().warnings
    return summary
}

/// Bytes that a run on texts holds at its peak: the rows, about eight times their bytes in vectors and postings,
/// and what is known of each candidate.
private func textMemory(_ tables: TablePair, candidates: Int) -> Int {
    9 * (tables.left.byteCount + (tables.isDedupe ? 0 : tables.right.byteCount)) + 160 * candidates + 64 << 20
}

/// Refuses more candidates than `--max-pairs` or `--memory` allows, before they are compared.
func requireRoom(for candidates: TextCandidates, _ tables: TablePair, _ options: MatchOptions) throws {
    try requireTextMemory(tables, candidates: candidates.count, options)
    try requireNeighbours(candidates, options)
}

/// Refuses more neighbours than `--max-pairs` allows, before they are compared.
///
/// - Parameter instead: what there is to do besides allowing more.
func requireNeighbours(
    _ candidates: TextCandidates, _ options: MatchOptions, instead: String = "take --method fields"
) throws {
    guard let most = options.maxPairs, candidates.count > most else { return }
    throw TieoutError(
        "the nearest neighbours are \(candidates.count) candidate pairs and --max-pairs allows \(most)",
        at: options.left, remedy: "allow more, or \(instead)")
}

/// Refuses a run that cannot fit `--memory`, as soon as that shows.
private func requireTextMemory(_ tables: TablePair, candidates: Int, _ options: MatchOptions) throws {
    let needed = textMemory(tables, candidates: candidates)
    guard let most = options.memory, needed > most else { return }
    throw TieoutError(
        "matching by text would take about \(needed >> 20) MiB and --memory allows \(most >> 20) MiB",
        at: options.left, remedy: "exclude columns, allow more, or take --method fields")
}

/// The candidates that may be links, as scoring by fields would give them.
private func edges(
    _ candidates: TextCandidates, _ logits: [Double], tables: TablePair, review: Float
) -> (BlockCounts, ScoredEdges) {
    let ways = TextCandidates.wayNames.count
    var blocks = BlockCounts(rules: ways)
    var scored = ScoredEdges(
        edges: [], patterns: [0], candidates: candidates.count, firstPairs: Array(repeating: 0, count: ways),
        onlyPairs: Array(repeating: 0, count: ways), leftSeen: RecordSet(count: tables.left.count),
        rightSeen: RecordSet(count: tables.right.count))
    for pair in 0..<candidates.count {
        let mask = candidates.ways[pair]
        let first = mask.trailingZeroBitCount
        for way in 0..<ways where mask >> UInt32(way) & 1 == 1 { blocks.add(1, rule: way) }
        scored.firstPairs[first] += 1
        if mask & (mask - 1) == 0 { scored.onlyPairs[first] += 1 }
        scored.leftSeen.insert(candidates.left[pair])
        scored.rightSeen.insert(candidates.right[pair])
        // Bits, as all weights are.
        let weight = Float(logits[pair] * bitsPerNat)
        guard weight >= review else { continue }
        scored.edges.append(
            Edge(
                left: candidates.left[pair], right: candidates.right[pair], weight: weight, pattern: 0,
                rule: UInt16(first)))
    }
    return (blocks, scored)
}
