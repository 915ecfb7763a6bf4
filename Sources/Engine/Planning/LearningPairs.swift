import Blocking
import Linkage
import Records
import Scoring

/// The pairs that a model learns from, as histograms of their patterns.
struct LearningPairs {
    let comparisons: [Comparison]
    /// The rules that bring the pairs.
    let rules: [BlockingRule]
    let words: WordStatistics
    /// Pairs to score of each join, about: a rule that is narrow between the sources may be wide in one.
    let most: Int
    let threads: Int
    let monitor: RunMonitor

    /// Scores the pairs of a join of sampled records.
    func histogram(
        _ join: BlockJoin, tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])
    ) throws -> [PatternHistogram.Row] {
        let histograms = try score(join, tables, sample, into: PatternHistogram()) {
            histogram, pattern, batch, place in
            histogram.add(pattern, rules: batch.rules[place])
        }
        var sum = PatternHistogram()
        for histogram in histograms { sum.add(histogram) }
        return sum.rows()
    }

    /// Scores the pairs of a join of sampled records, whose places in the sample the batches hold.
    ///
    /// - Parameters:
    ///   - empty: what each thread begins with.
    ///   - take: called with each pair: what its thread has, its pattern, its batch and its place in it.
    /// - Returns: what the threads have at the end.
    private func score<Found: Sendable>(
        _ join: BlockJoin, _ tables: TablePair, _ sample: (left: [RecordIndex], right: [RecordIndex]),
        into empty: Found, _ take: @Sendable (inout Found, UInt64, CandidateBatch, Int) -> Void
    ) throws -> [Found] {
        let comparisons = comparisons
        return try join.emit(threads: threads, batchSize: 1024, monitor: monitor) {
            LearningState(PairScorer(comparisons, terms: comparisons.map { _ in nil }, tables: tables), empty)
        } consume: { state, batch in
            state.scorer.score(
                left: batch.left.map { sample.left[Int($0)] },
                right: batch.right.map { sample.right[Int($0)] })
            for (place, pattern) in state.scorer.patterns.enumerated() {
                take(&state.found, pattern, batch, place)
            }
        }.map(\.found)
    }

    /// Candidate pairs inside each source, which holds each thing about once: what they agree on, they
    /// agree on without being matches. A dedupe has none: see `secondBest`.
    func insideSources(
        _ tables: TablePair, _ sample: PlanSample
    ) throws -> (rows: [PatternHistogram.Row], total: Double) {
        guard !tables.isDedupe else { return ([], 0) }
        var sum = PatternHistogram()
        var total = 0.0
        for (table, byContent) in [
            (tables.left, sample.leftByContent), (tables.right, sample.rightByContent),
        ] {
            let inside = TablePair(deduping: table)
            let (records, join) = try affordable(byContent, inside)
            for row in try histogram(join, tables: inside, sample: (records, records)) {
                sum.add(row.pattern, rules: 0, count: row.count)
            }
            total += Double(records.count) * Double(records.count - 1) / 2
        }
        return (sum.rows(), total)
    }

    /// The pairs inside one source: without the widest rules, where all of them bring too many to look at
    /// (what a source is full of tells little), and of fewer records where even the narrowest does.
    private func affordable(
        _ byContent: [RecordIndex], _ inside: TablePair
    ) throws -> (records: [RecordIndex], join: BlockJoin) {
        var count = byContent.count
        var rules = rules
        while true {
            let records = byContent.prefix(count).sorted()
            let join = try BlockJoin(
                rules: rules, tables: inside, sample: (records, records), words: words, threads: threads)
            if join.counts.pairs <= 2 * most { return (records, join) }
            let costs = join.counts.pairsByRule
            let narrowFirst = rules.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
            var pairs = 0
            let kept = narrowFirst.prefix { rule in
                pairs += costs[rule]
                return pairs <= most
            }
            if kept.isEmpty {
                if count <= Planner.leastSample { return (records, join) }
                let share = Double(most) / Double(costs[narrowFirst[0]])
                count = max(Planner.leastSample, Int(Double(count) * share.squareRoot()))
            }
            rules = (kept.isEmpty ? narrowFirst.prefix(1) : kept).sorted().map { rules[$0] }
        }
    }

    /// The pairs of a dedupe that are the best of neither of their records by a first model. Where a
    /// thing stands twice its pair is the best of both, so these are pairs that are only alike; where it
    /// stands more often, the rest of its pairs are among them, and show by agreeing on most fields.
    func secondBest(
        _ join: BlockJoin, tables: TablePair, sample: PlanSample, model: LinkageModel
    ) throws -> [PatternHistogram.Row] {
        let places = (sample.left, sample.right)
        let shares = try score(join, tables, places, into: RankedPairs()) { ranked, pattern, batch, place in
            ranked.add(batch.left[place], batch.right[place], pattern, model)
        }
        var best = [Double](repeating: -.infinity, count: sample.left.count)
        for pair in shares.lazy.flatMap(\.pairs) {
            best[Int(pair.left)] = max(best[Int(pair.left)], pair.weight)
            best[Int(pair.right)] = max(best[Int(pair.right)], pair.weight)
        }
        var histogram = PatternHistogram()
        for pair in shares.lazy.flatMap(\.pairs)
        where pair.weight < best[Int(pair.left)] && pair.weight < best[Int(pair.right)] {
            histogram.add(pair.pattern, rules: 0)
        }
        return histogram.rows()
    }

    /// The rules that look at a field of a comparison, a bit each.
    func blockedBy(_ comparison: Int) -> UInt32 {
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
}

/// One thread's scorer, and what it has found.
private final class LearningState<Found> {
    var scorer: PairScorer
    var found: Found

    init(_ scorer: consuming PairScorer, _ found: Found) {
        self.scorer = scorer
        self.found = found
    }
}

/// One thread's share of the pairs of a dedupe, with their weights by a first model.
private struct RankedPairs: Sendable {
    private(set) var pairs: [(left: RecordIndex, right: RecordIndex, pattern: UInt64, weight: Double)] = []
    /// Worked out once a pattern.
    private var weights: [UInt64: Double] = [:]

    mutating func add(_ left: RecordIndex, _ right: RecordIndex, _ pattern: UInt64, _ model: LinkageModel) {
        let weight = weights[pattern] ?? model.weight(ofPattern: pattern)
        weights[pattern] = weight
        pairs.append((left, right, pattern, weight))
    }
}
