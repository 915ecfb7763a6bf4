import Blocking
import Linkage
import Records
import Scoring

/// The candidate pairs that may be links, and the agreement patterns they show.
struct ScoredEdges {
    /// Edges at or above the review threshold, by left and then right record.
    var edges: [Edge]
    /// Agreement patterns; `Edge.pattern` points into it.
    var patterns: [UInt64]
    /// Candidate pairs in all.
    var candidates: Int
    /// Pairs emitted first by each rule, and pairs that only this rule brought.
    var firstPairs: [Int]
    var onlyPairs: [Int]
    /// Records that had any candidate.
    var leftSeen: RecordSet
    var rightSeen: RecordSet
}

/// Scores every candidate pair and keeps those that reach the review threshold.
///
/// - Parameter review: match weight from which a pair is kept.
/// - Complexity: O(candidates); holds only the pairs that are kept.
func scoreCandidates(
    _ join: BlockJoin, plan: MatchPlan, tables: TablePair, review: Double, threads: Int, monitor: RunMonitor
) throws -> ScoredEdges {
    let weights = PatternWeights(plan.model)
    let limits = ScoreLimits(
        plan.comparisons,
        weights: plan.model.comparisons.map { c in c.labels.indices.map { Float(c.weight($0)) } },
        terms: plan.terms, signatures: tables.left.signatures, prior: Float(plan.model.priorWeight),
        review: Float(review) - 0.01)
    let states = try join.emit(threads: threads, monitor: monitor) {
        ScoringState(plan, tables: tables, rules: join.rules.rules.count)
    } consume: { state, batch in
        state.share.take(batch, weights: weights, limits: limits, review: Float(review))
        monitor.pairsScored.add(batch.count, ordering: .relaxed)
    }
    return merge(states, rules: join.rules.rules.count, tables: tables)
}

/// Weights of levels, flat: 16 codes a comparison.
struct PatternWeights: Sendable {
    private let byLevel: [Float]
    private let comparisons: Int
    private let prior: Float
    private let model: LinkageModel

    init(_ model: LinkageModel) {
        self.model = model
        comparisons = model.comparisons.count
        prior = Float(model.priorWeight)
        byLevel = model.comparisons.flatMap { comparison in
            (0..<16).map { $0 < comparison.labels.count ? Float(comparison.weight($0)) : 0 }
        }
    }

    /// Related pairs count for something.
    var hasRelated: Bool { !model.related.isEmpty }

    /// Odds against a match that related pairs bring to a pattern.
    func relatedOdds(_ pattern: UInt64) -> Double { model.relatedOdds(ofPattern: pattern) }

    /// Prior plus level weights of a pattern, in bits: the weight against random pairs.
    @inline(__always)
    func weight(_ pattern: UInt64) -> Float {
        var sum = prior
        byLevel.withUnsafeBufferPointer { byLevel in
            for index in 0..<comparisons {
                sum += byLevel[index &* 16 &+ AgreementPattern(bits: pattern)[index]]
            }
        }
        return sum
    }
}

/// The odds of related pairs by pattern: a few thousand patterns stand for millions of pairs. A pattern
/// that meets another in its place takes it.
private struct RelatedOdds {
    private var patterns = [UInt64](repeating: .max, count: 4096)
    private var odds = [Double](repeating: 0, count: 4096)

    /// The weight against random pairs, lowered by what related pairs bring to the pattern.
    mutating func lower(_ weight: Float, _ pattern: UInt64, _ weights: PatternWeights) -> Float {
        guard weights.hasRelated else { return weight }
        let place = Int(truncatingIfNeeded: (pattern &* 0x9E37_79B9_7F4A_7C15) >> 52)
        if patterns[place] != pattern {
            patterns[place] = pattern
            odds[place] = weights.relatedOdds(pattern)
        }
        return Float(withRelated(Double(weight), odds: odds[place]))
    }
}

/// Where one thread's share is between batches.
private final class ScoringState {
    var share: ScoringShare

    init(_ plan: MatchPlan, tables: TablePair, rules: Int) {
        share = ScoringShare(plan, tables: tables, rules: rules)
    }
}

/// One thread's share.
private struct ScoringShare: ~Copyable {
    var scorer: PairScorer
    var relatedOdds = RelatedOdds()
    var edges: [Edge] = []
    var patterns = PatternNumbers()
    var candidates = 0
    var firstPairs: [Int]
    var onlyPairs: [Int]
    var leftSeen: RecordSet
    var rightSeen: RecordSet

    init(_ plan: MatchPlan, tables: TablePair, rules: Int) {
        leftSeen = RecordSet(count: tables.left.count)
        rightSeen = RecordSet(count: tables.right.count)
        scorer = PairScorer(plan.comparisons, terms: plan.terms, tables: tables)
        firstPairs = Array(repeating: 0, count: rules)
        onlyPairs = firstPairs
    }

