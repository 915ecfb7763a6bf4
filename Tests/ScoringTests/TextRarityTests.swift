import CKernels
import Records
import Scoring
import Testing

/// Measures that weigh words by how rare they are.
extension TextKernelTests {
    @Suite struct TextRarityTests {
        static let measures: [TextMeasure] = [.tfidf, .softTFIDF, .ngramTFIDF]

        @Test(arguments: [TextMeasure.tfidf, .softTFIDF])
        func allValuesOfUpToThreeWords(measure: TextMeasure) {
            // Near words, some as near to two others, words with digits, and one that repeats.
            let words = ["", "martha", "marhta", "marthas", "b1"]
            var values = [""]
            for _ in 0..<3 { values = values.flatMap { start in words.map { "\(start) \($0)" } } }
            let pairs = values.flatMap { a in values.map { (a, $0) } }
            expectReference(pairs, measure, WeighedWords())
            expectReference(pairs, measure, WeighedWords(["martha b1", "b1 b1", "marthas b1", "b1", "c"]))
        }

        @Test func allTrigramsOfShortValues() {
            for (letters, length) in [("ab", 5), ("a b", 3), ("aé", 4), ("a漢😀", 3)] {
                var values = [""]
                var longest = values
                for _ in 0..<length {
                    longest = longest.flatMap { start in letters.map { start + String($0) } }
                    values += longest
                }
                let pairs = values.flatMap { a in values.map { (a, $0) } }
                expectReference(pairs, .ngramTFIDF, WeighedWords(of: .trigrams))
                let counted = values.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
                expectReference(pairs, .ngramTFIDF, WeighedWords(counted, of: .trigrams))
            }
        }

        @Test(arguments: measures)
        func manyWordsOfManyRarities(measure: TextMeasure) {
            var generator = TextGenerator(seed: 43)
            let column = (0..<400).map { _ in sentence(generator.below(12), &generator) }
            var pairs = column.indices.map { (column[$0], column[generator.below(column.count)]) }
            pairs += column.map { ($0, generator.damaged($0)) }
            // Longer than the sort of few words, and values that hold a word of every kind of length.
            pairs += (0..<40).map { _ in (sentence(70, &generator), sentence(90, &generator)) }
            pairs += (0..<40).map { ("\(column[$0]) éa漢 \(column[$0])", "éa漢b \(column[$0])") }
            expectReference(pairs, measure, WeighedWords(column, of: measure.parts))
        }

        @Test(arguments: measures)
        func isSymmetricAndOneForEqualWords(measure: TextMeasure) {
            var generator = TextGenerator(seed: 47)
            let column = (0..<300).map { _ in sentence(1 + generator.below(9), &generator) }
            let rarities = WeighedWords(column, of: measure.parts).rarities
            let pairs = column.map { ($0, column[generator.below(column.count)]) }
            let forth = TextCorpus(pairs).similarities(measure, rarities: rarities)
            #expect(forth == TextCorpus(pairs.map { ($1, $0) }).similarities(measure, rarities: rarities))
            #expect(forth.allSatisfy { (0...1).contains($0) })
            let turned = column.map {
                // Trigrams know the order of words.
                (
                    $0,
                    measure == .ngramTFIDF ? $0 : $0.split(separator: " ").reversed().joined(separator: "  ")
                )
            }
            #expect(
                TextCorpus(turned).similarities(measure, rarities: rarities).allSatisfy { $0 == 1 })
        }

        @Test(arguments: measures)
        func isZeroBelowTheCutoffAndUnchangedAbove(measure: TextMeasure) {
            var generator = TextGenerator(seed: 53)
            let column = (0..<300).map { _ in sentence(generator.below(7), &generator) }
            let rarities = WeighedWords(column, of: measure.parts).rarities
            let corpus = TextCorpus(
                column.map { ($0, column[generator.below(column.count)]) }
                    + column.map { ($0, generator.damaged($0)) })
            let all = corpus.similarities(measure, rarities: rarities)
            for cutoff in stride(from: Float(0.05), through: 1, by: 0.05) + all.prefix(40) {
                let expected = all.map { $0 >= cutoff ? $0 : 0 }
                #expect(corpus.similarities(measure, cutoff: cutoff, rarities: rarities) == expected)
            }
        }

