import Blocking
import Linkage
import Records
import Resolve
import Scoring

/// The pairs that a strategy has found and weighed, before anything is decided about them. Whatever gives
/// these is a way of finding pairs: all that follows looks at nothing else.
struct WeighedPairs {
    /// Pairs at or above the floor, by left, then right record.
    var edges: [Edge]
    /// Pairs that were looked at.
    var candidates: Int
    /// Whether a pair was looked at.
    var isCandidate: (RecordIndex, RecordIndex) -> Bool
    /// How the pairs were weighed.
    var plan: MatchPlan
    /// The weights were learnt from the data, so that they are probabilities.
    var isTrained: Bool
    /// What it took.
    var stages: [RunSummary.Stage]
    /// Bytes the process held at its peak meanwhile; nil where the system does not tell.
    var peakMemory: Int?
}

/// Finds and weighs the pairs of one strategy.
///
/// - Parameters:
///   - search: where neighbours are looked for, for a strategy that does.
///   - floor: match weight from which a pair is kept.
func weighPairs(
    _ strategy: Strategy, _ read: StrategyTables.Read, by search: TextSearch?, options: MatchOptions,
    floor: Float, monitor: RunMonitor
) throws -> WeighedPairs {
    let tables = read.loaded.tables
    var clock = StageClock(monitor)
    PeakMemory.begin()
    if strategy.scoring == .text {
        return try weighTexts(read, by: search, options: options, floor: floor, clock: &clock)
    }
    let byHand = options.fields?.contains { $0.weights != nil } == true
    var plan = try clock.run(.planning, into: tables.recordCount) {
        if strategy.candidates != .keys, byHand {
            return try planWithoutRules(read, options: options, monitor: monitor)
        }
        return try makePlan(read.loaded, sources: read.sources, options: options, monitor: monitor)
    }
    // What rules would bring together says nothing of other pairs.
    if strategy.candidates != .keys { plan.coverage = nil }
    var weighed = WeighedPairs(
        edges: [], candidates: 0, isCandidate: { _, _ in false }, plan: plan, isTrained: !byHand, stages: [])
    switch strategy.candidates {
    case .keys:
        let join = try clock.run(.blocking, into: tables.recordCount) {
            try BlockJoin(rules: plan.rules, tables: tables, threads: options.threads)
        } out: {
            $0.counts.pairs
        }
        try requirePairs(join.counts, plan: plan, options: options)
        let scored = try clock.run(.scoring, units: join.counts.pairs) {
            try scoreCandidates(
                join, plan: plan, tables: tables, review: Double(floor), threads: options.threads,
                monitor: monitor)
        } out: {
            $0.candidates
        }
        weighed.edges = scored.edges
        weighed.candidates = scored.candidates
        let probe = try RuleProbe(plan.rules, tables: tables)
        weighed.isCandidate = { !probe.rules($0, $1).isEmpty }
    case .equalRecords:
        let pairs = try clock.run(.blocking, into: tables.recordCount) {
            try requireFew(equalRecords(tables, most: options.maxPairs), options)
        } out: {
            $0.count
        }
        weighed.edges = try clock.run(.scoring, units: pairs.count) {
            weigh(pairs, plan: plan, tables: tables, floor: floor)
        } out: {
            $0.count
        }
        weighed.candidates = pairs.count
        weighed.isCandidate = { areEqual(tables.left[$0], tables.right[$1]) }
    case .neighbours:
        guard let search else { preconditionFailure("neighbours are looked for somewhere") }
        var candidates = try clock.run(.blocking, into: tables.recordCount) {
            try search.find(threads: options.threads, monitor: monitor)
        } out: {
            $0.count
        }
        candidates.forgetTexts()
        try requireNeighbours(candidates, options, instead: fewerNeighbours)
        weighed.edges = try clock.run(.scoring, units: candidates.count) {
            weigh(
                PairList(left: candidates.left, right: candidates.right), plan: plan, tables: tables,
                floor: floor)
        } out: {
            $0.count
        }
        weighed.candidates = candidates.count
        weighed.isCandidate = { [candidates] in candidates.place(of: $0, $1) != nil }
    }
    weighed.stages = clock.stages
    weighed.peakMemory = PeakMemory.read()
    return weighed
}

/// Finds and weighs the pairs of neighbours by the model of texts.
private func weighTexts(
    _ read: StrategyTables.Read, by search: TextSearch?, options: MatchOptions, floor: Float,
    clock: inout StageClock
) throws -> WeighedPairs {
    var options = options
    options.review = matchProbability(weight: floor)
    let (plan, _, scored, isCandidate) = try findTextEdges(
        read.loaded.tables, by: search, sources: read.sources, options: options, clock: &clock)
    return WeighedPairs(
        edges: scored.edges, candidates: scored.candidates, isCandidate: isCandidate, plan: plan,
        isTrained: true, stages: clock.stages, peakMemory: PeakMemory.read())
}

/// Comparisons with weights by hand, where no key is needed.
private func planWithoutRules(
    _ read: StrategyTables.Read, options: MatchOptions, monitor: RunMonitor
) throws -> MatchPlan {
    let planner = try Planner(read.loaded, sources: read.sources, options: options, monitor: monitor)
    guard let model = try planner.modelByHand() else { preconditionFailure("the weights are by hand") }
    return MatchPlan(
        fields: planner.fields, comparisons: planner.comparisons, terms: planner.termScales(model), rules: [],
        model: model, expectedMatches: 0)
}

/// What to do about too many of them.
private let fewerNeighbours = "ask for fewer of each record: 'neighbours: {count: …}'"

private func requireFew(_ pairs: PairList?, _ options: MatchOptions) throws -> PairList {
    if let pairs { return pairs }
    throw TieoutError(
        "more pairs of records are equal than --max-pairs allows, \(options.maxPairs ?? 0)",
        remedy: "raise --max-pairs, or remove the copies first")
}

/// Weighs pairs that somebody found, on one thread.
///
/// - Complexity: O(pairs × comparisons), plus the measures where values differ.
func weigh(_ pairs: PairList, plan: MatchPlan, tables: TablePair, floor: Float) -> [Edge] {
    var edges: [Edge] = []
    var scorer = PairScorer(plan.comparisons, terms: plan.terms, tables: tables)
    let weights = PatternWeights(plan.model)
    for start in stride(from: 0, to: pairs.count, by: 4096) {
        let part = start..<min(start + 4096, pairs.count)
        scorer.score(left: Array(pairs.left[part]), right: Array(pairs.right[part]))
        for place in part {
            let pattern = scorer.patterns[place - start]
            let plain = weights.weight(pattern) + scorer.adjustments[place - start]
            let weight =
                weights.hasRelated
                ? Float(withRelated(Double(plain), odds: weights.relatedOdds(pattern))) : plain
            guard weight >= floor else { continue }
            edges.append(
                Edge(left: pairs.left[place], right: pairs.right[place], weight: weight, pattern: 0, rule: 0))
        }
    }
    return edges
}
