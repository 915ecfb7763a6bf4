import CKernels
import Scoring
import Testing

private let referenced = TextMeasure.allCases.filter { TextReference.similarity($0, "", "") != nil }

/// All strings of up to `length` letters.
private func allStrings(over letters: String, upTo length: Int) -> [String] {
    var all = [""]
    var longest = [""]
    for _ in 0..<length {
        longest = longest.flatMap { start in letters.map { start + String($0) } }
        all += longest
    }
    return all
}

/// Every entry point at every instruction set gives the reference's results.
private func expectReference(_ corpus: TextCorpus, _ measure: TextMeasure, _ note: String) {
    let expected = corpus.strings.map { TextReference.similarity(measure, $0, $1) }
    TextCorpus.atEachLevel { level in
        let found = corpus.similarities(measure)
        for (place, strings) in corpus.strings.enumerated() where found[place] != expected[place] {
            Issue.record(
                "\(measure), level \(level.rawValue), \(note): \(strings) gave \(found[place]), not \(expected[place] ?? -1)"
            )
            return
        }
    }
}

extension TextKernelTests {
    @Suite struct TextMeasureTests {
        @Test(arguments: referenced)
        func agreesWithTheReferenceOnAllShortStrings(measure: TextMeasure) {
            for (letters, length) in [("ab", 5), ("ab ", 3), ("abc", 3), ("a1 ", 3)] {
                let all = allStrings(over: letters, upTo: length)
                let corpus = TextCorpus(all.flatMap { a in all.map { b in (a, b) } })
                expectReference(corpus, measure, "all strings over '\(letters)'")
            }
        }

        @Test(arguments: referenced)
        func agreesWithTheReferenceAtEveryLength(measure: TextMeasure) {
            var generator = TextGenerator(seed: 11)
            var strings: [(String, String)] = []
            for length in 0...130 {
                for exotic in [false, false, true] {
                    let value = generator.value(length, exotic: exotic)
                    strings.append((value, generator.damaged(value)))
                    strings.append((value, generator.value(generator.below(131), exotic: exotic)))
                }
            }
            for length in [190, 255, 256, 257, 300, 511, 512, 513, 700] {
                let value = generator.value(length)
                strings.append((value, generator.damaged(value)))
                strings.append((generator.value(generator.below(300)), value))
            }
            expectReference(TextCorpus(strings), measure, "seed 11")
        }

        @Test(arguments: TextMeasure.allCases)
        func isSymmetricAndOneForEqualValues(measure: TextMeasure) {
            var generator = TextGenerator(seed: 5)
            let strings = (0..<300).map { index in
                (
                    generator.value(1 + index % 70, exotic: index % 5 == 0),
                    generator.value(generator.below(70))
                )
            }
            let forth = TextCorpus(strings).similarities(measure)
            let back = TextCorpus(strings.map { ($1, $0) }).similarities(measure)
            #expect(forth == back)
            #expect(forth.allSatisfy { (0...1).contains($0) })
            let named = strings.map { "2 5kg x1" + $0.0.filter { $0 != " " } }
            #expect(TextCorpus(named.map { ($0, $0) }).similarities(measure).allSatisfy { $0 == 1 })
        }

        @Test(arguments: TextMeasure.allCases)
        func isZeroBelowTheCutoffAndUnchangedAbove(measure: TextMeasure) {
            var generator = TextGenerator(seed: 23)
            let strings = (0..<400).map { index in
                let value = generator.value(index % 90, exotic: index % 11 == 0)
                return (
                    value, index % 3 == 0 ? generator.value(generator.below(90)) : generator.damaged(value)
                )
            }
            let corpus = TextCorpus(strings)
            let all = corpus.similarities(measure)
            // A grid, and values that occur.
            let cutoffs = stride(from: Float(0), through: 1, by: 0.05) + all.prefix(20)
            TextCorpus.atEachLevel { level in
                for cutoff in cutoffs {
                    let expected = all.map { $0 >= cutoff ? $0 : 0 }
                    #expect(
                        corpus.similarities(measure, cutoff: cutoff) == expected, "cutoff \(cutoff), \(level)"
                    )
                }
            }
        }

        @Test(arguments: [TextMeasure.levenshtein, .osa])
        func distancesStopAboveTheCutoff(measure: TextMeasure) {
            var generator = TextGenerator(seed: 31)
            let strings = (0..<400).map { index in
                let value = generator.value(index % 140, exotic: index % 7 == 0)
                return (
                    value, index % 3 == 0 ? generator.value(generator.below(90)) : generator.damaged(value)
                )
            }
            let corpus = TextCorpus(strings)
            let exact = strings.map { a, b in
                let (x, y) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
                return UInt32(measure == .osa ? TextReference.osa(x, y) : TextReference.levenshtein(x, y))
            }
            TextCorpus.atEachLevel { level in
                #expect(corpus.distances(measure) == exact, "level \(level.rawValue)")
                for cutoff in UInt32(0)...20 {
                    let expected = exact.map { $0 <= cutoff ? $0 : cutoff + 1 }
                    #expect(corpus.distances(measure, cutoff: cutoff) == expected, "cutoff \(cutoff)")
                }
            }
        }