    mutating func take(
        _ batch: CandidateBatch, weights: PatternWeights, limits: ScoreLimits, review: Float
    ) {
        candidates += batch.count
        firstPairs.withUnsafeMutableBufferPointer { first in
            onlyPairs.withUnsafeMutableBufferPointer { only in
                for mask in batch.rules {
                    first[mask.trailingZeroBitCount] += 1
                    only[mask.trailingZeroBitCount] += mask & (mask - 1) == 0 ? 1 : 0
                }
            }
        }
        leftSeen.insert(batch.left)
        rightSeen.insert(batch.right)
        scorer.score(batch, until: limits)
        for (index, kept) in scorer.kept.enumerated() {
            let pattern = scorer.patterns[index]
            var weight = weights.weight(pattern) + scorer.adjustments[index]
            guard weight >= review else { continue }
            weight = relatedOdds.lower(weight, pattern, weights)
            guard weight >= review else { continue }
            let place = Int(kept)
            edges.append(
                Edge(
                    left: batch.left[place], right: batch.right[place], weight: weight,
                    pattern: patterns.number(pattern), rule: UInt16(batch.rules[place].trailingZeroBitCount)))
        }
    }

    mutating func renumberPatterns(_ numbers: [UInt32]) {
        edges.withUnsafeMutableBufferPointer { edges in
            for place in edges.indices { edges[place].pattern = numbers[Int(edges[place].pattern)] }
        }
    }
}

/// Joins the threads' shares: edges in order, patterns numbered by value. A thread gets its batches by left and
/// then right record.
private func merge(_ states: [ScoringState], rules: Int, tables: TablePair) -> ScoredEdges {
    var distinct: [UInt64: UInt32] = [:]
    for state in states { for pattern in state.share.patterns.values { distinct[pattern] = 0 } }
    let patterns = distinct.keys.sorted()
    for (number, pattern) in patterns.enumerated() { distinct[pattern] = UInt32(number) }
    var result = ScoredEdges(
        edges: [], patterns: patterns, candidates: 0, firstPairs: Array(repeating: 0, count: rules),
        onlyPairs: Array(repeating: 0, count: rules), leftSeen: RecordSet(count: tables.left.count),
        rightSeen: RecordSet(count: tables.right.count))
    for state in states {
        let numbers = state.share.patterns.values.map { distinct[$0] ?? 0 }
        state.share.renumberPatterns(numbers)
        result.candidates += state.share.candidates
        result.leftSeen.formUnion(state.share.leftSeen)
        result.rightSeen.formUnion(state.share.rightSeen)
        for rule in 0..<rules {
            result.firstPairs[rule] += state.share.firstPairs[rule]
            result.onlyPairs[rule] += state.share.onlyPairs[rule]
        }
    }
    result.edges = merged(states.map { $0.share.edges })
    return result
}

/// All edges by left and then right record, from lists that are in that order.
private func merged(_ lists: [[Edge]]) -> [Edge] {
    var lists = lists.filter { !$0.isEmpty }
    // In pairs, so that of many lists an edge is moved but a few times.
    while lists.count > 1 {
        lists = stride(from: 0, to: lists.count, by: 2).map { place in
            place + 1 < lists.count ? merged(lists[place], lists[place + 1]) : lists[place]
        }
    }
    return lists.first ?? []
}

private func merged(_ one: [Edge], _ other: [Edge]) -> [Edge] {
    [Edge](unsafeUninitializedCapacity: one.count + other.count) { merged, count in
        count = one.count + other.count
        var (next, nextOther) = (0, 0)
        for place in 0..<count {
            let takesOne =
                nextOther == other.count
                || next < one.count && order(one[next]) < order(other[nextOther])
            merged.initializeElement(at: place, to: takesOne ? one[next] : other[nextOther])
            if takesOne { next += 1 } else { nextOther += 1 }
        }
    }
}

@inline(__always)
private func order(_ edge: Edge) -> UInt64 { UInt64(edge.left) << 32 | UInt64(edge.right) }

/// The patterns that occur among kept pairs, numbered as they come.
private struct PatternNumbers {
    private(set) var values: [UInt64] = []
    private var slots = [(pattern: UInt64, number: UInt32)](repeating: (.max, 0), count: 4096)
    private var known: [UInt64: UInt32] = [:]

    /// The number of a pattern, the same every time. Most calls are for the same few.
    mutating func number(_ pattern: UInt64) -> UInt32 {
        let slot = Int(truncatingIfNeeded: (pattern &* 0x9E37_79B9_7F4A_7C15) >> 52)
        if slots[slot].pattern == pattern { return slots[slot].number }
        let number = known[pattern] ?? UInt32(values.count)
        if Int(number) == values.count {
            known[pattern] = number
            values.append(pattern)
        }
        slots[slot] = (pattern, number)
        return number
    }
}
