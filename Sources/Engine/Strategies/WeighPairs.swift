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
///   - texts: where pairs are looked for, for a strategy that looks in texts.
///   - floor: match weight from which a pair is kept.
func weighPairs(
    _ strategy: Strategy, _ read: StrategyTables.Read, in texts: SearchedTexts?, options: MatchOptions,
    floor: Float, monitor: RunMonitor
) throws -> WeighedPairs {
    let tables = read.loaded.tables
    var clock = StageClock(monitor)
    PeakMemory.begin()
    if strategy.scoring == .text {
        guard let search = strategy.candidates.search, let texts else {
            preconditionFailure("the weights of text are those of neighbours")
        }
        return try weighTexts(
            read, by: TextSearch(search, in: texts), options: options, floor: floor, clock: &clock)
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
    if strategy.candidates == .keys {
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
    } else {
        let found = try clock.run(.blocking, into: tables.recordCount) {
            try findPairs(strategy.candidates, tables, in: texts, options: options, monitor: monitor)
        } out: {
            $0.pairs.count
        }
        weighed.edges = try clock.run(.scoring, units: found.pairs.count) {
            weigh(found.pairs, plan: plan, tables: tables, floor: floor)
        } out: {
            $0.count
        }
        weighed.candidates = found.pairs.count
        weighed.isCandidate = found.isCandidate
    }
    weighed.stages = clock.stages
    weighed.peakMemory = PeakMemory.read()
    return weighed
}

/// Finds and weighs the pairs of neighbours by the model of texts.
private func weighTexts(
    _ read: StrategyTables.Read, by search: TextSearch, options: MatchOptions, floor: Float,
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
