import Blocking
import Linkage
import Normalise
import Records
import Scoring

/// What a run has decided to do: fields, comparisons, rules and model.
struct MatchPlan: Sendable {
    var fields: [ColumnPair]
    var comparisons: [Comparison]
    var terms: [TermScale?]
    var rules: [BlockingRule]
    var model: LinkageModel
    /// Pairs of each rule among the sampled records.
    var samplePairs: [Int] = []
    /// Share of all pairs that lie inside the sample.
    var sampleFraction = 1.0
    /// Share of the likely matches that the rules cover, as far as the rules that were tried can tell.
    var coverage: Double?
    /// Expected matches among all pairs there are.
    var expectedMatches: Double
    var warnings: [String] = []
}

/// Chooses comparisons, rules and model from a sample of the tables.
struct Planner {
    let tables: TablePair
    let fields: [ColumnPair]
    let comparisons: [Comparison]
    let termFields: [Bool]
    let options: MatchOptions
    let monitor: RunMonitor

    /// Records of each side that are looked at closely. The pairs of two samples of n of N records
    /// are (n/N)² of all pairs: 30,000 of 1,000,000 leave about 600 of 700,000 true matches to learn from.
    static let sampleRecords = 30_000
    /// Pairs that are scored to learn from.
    static let learningPairs = 400_000
    /// Random pairs that show coincidence.
    static let randomPairs = 200_000

    /// - Parameter model: a model to keep; nil: trained here.
    func plan(model given: LinkageModel? = nil) throws -> MatchPlan {
        let sample = sampleRecords()
        let fraction = sampleFraction(sample)
        let pool = try rulePool(sample)
        try monitor.checkStop()
        let join = try BlockJoin(
            rules: pool.map(\.rule), tables: tables, sample: sample, threads: options.threads)
        let rows = try learningHistogram(join, tables: tables, sample: sample)
        let learnt =
            try given.map { TrainingReport(keeping: $0, totalPairs: tables.pairCount * fraction) }
            ?? learn(rows, pool: pool.map(\.rule), sample: sample, totalPairs: tables.pairCount * fraction)
        let chosen = chooseRules(rows, model: learnt.model, costs: join.pairsByRule)
        let kept = options.rules == nil ? chosen.rules : Array(pool.indices)
        return MatchPlan(
            fields: fields, comparisons: comparisons, terms: termScales(learnt.model),
            rules: kept.map { pool[$0].rule }, model: learnt.model,
            samplePairs: kept.map { join.pairsByRule[$0] },
            sampleFraction: fraction, coverage: options.rules == nil ? chosen.covered : nil,
            expectedMatches: learnt.expectedMatches / fraction, warnings: learnt.warnings)
    }

    /// Share of all pairs that lie inside the sample.
    private func sampleFraction(_ sample: (left: [RecordIndex], right: [RecordIndex])) -> Double {
        let l = Double(sample.left.count) / Double(max(tables.left.count, 1))
        let r = Double(sample.right.count) / Double(max(tables.right.count, 1))
        return l * r
    }

    private func sampleRecords() -> (left: [RecordIndex], right: [RecordIndex]) {
        let left = evenly(tables.left.count)
        return (left, tables.isDedupe ? left : evenly(tables.right.count))
    }

    /// About `sampleRecords` of `count` records, drawn by a hash of their number.
    private func evenly(_ count: Int) -> [RecordIndex] {
        guard count > Planner.sampleRecords else { return (0..<count).map { RecordIndex($0) } }
        let limit = UInt64(Double(UInt64.max) * Double(Planner.sampleRecords) / Double(count))
        return (0..<count).lazy.filter { combine(0x73616D, UInt64($0)) < limit }.map { RecordIndex($0) }
    }

