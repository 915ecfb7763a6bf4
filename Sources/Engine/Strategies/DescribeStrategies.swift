import Records
import Resolve
import ResultStore

extension StrategyReport {
    /// What was compared.
    mutating func describe(_ first: StrategyOutcome, _ options: StrategyOptions, _ known: TruePairs?) {
        sources = sourceRows(first).map(RunSummary.Source.init)
        totalPairs = first.tables.pairCount
        truth = options.truth
        truthPairs = known?.count
        unknownTruthPairs = known?.unknown
    }
}

/// The sources as results tell of them.
func sourceRows(_ outcome: StrategyOutcome) -> [SourceRow] {
    sourceRows(outcome.options, outcome.read.sources, outcome.read.loaded)
}

extension StrategyReport.Strategy {
    /// - Parameter yardstick: whose model judges the matches of strategies that learn nothing.
    init(_ outcome: StrategyOutcome, truth: TruePairs?, yardstick: StrategyOutcome?) throws {
        let weighed = outcome.weighed
        let matches = outcome.matches
        name = outcome.strategy.name
        method = outcome.method
        cardinality = outcome.resolution.cardinality.rawValue
        threshold = outcome.options.threshold
        review = outcome.options.review
        candidates = weighed.candidates
        let all = outcome.tables.pairCount
        reductionRatio = all == 0 ? 0 : 1 - Double(weighed.candidates) / all
        self.matches = matches.count
        inReview = outcome.resolution.links.count - matches.count
        found = outcome.found.count
        clusters = outcome.resolution.clusters.count
        expected = StrategyReport.Expected(matches, outcome, yardstick: yardstick)
        let chosen = matchWeight(probability: outcome.options.threshold)
        let points = try Engine.curve(
            weighed.edges, chosen: chosen, tables: outcome.tables, truth: truth, isTrained: weighed.isTrained
        ) { try outcome.resolved(at: $0) }
        curve = points
        judged = truth.map { truth in
            let metrics = truth.metrics(outcome.found)
            let best = points.max { ($0.f1 ?? 0, $0.weight) < ($1.f1 ?? 0, $1.weight) }
            return StrategyReport.Judged(
                truePositives: metrics.truePositives, falsePositives: metrics.falsePositives,
                falseNegatives: metrics.falseNegatives, precision: metrics.precision, recall: metrics.recall,
                f1: metrics.f1, bestF1: best?.f1 ?? metrics.f1,
                bestThreshold: best?.threshold ?? outcome.options.threshold,
                pairsCompleteness: truth.completeness(weighed.isCandidate),
                bCubed: truth.cubed(outcome.found).map {
                    .init(precision: $0.precision, recall: $0.recall, f1: $0.f1)
                })
        }
        stages = outcome.stages
        seconds = outcome.stages.reduce(0) { $0 + $1.seconds }
        peakMemory = outcome.peakMemory
    }
}

extension StrategyReport.Expected {
    fileprivate init(_ matches: [Link], _ outcome: StrategyOutcome, yardstick: StrategyOutcome?) {
        candidateRecall = outcome.weighed.isTrained ? outcome.weighed.plan.coverage : nil
        guard let judge = outcome.weighed.isTrained ? outcome : yardstick else { return }
        let weights: [Float]
        if outcome.weighed.isTrained {
            weights = matches.map(\.edge.weight)
        } else {
            let pairs = PairList(left: matches.map(\.edge.left), right: matches.map(\.edge.right))
            weights = weigh(pairs, plan: judge.weighed.plan, tables: judge.tables, floor: -.infinity).map(
                \.weight)
        }
        let estimate = Estimate(weights)
        precision = estimate.precision
        self.matches = estimate.matches
        by = judge.strategy.name
    }
}