        @Test func rareWordsSayMore() {
            let rarities = WeighedWords(["acme ltd", "bolt ltd", "cone ltd", "dune ltd"]).rarities
            func similarity(_ measure: TextMeasure, _ a: String, _ b: String) -> Float {
                TextCorpus([(a, b)]).similarities(measure, rarities: rarities)[0]
            }
            // Of five values and one, ltd stands in four: log2(5/4); a name in one: log2(5).
            let (ltd, name) = (0.3219280948873623, 2.321928094887362)
            let square = ltd * ltd + name * name
            #expect(abs(Double(similarity(.tfidf, "acme ltd", "bolt ltd")) - ltd * ltd / square) < 1e-6)
            #expect(
                abs(Double(similarity(.tfidf, "acme ltd", "acme")) - name / square.squareRoot()) < 1e-6)
            #expect(similarity(.tfidf, "acme", "acmee") == 0)
            // acme – acmee: (1 + 4/5 + 1) / 3, and four tenths of what is missing.
            #expect(abs(similarity(.softTFIDF, "acme", "acmee") - 0.96) < 1e-6)
            #expect(similarity(.softTFIDF, "acme1", "acme2") == 0)
        }

        @Test func rareTrigramsSayMore() {
            let rarities = WeighedWords(["abc", "abcd", "xabc"], of: .trigrams).rarities
            func similarity(_ a: String, _ b: String) -> Double {
                Double(TextCorpus([(a, b)]).similarities(.ngramTFIDF, rarities: rarities)[0])
            }
            // Of three values and one, abc stands in three, log2(4/3), and bcd in one, log2(4).
            let (abc, bcd) = (0.4150374992788438, 2.0)
            let norm = (abc * abc + bcd * bcd).squareRoot()
            #expect(abs(similarity("abc", "abcd") - abc / norm) < 1e-6)
            #expect(abs(similarity("bcd", "abcd") - bcd / norm) < 1e-6)
            // One run each, standing there twice and once.
            #expect(similarity("aaaa", "aaa") == 1)
            #expect(similarity("abc", "abd") == 0)
            #expect(similarity("ab", "abc") == 0 && similarity("ab", "ab") == 1)
            #expect(similarity("", "") == 1 && similarity("", "abc") == 0)
        }

        private func sentence(_ count: Int, _ generator: inout TextGenerator) -> String {
            let kinds = [
                "martha", "marhta", "marthas", "jones", "johnson", "jhonson", "johnsen", "x350", "x351", "a",
                "b",
            ]
            return (0..<count).map { _ in
                let kind = generator.below(kinds.count + 3)
                return kind < kinds.count ? kinds[kind] : generator.value(1 + generator.below(9))
            }.joined(separator: " ")
        }

        private func expectReference(
            _ pairs: [(String, String)], _ measure: TextMeasure, _ counted: WeighedWords
        ) {
            let found = TextCorpus(pairs).similarities(measure, rarities: counted.rarities)
            let wrong = pairs.indices.first {
                abs(Double(found[$0]) - counted.similarity(measure, pairs[$0].0, pairs[$0].1)) > 1e-6
            }
            guard let wrong else { return }
            let expected = counted.similarity(measure, pairs[wrong].0, pairs[wrong].1)
            Issue.record("\(measure): \(pairs[wrong]) gave \(found[wrong]), not \(expected)")
        }
    }
}

extension TextMeasure {
    /// What it weighs.
    fileprivate var parts: WeighedParts { weighedParts ?? .words }
}
