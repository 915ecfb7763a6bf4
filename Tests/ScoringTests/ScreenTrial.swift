import CKernels
import Records

@testable import Scoring

/// Ladders, weights and records, and what scoring must give for them: each pair's levels taken one by
/// one, and of dropping early just the pairs that reach the threshold.
struct ScreenTrial {
    var comparisons: [Comparison]
    /// By comparison and code, in quarters: sums of them are exact in any order.
    var weights: [[Float]]
    var terms: [TermScale?]
    var signatures: [SignatureKind]
    var prior: Float
    let tables: TablePair

    /// All pairs of two tables, each with what it weighs.
    struct Compared {
        var left: [RecordIndex] = []
        var right: [RecordIndex] = []
        var patterns: [AgreementPattern] = []
        var adjustments: [Float] = []
        var weights: [Float] = []
    }

    /// Level by level, without bounds, cutoffs or batches that shrink.
    func compared() -> Compared {
        var all = Compared()
        for l in 0..<RecordIndex(tables.left.count) {
            for r in 0..<RecordIndex(tables.right.count) {
                all.left.append(l)
                all.right.append(r)
            }
        }
        let pairs = zip(all.left, all.right).map { (tables.left[$0], tables.right[$1]) }
        all.patterns = pairs.map { _ in AgreementPattern() }
        all.adjustments = pairs.map { _ in 0 }
        for (index, comparison) in comparisons.enumerated() {
            let field = comparison.field
            let open = pairs.indices.filter { pairs[$0].0.length(field) > 0 && pairs[$0].1.length(field) > 0 }
            var codes = [Int](repeating: 1, count: open.count)
            // From the weakest up, so that the strongest that holds is written last.
            for (place, level) in comparison.levels.enumerated().reversed() {
                let holding = whereHolds(level.test, comparison, open.map { pairs[$0] })
                for number in open.indices where holding[number] { codes[number] = comparison.code(place) }
            }
            for (number, place) in open.enumerated() {
                all.patterns[place][index] = codes[number]
                guard codes[number] > 1, let terms = terms[index] else { continue }
                let level = comparison.levels[comparison.codes - 1 - codes[number]]
                let (l, r) = pairs[place]
                all.adjustments[place] +=
                    level.termWeight * terms.adjustment(l.termCount(field), r.termCount(field))
            }
        }
        all.weights = pairs.indices.map { place in
            comparisons.indices.reduce(prior + all.adjustments[place]) {
                $0 + weights[$1][all.patterns[place][$1]]
            }
        }
        return all
    }

    private func whereHolds(_ test: LevelTest, _ comparison: Comparison, _ pairs: [(Row, Row)]) -> [Bool] {
        func texts() -> TextCorpus {
            TextCorpus(pairs.map { (text($0.0, comparison.field), text($0.1, comparison.field)) })
        }
        switch test {
        case .similarity(let measure, let least): return texts().similarities(measure).map { $0 >= least }
        case .distance(let measure, let most): return texts().distances(measure).map { $0 <= most }
        default:
            return pairs.map {
                holds(test, $0.0, $0.1, field: comparison.field, partner: comparison.partner)
            }
        }
    }

    /// The first thing that is wrong with scoring all pairs; nil if nothing is.
    func faultOfAll(_ all: Compared) -> String? {
        var scorer = PairScorer(comparisons, terms: terms, tables: tables)
        scorer.score(left: all.left, right: all.right)
        guard scorer.patterns.count == all.left.count, scorer.adjustments.count == all.left.count else {
            return "results are missing"
        }
        for place in all.left.indices {
            if scorer.patterns[place] != all.patterns[place].bits
                || abs(scorer.adjustments[place] - all.adjustments[place]) > 0.001
            {
                return "in full \(AgreementPattern(bits: scorer.patterns[place])): "
                    + describe(all, place, review: 0)
            }
        }
        return nil
    }

