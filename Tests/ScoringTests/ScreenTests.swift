import CKernels
import Records
import Testing

@testable import Scoring

extension TextKernelTests {
    /// Scoring in full, and dropping pairs early, give what each pair's levels taken one by one give, for
    /// any ladders, weights, terms and values.
    @Suite struct ScreenTests {
        @Test(arguments: TextMeasure.allCases)
        func noPairThatReachesTheThresholdIsDropped(measure: TextMeasure) {
            let seed = UInt64(measure.rawValue.utf8.reduce(0) { $0 &* 31 &+ UInt32($1) })
            var generator = ScreenGenerator(seed: seed)
            for signature in SignatureKind.all {
                for number in 0..<8 {
                    let trial = generator.trial([measure], signature, hasTerms: number % 4 == 3, records: 30)
                    if !expectNoFault(trial, &generator, "\(measure), \(signature), trial \(number)") {
                        return
                    }
                }
            }
        }

        @Test(arguments: [1, 2, 3, 4] as [UInt64])
        func norWhenMeasuresAndSignaturesAreMixed(seed: UInt64) {
            var generator = ScreenGenerator(seed: seed)
            for number in 0..<40 {
                let trial = generator.trial(
                    TextMeasure.allCases, nil, hasTerms: number % 2 == 1, records: 28)
                if !expectNoFault(trial, &generator, "trial \(number)") { return }
            }
        }

        /// The signatures that the engine uses, by the kinds of the fields.
        @Test func norWithTheSignaturesOfTheirKinds() {
            var generator = ScreenGenerator(seed: 77)
            let kinds: [FieldKind] = [.name, .name, .text, .phone, .date, .money, .latitude, .longitude]
            for number in 0..<40 {
                var trial = generator.trial(
                    TextMeasure.allCases, .value, hasTerms: number % 2 == 1, records: 1)
                let signatures = kinds.map(\.signature)
                let sides = [generator.records(30), generator.records(30)]
                trial = ScreenTrial(
                    comparisons: trial.comparisons, weights: trial.weights, terms: trial.terms,
                    signatures: signatures, prior: trial.prior,
                    tables: TablePair(
                        left: table(sides[0], signatures: signatures),
                        right: table(sides[1], signatures: signatures)))
                if !expectNoFault(trial, &generator, "trial \(number)") { return }
            }
        }

        /// Thresholds that pairs just reach are the ones that tell: a bound a quarter too low shows.
        private func expectNoFault(
            _ trial: ScreenTrial, _ generator: inout ScreenGenerator, _ name: String
        ) -> Bool {
            let all = trial.compared()
            if let fault = trial.faultOfAll(all) {
                Issue.record("\(name): \(fault)")
                return false
            }
            let sizes = [all.left.count, 1, 255, 256, 257, 700]
            var thresholds = (0..<3).map { _ in generator.one(all.weights) }
            thresholds.append((all.weights.max() ?? 0) - 2)
            for review in thresholds {
                let size = generator.one(sizes)
                if let fault = trial.fault(all, review: review, batchSize: size) {
                    Issue.record("\(name), batches of \(size): \(fault)")
                    return false
                }
            }
            return true
        }

        /// Chunks and batches of every size around a chunk's, the last one short or not.
        @Test func sizesOfBatchesDoNotShow() {
            var generator = ScreenGenerator(seed: 5)
            let trial = generator.trial([.jaroWinkler], .characters, hasTerms: false, records: 26)
            let all = trial.compared()
            let review = all.weights.sorted()[all.weights.count * 9 / 10]
            for size in [1, 2, 3, 7, 254, 255, 256, 257, 511, 512, 513, 753, 754, 10_000] {
                #expect(trial.fault(all, review: review, batchSize: size) == nil, "batches of \(size)")
            }
        }

        /// Beyond 65,535 bytes measures see no more, so what stands there must not count against a pair.
        @Test(arguments: TextMeasure.allCases)
        func whatMeasuresDoNotSeeIsNotHeldAgainstAPair(measure: TextMeasure) {
            let start = [UInt8](repeating: UInt8(ascii: "a"), count: 65_535)
            let tails = [Array("bcdefghijklmnop".utf8), Array("0123456789".utf8) + start.prefix(20_000)]
            let values = tails.map { start + $0 }
            // These see all of a value.
            let seesAll: Set<TextMeasure> = [
                .exact, .contains, .prefix, .qgramDice, .qgramCosine, .qgramJaccard, .wordContainment,
                .tfidf, .softTFIDF, .ngramTFIDF, .numbers, .units, .ordinals, .soundex, .doubleMetaphone,
                .nickname,
            ]
            for signature in SignatureKind.all {
                let screened = ScreenedValues(values, signature)
                let mayHold = screened.mayHold(.similarity(measure, 1))
                #expect(mayHold == [true, true, true, true], "\(signature)")
            }
            guard !seesAll.contains(measure) else { return }
            // And so it is: they are alike, by the measure.
            let corpus = TextCorpus(
                [values.map { String(decoding: $0, as: UTF8.self) }].map { ($0[0], $0[1]) })
            #expect(corpus.similarities(measure) == [1])
        }

        /// The longest values that are bounded still are.
        @Test func valuesOfTheMostBytesAreBounded() {
            let mayHold = [65_535, 65_536].map { longest in
                let values = [longest, 50_000].map { [UInt8](repeating: UInt8(ascii: "a"), count: $0) }
                return ScreenedValues(values, .characters).mayHold(.similarity(.levenshtein, 0.9))
            }
            // A value is like itself; by their lengths the two are told apart only where all of both is seen.
            #expect(mayHold == [[true, false, false, true], [true, true, true, true]])
        }

        @Test func nullsWeighNothing() {
            let values: [[[UInt8]]] = [[[], Array("x".utf8)], [Array("y".utf8), Array("x".utf8)]]
            let ladders = (0..<2).map { Comparison(name: "c", field: $0, levels: [Level(.exact)]) }
            let tables = TablePair(left: table(values), right: table(values))
            // The null is better than two unlike values, worse than equal ones.
            let trial = ScreenTrial(
                comparisons: ladders, weights: [[0, -4, 4], [0, -4, 4]], terms: [nil, nil],
                signatures: tables.left.signatures, prior: 0, tables: tables)
            let all = trial.compared()
            #expect(all.weights == [4, 4, 4, 8])
            for review in [3.75, 4, 4.25, 8, 8.25] as [Float] {
                #expect(trial.fault(all, review: review, batchSize: 4) == nil)
            }
        }

        @Test func withoutComparisonsNothingIsDropped() {
            let tables = TablePair(deduping: table([[[65]], [[66]], [[67]]]))
            var batch = CandidateBatch(capacity: 2)
            batch.append(0, 1, rules: 1)
            batch.append(1, 2, rules: 1)
            var scorer = PairScorer([], terms: [], tables: tables)
            scorer.score(
                batch,
                until: ScoreLimits(
                    [], weights: [], terms: [], signatures: [.characters], prior: 0, review: -1))
            #expect(Array(scorer.kept) == [0, 1] && Array(scorer.patterns) == [0, 0])
        }
    }
}
