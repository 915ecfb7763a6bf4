import Records
import Scoring
import Testing

/// Which one of a series a value names.
extension TextKernelTests {
    @Suite struct TextOrdinalTests {
        /// Words of every role, and words that are nearly such.
        private static let words = [
            "1", "2", "02", "00", "0", "10", "99", "100", "002", "1st", "2ND", "3rd", "11th", "99th", "100th",
            "0th",
            "2st", "2t", "2the", "first", "Second", "NINTH", "tenth", "twelfth", "twentieth", "thirtieth",
            "ninetieth", "twenty", "ninety", "hundredth", "one", "two", "nineteen", "i", "I", "ii", "III",
            "iv",
            "v", "V", "vi", "ix", "x", "X", "xi", "xix", "xx", "xxi", "iiii", "vx", "part", "Episode", "war",
            "partial", "terminator", "é", "seventeenthcentury", "a2", "2a", "-2", "1er", "5g",
        ]

        @Test func allPairsOfWordsAreReadAsDefined() {
            var values = Self.words + [""]
            for first in Self.words { values += Self.words.map { "\(first) \($0)" } }
            expectReference(
                values.map { ($0, "part 2 first 21st x") } + values.map { ($0, "i one 5th ninety ninth") })
            expectReference(Self.words.flatMap { a in Self.words.map { (a, $0) } })
        }

        @Test func everyNumberInEverySpelling() {
            for number in 0...120 {
                let values = ["\(number)", "\(number)th", "0\(number)", "no \(number)nd", "\(number)."]
                expectReference(values.flatMap { value in [0, 1, number, 99].map { (value, "\($0)st") } })
            }
        }

        @Test func valuesOfManyWords() {
            var generator = TextGenerator(seed: 71)
            let values = (0..<2000).map { _ in
                (0..<generator.below(9)).map { _ in Self.words[generator.below(Self.words.count)] }
                    .joined(separator: generator.below(9) == 0 ? "  " : " ")
            }
            let pairs = zip(values, values.shuffledBy(&generator)).map { ($0, $1) }
            expectReference(pairs + pairs.map { ($1, $0) })
        }

        @Test func knownValues() {
            func similarity(_ a: String, _ b: String) -> Float {
                TextCorpus([(a, b)]).similarities(.ordinals)[0]
            }
            #expect(similarity("terminator 2", "Terminator II judgment day") == 1)
            #expect(similarity("the 2nd sex", "the second sex") == 1)
            #expect(similarity("21st street", "twenty first street") == 1)
            #expect(similarity("first street", "twenty first street") == 0)
            #expect(similarity("rocky iv", "rocky 5") == 0)
            #expect(similarity("rocky", "rocky 2") == 0)
            #expect(similarity("rocky", "rambo") == 0.5)
            #expect(similarity("world war i", "first world war") == 1)
            #expect(similarity("malcolm x", "i robot") == 0.5)
            #expect(similarity("henry viii part ii", "henry 8 part two") == 1)
            #expect(similarity("henry viii part ii", "henry viii part i") == Float(1.0 / 3))
            #expect(similarity("apollo 13", "blink 182") == 0)
        }

        private func expectReference(_ pairs: [(String, String)]) {
            let found = TextCorpus(pairs).similarities(.ordinals)
            let wrong = pairs.indices.first {
                found[$0] != TextReference.similarity(.ordinals, pairs[$0].0, pairs[$0].1)
            }
            guard let wrong else { return }
            Issue.record("\(pairs[wrong]) gave \(found[wrong]), not what the definition says")
        }
    }
}

extension Array {
    /// In another order.
    fileprivate func shuffledBy(_ generator: inout TextGenerator) -> [Element] {
        var copy = self
        for place in copy.indices.dropFirst() { copy.swapAt(place, generator.below(place + 1)) }
        return copy
    }
}
