import CKernels
import Scoring
import Testing

/// Measures by words: instruction sets split, sort and match few words of ASCII in their own way, and
/// leave other values to the general one. These are the shapes at the borders between the two.
extension TextKernelTests {
    @Suite struct TextWordTests {
        static let measures: [TextMeasure] = [.tokenSort, .tokenSet]

        @Test(arguments: measures)
        func allValuesOfUpToThreeWords(measure: TextMeasure) {
            // Words that start with each other, also beyond the eight bytes they are sorted by.
            for words in [["", "a", "ab", "b"], ["", "abcdefgh", "abcdefghi", "abcdefghj"]] {
                var values = [""]
                for _ in 0..<3 { values = values.flatMap { start in words.map { "\(start) \($0)" } } }
                expectReference(values.flatMap { a in values.map { (a, $0) } }, measure)
            }
        }

        @Test(arguments: measures)
        func everyNumberOfWords(measure: TextMeasure) {
            var generator = TextGenerator(seed: 17)
            var strings: [(String, String)] = []
            for a in 0...20 {
                for b in 0...20 where a % 8 < 2 || b % 8 < 2 || a == b {
                    strings.append((sentence(a, longest: 5, &generator), sentence(b, longest: 5, &generator)))
                }
            }
            expectReference(strings, measure)
        }

        @Test(arguments: measures)
        func everyLengthOfAWord(measure: TextMeasure) {
            var generator = TextGenerator(seed: 19)
            var strings: [(String, String)] = []
            for length in 0...40 {
                let long = String(repeating: "x", count: length)
                let (a, b) = (
                    sentence(3, longest: 9, &generator), sentence(4, longest: 9, &generator)
                )
                strings += [(long, long + "y"), ("\(a) \(long) q", "\(long) \(b)"), ("\(long) \(a)", a)]
                // Equal in all but the last byte of the word.
                strings.append(("\(long)a \(a)", "\(a) \(long)b"))
            }
            expectReference(strings, measure)
        }

        @Test(arguments: measures)
        func everyLengthOfAValue(measure: TextMeasure) {
            var generator = TextGenerator(seed: 29)
            var strings: [(String, String)] = []
            for length in [0...8, 60...70, 124...132, 252...260].joined() {
                // Few words and many, and spaces at either end.
                for longest in [2, 9, 30] {
                    let value = sentence(140, longest: longest, &generator)
                    let cut = String(value.prefix(length))
                    strings.append((cut, String(value.dropFirst(3).prefix(length))))
                    strings.append((cut + " ", " " + cut))
                }
            }
            expectReference(strings, measure)
        }

        @Test(arguments: measures)
        func matricesOfFewWordsAndMany(measure: TextMeasure) {
            var generator = TextGenerator(seed: 37)
            let values = (0..<30).map { index in
                let value = sentence(index, longest: 4, &generator)
                return index % 5 == 4 ? value + " é" : value
            }
            let corpus = TextCorpus(values.map { ($0, $0) })
            let expected = values.flatMap { a in
                values.map { TextReference.similarity(measure, a, $0) ?? -1 }
            }
            TextCorpus.atEachLevel { level in
                let found = TextCorpus.matrix(measure, corpus.rows, corpus.columns, cutoff: 0)
                #expect(found == expected, "level \(level.rawValue)")
            }
        }

        /// Words of few letters, so that some repeat, with one space between them, sometimes two.
        private func sentence(_ count: Int, longest: Int, _ generator: inout TextGenerator) -> String {
            (0..<count).map { _ in
                let word = (0...generator.below(longest)).map { _ in "abc".randomLetter(&generator) }
                return String(word) + (generator.below(9) == 0 ? " " : "")
            }.joined(separator: " ")
        }

        private func expectReference(_ strings: [(String, String)], _ measure: TextMeasure) {
            let corpus = TextCorpus(strings)
            let expected = strings.map { TextReference.similarity(measure, $0, $1) ?? -1 }
            TextCorpus.atEachLevel { level in
                let found = corpus.similarities(measure)
                let wrong = expected.indices.first { found[$0] != expected[$0] }
                guard let wrong else { return }
                Issue.record(
                    "\(measure), level \(level.rawValue): \(strings[wrong]) gave \(found[wrong]), not \(expected[wrong])"
                )
            }
        }
    }
}

extension String {
    fileprivate func randomLetter(_ generator: inout TextGenerator) -> Character {
        self[index(startIndex, offsetBy: generator.below(count))]
    }
}
