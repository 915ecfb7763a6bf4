import Blocking
import Linkage
import Normalise
import Records
import Scoring

/// Chooses rules and model, for given comparisons, from a sample of the tables. How the model is learnt
/// stands in `Learning.swift`, from which pairs in `LearningPairs.swift`.
struct Planner {
    let tables: TablePair
    let fields: [ColumnPair]
    let comparisons: [Comparison]
    let termFields: [Bool]
    let options: MatchOptions
    let monitor: RunMonitor

    /// Records of each side that are looked at closely. The pairs of two samples of n of N records
    /// are (n/N)² of all pairs: 60,000 of 1,000,000 leave about 2,500 of 700,000 true matches to learn from.
    static let sampleRecords = 60_000
    /// Records of each side that show what coincidence brings: there is enough of it.
    static let glanceRecords = 30_000
    /// Records of each side that show which rules bring too many pairs.
    static let priceRecords = 15_000
    /// Records of each side below which a sample shows too little, however many pairs it has: 600 have at
    /// most 360,000 a rule.
    static let leastSample = 600
    /// Pairs that are scored to learn from, about.
    static let learningPairs = 400_000
    /// Random pairs that show coincidence.
    static let randomPairs = 200_000

    /// - Parameter given: a model to keep; nil: trained here.
    func plan(keeping given: LinkageModel? = nil) throws -> MatchPlan {
        let (sample, words, pool, join) = try drawSample()
        let evidence = LearningPairs(
            comparisons: comparisons, rules: pool.map(\.rule), words: words, most: Planner.learningPairs,
            threads: options.threads, monitor: monitor)
        let rows = try evidence.histogram(join, tables: tables, sample: (sample.left, sample.right))
        let totalPairs = tables.pairCount * sample.fraction
        let learnt =
            try given.map { TrainingReport(keeping: $0, totalPairs: totalPairs) }
            ?? learn(rows, evidence, join: join, sample: sample, totalPairs: totalPairs)
        let chosen = chooseRules(
            pool.map(\.rule), rows, model: learnt.model, costs: join.counts.pairsByRule,
            fraction: sample.fraction)
        let kept = options.rules == nil ? chosen.rules : Array(pool.indices)
        return MatchPlan(
            fields: fields, comparisons: comparisons, terms: termScales(learnt.model),
            rules: kept.map { pool[$0].rule }, model: learnt.model,
            samplePairs: kept.map { join.counts.pairsByRule[$0] },
            coverage: options.rules == nil ? chosen.covered : nil,
            further: options.rules == nil
                ? chosen.further.map {
                    .init(
                        name: pool[$0.rule].rule.name, gain: $0.gain,
                        pairs: Int(Double($0.pairs) / sample.fraction))
                } : nil,
            expectedMatches: learnt.expectedMatches / sample.fraction, warnings: learnt.warnings)
    }

    /// A sample that the rules bring no more pairs in than can be learnt from: pairs grow with its square. How many
    /// those chosen here bring is known before, from a smaller one; given ones may be of any width.
    private func drawSample() throws -> (
        PlanSample, words: WordStatistics, pool: [CandidateRule], join: BlockJoin
    ) {
        let all = try PlanSample(tables, most: Planner.sampleRecords, threads: options.threads)
        let words = WordStatistics(tables, sample: all.wider, threads: options.threads)
        let pool = try rulePool(PlanSample(all, most: Planner.priceRecords), words)
        let growth = Double(Planner.learningPairs) / Double(max(pool.reduce(0) { $0 + $1.samplePairs }, 1))
        var most = Int(Double(Planner.priceRecords) * max(growth.squareRoot(), 1))
        while true {
            try monitor.checkStop()
            let sample = PlanSample(all, most: most)
            let join = try BlockJoin(
                rules: pool.map(\.rule), tables: tables, sample: (sample.left, sample.right), words: words,
                threads: options.threads)
            let share = Double(Planner.learningPairs) / Double(max(join.counts.pairs, 1))
            let drawn = max(sample.left.count, sample.right.count)
            if share >= 0.5 || drawn <= Planner.leastSample { return (sample, words, pool, join) }
            most = max(Planner.leastSample, Int(Double(drawn) * share.squareRoot()))
        }
    }

