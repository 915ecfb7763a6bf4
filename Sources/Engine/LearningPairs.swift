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
    let threads: Int
    let monitor: RunMonitor

    /// Scores the pairs of a join of sampled records.
    func histogram(
        _ join: BlockJoin, tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])
    ) throws -> [PatternHistogram.Row] {
        let comparisons = comparisons
        let states = try join.emit(threads: threads, batchSize: 1024, monitor: monitor) {
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

    /// Candidate pairs inside each source, which holds each thing about once: what they agree on, they
    /// agree on without being matches. A dedupe has none: see `secondBest`.
    func insideSources(
        _ tables: TablePair, _ sample: PlanSample
    ) throws -> (rows: [PatternHistogram.Row], total: Double) {
        guard !tables.isDedupe else { return ([], 0) }
        var sum = PatternHistogram()
        var total = 0.0
        for (table, records) in [(tables.left, sample.left), (tables.right, sample.right)] {
            let inside = TablePair(deduping: table)
            let join = try BlockJoin(
                rules: rules, tables: inside, sample: (records, records), words: words, threads: threads)
            for row in try histogram(join, tables: inside, sample: (records, records)) {
                sum.add(row.pattern, rules: 0, count: row.count)
            }
            total += Double(records.count) * Double(records.count - 1) / 2
        }
        return (sum.rows(), total)
    }

    /// The pairs of a dedupe that are the best of neither of their records by a first model. Where a
    /// thing stands twice its pair is the best of both, so these are pairs that are only alike; where it
    /// stands more often, the rest of its pairs are among them, and show by agreeing on most fields.
    func secondBest(
        _ join: BlockJoin, tables: TablePair, sample: PlanSample, model: LinkageModel
    ) throws -> [PatternHistogram.Row] {
        let comparisons = comparisons
        let states = try join.emit(threads: threads, batchSize: 1024, monitor: monitor) {
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