    /// The rules to learn from: given ones, or the diverse ones among those the data allow.
    private func rulePool(_ sample: (left: [RecordIndex], right: [RecordIndex])) throws -> [CandidateRule] {
        let names = fields.map(\.name)
        if let given = options.rules {
            return try compileRules(given, fields: fields).map { CandidateRule(rule: $0, samplePairs: 0) }
        }
        let expressions = fields.indices.flatMap { field in
            keyParts(fields[field].kind).map { KeyExpression(field: field, part: $0) }
        }
        // A rule may bring a few pairs for each record of the whole run, and of small sources any number.
        let affordable = max(300_000, 1.5 * Double(tables.recordCount)) * sampleFraction(sample)
        var limit = max(50, min(Planner.learningPairs / 4, Int(affordable)))
        while true {
            let finder = RuleFinder(
                tables: tables, sample: sample, fieldNames: names, threads: options.threads, limit: limit)
            let pool = diverseRules(try finder.find(expressions), fieldCount: fields.count, most: 32)
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

    /// Scores the pairs that the pool brings in the sample.
    private func learningHistogram(
        _ join: BlockJoin, tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])
    ) throws -> [PatternHistogram.Row] {
        let comparisons = comparisons
        let states = try join.emit(threads: options.threads, batchSize: 1024, monitor: monitor) {
            LearningState(comparisons, tables)
        } consume: { state, batch in
            state.scorer.score(
                left: batch.left.map { sample.left[Int($0)] },
                right: batch.right.map { sample.right[Int($0)] })
            for (place, pattern) in state.scorer.patterns.enumerated() {
                state.histogram.add(pattern, rules: batch.rules[place])
            }
        }
        var sum = PatternHistogram()
        for state in states { sum.add(state.histogram) }
        return sum.rows()
    }

    /// Three rounds: u is cleaned of the matches that the last round saw among the random pairs, related
    /// classes are fitted (in a dedupe from the second round on), and the model is trained.
    private func learn(
        _ rows: [PatternHistogram.Row], pool rules: [BlockingRule],
        sample: (left: [RecordIndex], right: [RecordIndex]), totalPairs: Double
    ) throws -> TrainingReport {
        let random = try RandomPairs(tables, limit: Planner.randomPairs)
            .histogram(comparisons, tables: tables, threads: options.threads).rows()
        try monitor.checkStop()
        var inside = try pairsInsideSources(rules, sample: sample)
        var report: TrainingReport?
        for _ in 0..<3 {
            let chance = chanceOfLevels(random, comparisons: comparisons, model: report?.model)
            let shapes = comparisons.indices.map { index in
                ComparisonShape(
                    name: comparisons[index].name, labels: comparisons[index].labels, u: chance[index],
                    blockedBy: blockedBy(index, rules))
            }
            if tables.isDedupe, let model = report?.model {
                inside = (try secondBestPairs(rules, sample: sample, model: model), totalPairs)
            }
            let related = findRelatedPairs(
                inside.rows, u: chance, totalPairs: inside.total, most: 4,
                duplicatesAgreeOn: tables.isDedupe ? 0.5 : 0.75)
            report = train(
                rows: rows, comparisons: shapes, totalPairs: totalPairs,
                startMatches: 0.1 * Double(min(tables.left.count, tables.right.count)) * totalPairs
                    / tables.pairCount,
                related: related)
        }
        return report.unsafelyUnwrapped
    }

    /// Candidate pairs inside each source, which holds each thing about once: what they agree on, they
    /// agree on without being matches. A dedupe has none: see `secondBestPairs`.
    private func pairsInsideSources(
        _ rules: [BlockingRule], sample: (left: [RecordIndex], right: [RecordIndex])
    ) throws -> (rows: [PatternHistogram.Row], total: Double) {
        guard !tables.isDedupe else { return ([], 0) }
        var sum = PatternHistogram()
        var total = 0.0
        for (table, records) in [(tables.left, sample.left), (tables.right, sample.right)] {
            let inside = TablePair(deduping: table)
            let join = try BlockJoin(
                rules: rules, tables: inside, sample: (records, records), threads: options.threads)
            for row in try learningHistogram(join, tables: inside, sample: (records, records)) {
                sum.add(row.pattern, rules: 0, count: row.count)
            }
            total += Double(records.count) * Double(records.count - 1) / 2
        }
        return (sum.rows(), total)
    }