        @Test(arguments: TextMeasure.allCases)
        func matricesHoldTheSimilaritiesOfPairs(measure: TextMeasure) {
            var generator = TextGenerator(seed: 41)
            var strings: [(String, String)] = []
            for index in 0..<40 {
                let value = generator.value(index * 2, exotic: index % 9 == 0)
                strings.append(
                    (value, index % 2 == 0 ? generator.damaged(value) : generator.value(generator.below(140)))
                )
            }
            strings.append(("", ""))
            // Texts longer than there are ASCII characters, and the longest that fit.
            for length in [127, 128, 129, 250, 256, 511, 512, 513] {
                strings.append((generator.value(length), generator.value(generator.below(270))))
            }
            strings.append((generator.value(530), generator.value(270)))
            let corpus = TextCorpus(strings)
            let (rows, columns) = (corpus.rows, corpus.columns)
            let all = TextCorpus(strings.flatMap { row in strings.map { (row.0, $0.1) } })
            for cutoff in [Float(0), 0.8] {
                let expected = all.similarities(measure, cutoff: cutoff)
                TextCorpus.atEachLevel { level in
                    #expect(
                        TextCorpus.matrix(measure, rows, columns, cutoff: cutoff) == expected,
                        "level \(level.rawValue)")
                    let first = TextCorpus.matrix(measure, [rows[7]], columns, cutoff: cutoff)
                    #expect(
                        first == Array(expected[7 * columns.count..<8 * columns.count]), "one against many")
                }
            }
        }

        @Test func knownValues() {
            #expect(similarity(.jaro, "martha", "marhta") == Float(17.0 / 18))
            #expect(similarity(.jaroWinkler, "dwayne", "duane") == Float(0.84))
            #expect(similarity(.jaroWinkler, "dixon", "dicksonx") == Float(61.0 / 75))
            #expect(similarity(.levenshtein, "kitten", "sitting") == Float(4.0 / 7))
            #expect(similarity(.osa, "ca", "abc") == 0)
            #expect(similarity(.tokenSort, "fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear") == 1)
            #expect(similarity(.tokenSet, "fuzzy was a bear", "fuzzy fuzzy was a bear") == 1)
            #expect(similarity(.soundex, "john smith", "jon smyth") == 1)
            #expect(similarity(.doubleMetaphone, "schmidt", "smith") == 1)
            #expect(similarity(.soundex, "john smith", "john") == 0.5)
        }

        @Test func whatWordsSay() {
            #expect(similarity(.mongeElkan, "peter christen", "christen peter") == 1)
            // martha – marhta 173/180 by either side, smith – smith 1.
            #expect(similarity(.mongeElkan, "martha smith", "smith marhta") == Float(353.0 / 360))
            #expect(similarity(.mongeElkan, "smith", "smith ltd") == 0.75)
            #expect(similarity(.commonSubstring, "old trafford", "trafford stadium") == Float(8.0 / 12))
            #expect(similarity(.commonSubstring, "éab", "xéay") == Float(2.0 / 3))
            #expect(similarity(.wordContainment, "acme trading", "acme london trading acme") == 1)
            #expect(similarity(.wordContainment, "acme trading", "acme london") == 0.5)
            #expect(similarity(.numbers, "sony pslx350h black", "sony turntable pslx350h") == 1)
            #expect(similarity(.numbers, "canon 4gb 550d", "canon 550d kit") == 0.5)
            #expect(similarity(.numbers, "canon 550d", "canon 500d") == 0)
            #expect(similarity(.numbers, "canon 550d", "canon") == 0)
            #expect(similarity(.numbers, "canon", "nikon") == 0.5)
        }

        @Test func nicknamesAndInitials() {
            #expect(similarity(.nickname, "bob", "robert") == 1)
            #expect(similarity(.nickname, "elizabeth", "liz") == 1)
            #expect(similarity(.nickname, "bob smith", "robert smith") == 1)
            #expect(similarity(.nickname, "r smith", "robert smith") == Float(0.95))
            #expect(similarity(.nickname, "r", "robert") == 0.9)
            #expect(similarity(.nickname, "bob", "rob") == 0)
            #expect(similarity(.nickname, "mary ann", "mary") == 0.5)
            #expect(similarity(.nickname, "й", "йван") == 0.9)
            #expect(similarity(.nickname, "robert", "roberta") == 0)
        }

        private func similarity(_ measure: TextMeasure, _ a: String, _ b: String) -> Float {
            TextCorpus([(a, b)]).similarities(measure)[0]
        }
    }
}
