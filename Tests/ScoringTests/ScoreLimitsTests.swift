import Records
import Scoring
import Testing

extension TextKernelTests {
    /// Dropping pairs early must lose none that reaches the threshold, and change no pattern.
    @Suite struct ScoreLimitsTests {
        private static let comparisons = [
            Comparison(
                name: "name", field: 0,
                levels: [
                    Level(.exact, termWeight: 1), Level(.similarity(.jaroWinkler, 0.9), termWeight: 0.5),
                    Level(.similarity(.jaroWinkler, 0.75)),
                ]),
            Comparison(name: "code", field: 1, levels: [Level(.exact), Level(.distance(.osa, 1))]),
            Comparison(
                name: "title", field: 2, levels: [Level(.exact), Level(.similarity(.qgramDice, 0.5))]),
        ]
        private static let weights: [[Float]] = [
            [0, -3, 1, 4, 7], [0, -4, 2, 9], [0, -2.5, 3, 8],
        ]

        @Test(arguments: [-20, -5, 0, 3.5, 10, 100] as [Float])
        func everyPairThatReachesTheThresholdIsKeptWithItsPattern(review: Float) {
            let tables = TablePair(left: Self.people(90, seed: 11), right: Self.people(80, seed: 12))
            let terms: [TermScale?] = [TermScale(u: 0.05, records: 170, floor: 0.001), nil, nil]
            let prior: Float = -6
            var batch = CandidateBatch(capacity: 0)
            for left in 0..<90 {
                for right in 0..<80 { batch.append(RecordIndex(left), RecordIndex(right), rules: 1) }
            }
            var full = PairScorer(Self.comparisons, terms: terms, tables: tables)
            full.score(left: batch.left, right: batch.right)
            var early = PairScorer(Self.comparisons, terms: terms, tables: tables)
            early.score(
                batch,
                until: ScoreLimits(
                    Self.comparisons, weights: Self.weights, terms: terms, signatures: tables.left.signatures,
                    prior: prior, review: review))

            var places: [Int: Int] = [:]
            for (index, place) in early.kept.enumerated() { places[Int(place)] = index }
            var reached = 0
            for place in 0..<batch.count {
                let pattern = full.patterns[place]
                var weight = prior + full.adjustments[place]
                for (index, levels) in Self.weights.enumerated() {
                    weight += levels[AgreementPattern(bits: pattern)[index]]
                }
                if let index = places[place] {
                    #expect(early.patterns[index] == pattern)
                    #expect(early.adjustments[index] == full.adjustments[place])
                } else {
                    #expect(weight < review + 0.001, "pair \(place) of weight \(weight) was dropped")
                }
                if weight >= review { reached += 1 }
            }
            if review <= 3.5 { #expect(reached > 0) }
            if review == 100 { #expect(early.kept.isEmpty) }
        }

        private static func people(_ count: Int, seed: UInt64) -> Table {
            var generator = TextGenerator(seed: seed)
            let names = ["robert", "roberta", "anna", "hanna", "smith", "smyth", "", "elodie"]
            let titles = ["the quick brown fox", "the quick brown dog", "a lazy dog", "", "jumps over it"]
            let records = (0..<count).map { _ in
                [
                    Array(names[generator.below(names.count)].utf8),
                    Array("\(100 + generator.below(30))".utf8),
                    Array(titles[generator.below(titles.count)].utf8),
                ]
            }
            let terms = records.map { _ in [UInt32(1 + generator.below(20)), 0, 0] }
            return table(records, terms: terms)
        }
    }
}