    /// The first thing that is wrong with dropping early; nil if nothing is.
    func fault(_ all: Compared, review: Float, batchSize: Int) -> String? {
        // Adjustments are added up in another order.
        let tolerance: Float = terms.contains { $0 != nil } ? 0.001 : 0
        let limits = ScoreLimits(
            comparisons, weights: weights, terms: terms, signatures: signatures, prior: prior, review: review)
        var scorer = PairScorer(comparisons, terms: terms, tables: tables)
        for start in stride(from: 0, to: all.left.count, by: batchSize) {
            let end = min(start + batchSize, all.left.count)
            var batch = CandidateBatch(capacity: end - start)
            for place in start..<end { batch.append(all.left[place], all.right[place], rules: 1) }
            scorer.score(batch, until: limits)
            guard scorer.patterns.count == scorer.kept.count, scorer.adjustments.count == scorer.kept.count
            else { return "results of unlike length" }
            var next = 0
            for place in start..<end {
                let isKept = next < scorer.kept.count && Int(scorer.kept[next]) == place - start
                let weight = all.weights[place]
                if !isKept && weight >= review + tolerance {
                    return "dropped: " + describe(all, place, review: review)
                }
                guard isKept else { continue }
                if weight < review - tolerance { return "kept: " + describe(all, place, review: review) }
                if scorer.patterns[next] != all.patterns[place].bits
                    || abs(scorer.adjustments[next] - all.adjustments[place]) > tolerance
                {
                    return "kept as \(AgreementPattern(bits: scorer.patterns[next])): "
                        + describe(all, place, review: review)
                }
                next += 1
            }
            if next != scorer.kept.count { return "places out of order" }
        }
        return nil
    }

    private func describe(_ all: Compared, _ place: Int, review: Float) -> String {
        let (l, r) = (tables.left[all.left[place]], tables.right[all.right[place]])
        let fields = comparisons.indices.map { index in
            let field = comparisons[index].field
            let levels = comparisons[index].levels.map { "\($0.test)" }
            return """

                \(readable(l, field)) – \(readable(r, field)) by \(signatures[field]): \
                level \(all.patterns[place][index]) of \(levels), \(weights[index])
                """
        }
        return "weight \(all.weights[place]) of \(review)" + fields.joined()
    }

    private func readable(_ row: Row, _ field: Int) -> String {
        let bytes = Array(row.bytes(field))
        return bytes.contains { $0 < 32 } ? "\(bytes)" : "'\(text(row, field))'"
    }

    private func text(_ row: Row, _ field: Int) -> String {
        String(decoding: row.bytes(field), as: UTF8.self)
    }
}

/// A list of values, and what the screen says of their pairs.
struct ScreenedValues {
    let values: [[UInt8]]
    let table: Table
    let signature: SignatureKind

    init(_ values: [[UInt8]], _ signature: SignatureKind) {
        self.values = values
        self.signature = signature
        table = ScoringTests.table(values.map { [$0] }, signatures: [signature])
    }

    /// Whether the bound of each pair, row by row, says that the level may hold.
    func mayHold(_ test: LevelTest) -> [Bool] {
        let comparison = Comparison(name: "v", field: 0, levels: [Level(test)])
        let bounds = WeightBounds(comparison, weights: [0, -1, 1], terms: nil, signature: signature)
        let heads = HeadColumns()
        var result: [Bool] = []
        let all = values.count * values.count
        for first in stride(from: 0, to: all, by: HeadColumns.most) {
            let count = min(HeadColumns.most, all - first)
            for place in 0..<count {
                let (l, r) = (first + place).quotientAndRemainder(dividingBy: values.count)
                heads.pairs[place] = tieout_row_pair(left: table.rowBases[l], right: table.rowBases[r])
            }
            bounds.bound(heads, count: count, fieldCount: 1)
            for place in 0..<count { result.append(heads.bounds[place] > 0.5) }
        }
        return result
    }

    /// The pairs as texts: those of a value with all others, value by value.
    var corpus: TextCorpus {
        let texts = values.map { String(decoding: $0, as: UTF8.self) }
        return TextCorpus(texts.flatMap { a in texts.map { (a, $0) } })
    }
}

extension SignatureKind {
    /// Every kind.
    static let all: [SignatureKind] = [.characters, .digits, .bigrams, .value]
}
