import Records
import Resolve

/// Pairs of two strategies that one found and the other did not, that are shown at most.
private let mostExamples = 100

extension StrategyReport {
    /// What two strategies have in common, and what only one of them found.
    mutating func compare(_ a: StrategyOutcome, _ b: StrategyOutcome, truth: TruePairs?) {
        let both = a.found.countInCommon(b.found)
        let (inA, inB) = (a.found.count, b.found.count)
        let all = inA + inB - both
        var trueOnly: (a: Int, b: Int)?
        if let truth {
            trueOnly = truth.pairs.reduce((0, 0)) { sum, pair in
                switch (a.found.contains(pair), b.found.contains(pair)) {
                case (true, false): (sum.0 + 1, sum.1)
                case (false, true): (sum.0, sum.1 + 1)
                default: sum
                }
            }
        }
        agreement.append(
            Agreement(
                strategy: a.strategy.name, other: b.strategy.name, both: both, onlyStrategy: inA - both,
                onlyOther: inB - both, trueOnlyStrategy: trueOnly?.a, trueOnlyOther: trueOnly?.b,
                jaccard: all == 0 ? 1 : Double(both) / Double(all)))
        disagreements += examples(of: a, without: b, truth: truth) + examples(of: b, without: a, truth: truth)
    }

    /// The heaviest matches of one strategy that another did not find.
    private func examples(of a: StrategyOutcome, without b: StrategyOutcome, truth: TruePairs?)
        -> [Disagreement]
    {
        let only = a.matches.map(\.edge).filter { !b.found.contains($0.pair) }
        let heaviest = only.sorted { ($1.weight, $0.pair) < ($0.weight, $1.pair) }.prefix(mostExamples)
        return heaviest.map { edge in
            Disagreement(
                strategy: a.strategy.name, other: b.strategy.name, left: text(a.tables.left.id(edge.left)),
                right: text(a.tables.right.id(edge.right)), weight: rounded(Double(edge.weight)),
                probability: matchProbability(weight: edge.weight), isTrue: truth?.contains(edge.pair),
                values: a.options.noValues ? nil : values(of: edge.pair, a))
        }
    }

    private func values(of pair: RecordPair, _ outcome: StrategyOutcome) -> [Value] {
        outcome.weighed.plan.fields.enumerated().map { index, field in
            Value(
                field: field.name, left: readable(outcome.tables.left[pair.left], index, field.kind),
                right: readable(outcome.tables.right[pair.right], index, field.kind))
        }
    }

    private func text(_ id: [UInt8]) -> String { String(decoding: id, as: UTF8.self) }
}

/// Six decimals, so that a Float reads as it was meant.
func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