    /// The pairs of a dedupe that are the best of neither of their records by a first model. Where a
    /// thing stands twice its pair is the best of both, so these are pairs that are only alike; where it
    /// stands more often, the rest of its pairs are among them, and show by agreeing on most fields.
    private func secondBestPairs(
        _ rules: [BlockingRule], sample: (left: [RecordIndex], right: [RecordIndex]), model: LinkageModel
    ) throws -> [PatternHistogram.Row] {
        let join = try BlockJoin(rules: rules, tables: tables, sample: sample, threads: options.threads)
        let (comparisons, tables) = (comparisons, tables)
        let states = try join.emit(threads: options.threads, batchSize: 1024, monitor: monitor) {
            RankedPairs(comparisons, tables)
        } consume: { state, batch in
            state.scorer.score(
                left: batch.left.map { sample.left[Int($0)] },
                right: batch.right.map { sample.right[Int($0)] })
            for (place, pattern) in state.scorer.patterns.enumerated() {
                state.pairs.append(
                    (batch.left[place], batch.right[place], pattern, model.weight(ofPattern: pattern)))
            }
        }
        var best = [Double](repeating: -.infinity, count: sample.left.count)
        for pair in states.lazy.flatMap(\.pairs) {
            best[Int(pair.left)] = max(best[Int(pair.left)], pair.weight)
            best[Int(pair.right)] = max(best[Int(pair.right)], pair.weight)
        }
        var histogram = PatternHistogram()
        for pair in states.lazy.flatMap(\.pairs)
        where pair.weight < best[Int(pair.left)] && pair.weight < best[Int(pair.right)] {
            histogram.add(pair.pattern, rules: 0)
        }
        return histogram.rows()
    }

    private func blockedBy(_ comparison: Int, _ rules: [BlockingRule]) -> UInt32 {
        var mask: UInt32 = 0
        for (index, rule) in rules.enumerated() {
            let field = comparisons[comparison].field
            let partner = comparisons[comparison].partner
            if rule.expressions.contains(where: { $0.field == field || $0.field == partner }) {
                mask |= 1 << UInt32(index)
            }
        }
        return mask
    }

    private func chooseRules(
        _ rows: [PatternHistogram.Row], model: LinkageModel, costs: [Int]
    ) -> (rules: [Int], covered: Double) {
        let masses = rows.map { row in
            (
                rules: row.rules,
                mass: Double(row.count) * probability(weight: model.weight(ofPattern: row.pattern))
            )
        }
        let cover = coverMatches(masses, costs: costs, leastGain: 0.0005, pricePerPair: 5e-5)
        if !cover.rules.isEmpty { return cover }
        // Nothing is worth its price, and yet something must be looked at: the rule with most mass.
        let gains = costs.indices.map { rule in
            masses.reduce(0) { $0 + ($1.rules >> UInt32(rule) & 1 == 1 ? $1.mass : 0) }
        }
        let best = costs.indices.max { (gains[$0], -costs[$0]) < (gains[$1], -costs[$1]) } ?? 0
        return ([best], 0)
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

/// One thread's share of the learning pairs.
private final class LearningState {
    var scorer: PairScorer
    var histogram = PatternHistogram()

    init(_ comparisons: [Comparison], _ tables: TablePair) {
        scorer = PairScorer(comparisons, terms: comparisons.map { _ in nil }, tables: tables)
    }
}

/// One thread's share of the pairs of a dedupe, with their weights by a first model.
private final class RankedPairs {
    var scorer: PairScorer
    var pairs: [(left: RecordIndex, right: RecordIndex, pattern: UInt64, weight: Double)] = []

    init(_ comparisons: [Comparison], _ tables: TablePair) {
        scorer = PairScorer(comparisons, terms: comparisons.map { _ in nil }, tables: tables)
    }
}