    /// The rules to learn from: given ones, or the diverse ones among those the data allow.
    private func rulePool(_ sample: PlanSample, _ words: WordStatistics) throws -> [CandidateRule] {
        if let given = options.rules {
            return try compileRules(given, fields: fields).map { CandidateRule(rule: $0, samplePairs: 0) }
        }
        let expressions = fields.indices.flatMap { field in
            keyParts(fields[field].kind).map { KeyExpression(field: field, part: $0) }
        }
        let costs = try RuleCosts(
            expressions, tables: tables, sample: (sample.left, sample.right), words: words,
            threads: options.threads)
        // A rule may bring one pair for two records of the whole run, and of small sources any number: many
        // narrow rules find more than a few wide ones, for fewer pairs.
        let affordable = max(300_000, 0.5 * Double(tables.recordCount)) * sample.fraction
        var limit = max(12, min(Planner.learningPairs / 4, Int(affordable)))
        while true {
            let finder = RuleFinder(
                costs: costs, pairCount: sample.pairCount,
                fieldNames: fields.map(\.name), limit: limit)
            let found = try finder.find(expressions)
            let pool = diverseRules(found, fieldCount: fields.count, most: 32)
            let cost = pool.reduce(0) { $0 + $1.samplePairs }
            if cost <= Planner.learningPairs || limit < 100 {
                guard !pool.isEmpty else {
                    throw TieoutError(
                        "no field, and no combination of three, tells records apart well enough to block on",
                        at: options.left, remedy: "give rules in a job file, or exclude fewer columns")
                }
                return pool
            }
            limit /= 2
        }
    }

    /// - Parameter fraction: share of all pairs that the sample has.
    private func chooseRules(
        _ rules: [BlockingRule], _ rows: [PatternHistogram.Row], model: LinkageModel, costs: [Int],
        fraction: Double
    ) -> (rules: [Int], covered: Double?, further: FurtherRule?) {
        let covered = rows.map { row in
            CoveredPairs(
                rules: row.rules, pairs: row.count,
                mass: Double(row.count) * probability(weight: model.weight(ofPattern: row.pattern)))
        }
        // Time matters as runs grow: up to 50,000 records a match is worth 20,000 further pairs, from a million on
        // 1,000. A rule's keys take as long as one pair for seven records.
        let price = CoverPrice(
            leastGain: 0.0005, perPair: 1e-3 * min(max(Double(tables.recordCount) / 1_000_000, 0.05), 1),
            pairsPerRule: Double(tables.recordCount) / 7 * fraction)
        let fields = rules.map { Set($0.expressions.map(\.field)) }
        let kin = fields.map { own in
            fields.enumerated().reduce(UInt32(0)) { $0 | ($1.element == own ? 1 << UInt32($1.offset) : 0) }
        }
        let cover = coverMatches(covered, costs: costs, kin: kin, price: price)
        if !cover.rules.isEmpty {
            let further = bestFurtherRule(covered, chosen: cover.rules, kin: kin)
            // Rules on the same fields say nothing of what none of them brings.
            let speaking = zip(kin, costs).filter { $0.1 > 0 }.map(\.0)
            let isEstimated = speaking.contains { $0 != speaking[0] } && covered.contains { $0.mass > 0 }
            return (cover.rules, isEstimated ? cover.covered : nil, further)
        }
        // Nothing is worth its price, and yet something must be looked at: the rule with most mass.
        let gains = costs.indices.map { rule in
            covered.reduce(0) { $0 + ($1.rules >> UInt32(rule) & 1 == 1 ? $1.mass : 0) }
        }
        let best = costs.indices.max { (gains[$0], -costs[$0]) < (gains[$1], -costs[$1]) } ?? 0
        return ([best], nil, bestFurtherRule(covered, chosen: [best], kin: kin))
    }

    func termScales(_ model: LinkageModel) -> [TermScale?] {
        let records = tables.left.count + (tables.isDedupe ? 0 : tables.right.count)
        return comparisons.enumerated().map { index, comparison in
            guard termFields[comparison.field], comparison.levels.contains(where: { $0.termWeight > 0 })
            else {
                return nil
            }
            return TermScale(u: model.comparisons[index].u.last ?? 1, records: records, floor: 1e-4)
        }
    }
}
