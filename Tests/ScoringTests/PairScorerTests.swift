import CKernels
import Records
import Scoring
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Fields of the records below.
private enum Field {
    static let name = 0, surname = 1, title = 2, date = 3, amount = 4, latitude = 5, longitude = 6, code = 7
}

private func records(_ count: Int, seed: UInt64) -> [[[UInt8]]] {
    var generator = TextGenerator(seed: seed)
    let names = [
        "robert", "bob", "anna", "ana", "hannah", "smith", "smyth", "jo", "j", "maria luisa", "luisa maria",
        "élodie",
    ]
    let dates = [
        "19800201", "19800102", "19800203", "19810201", "19801302", "19800000", "19800200", "20010911",
        "1980020",
    ]
    let numbers = [0, 1, 1.005, 1.05, -1, 100, 101, 99.99, 1e9]
    let latitudes = [0, 0.01, 51.5, 51.51, -33.9, 89.99, -90]
    let longitudes = [0, 0.01, 51.5, -33.9, 179.99, -179.99, 180]
    func maybe(_ value: [UInt8]) -> [UInt8] { generator.below(7) == 0 ? [] : value }
    return (0..<count).map { _ in
        var title = generator.value(generator.below(40) + 1, exotic: generator.below(4) == 0)
        if generator.below(2) == 0 { title = generator.damaged("the quick brown fox jumps over it") }
        return [
            maybe(Array(names[generator.below(names.count)].utf8)),
            maybe(Array(names[generator.below(names.count)].utf8)), maybe(Array(title.utf8)),
            maybe(Array(dates[generator.below(dates.count)].utf8)),
            maybe(bytes(numbers[generator.below(numbers.count)])),
            maybe(bytes(latitudes[generator.below(latitudes.count)])),
            maybe(bytes(longitudes[generator.below(longitudes.count)])),
            maybe(Array(generator.value(generator.below(6) + 1).utf8)),
        ]
    }
}

private let ladders: [Comparison] = [
    Comparison(
        name: "name", field: Field.name, partner: Field.surname,
        levels: [
            Level(.exact, termWeight: 1), Level(.swapped),
            Level(.similarity(.jaroWinkler, 0.92), termWeight: 0.5),
            Level(.similarity(.jaroWinkler, 0.85), termWeight: 0.5), Level(.similarity(.nickname, 0.9)),
            Level(.similarity(.jaroWinkler, 0.7)), Level(.similarity(.soundex, 1)),
            Level(.similarity(.doubleMetaphone, 1)),
        ]),
    Comparison(
        name: "surname", field: Field.surname, levels: [Level(.similarity(.jaro, 0.8)), Level(.exact)]),
    Comparison(
        name: "title", field: Field.title,
        levels: [
            Level(.exact), Level(.similarity(.tokenSort, 0.95)), Level(.similarity(.tokenSet, 0.9)),
            Level(.similarity(.qgramDice, 0.8)), Level(.similarity(.qgramDice, 0.6)),
            Level(.similarity(.qgramDice, 0.4)),
            Level(.similarity(.qgramJaccard, 0.2)), Level(.similarity(.qgramCosine, 0.2)),
            Level(.similarity(.contains, 1)), Level(.similarity(.prefix, 0.5)),
            Level(.similarity(.levenshtein, 0.1)),
        ]),
    Comparison(
        name: "date", field: Field.date,
        levels: [
            Level(.exact), Level(.dayMonthSwapped), Level(.dateDigits(1)), Level(.days(3)),
            Level(.distance(.osa, 1)),
            Level(.dateDigits(2)), Level(.days(400)),
        ]),
    Comparison(
        name: "amount", field: Field.amount,
        levels: [
            Level(.exact), Level(.absolute(0.01)), Level(.relative(0.01)), Level(.relative(0.1)),
            Level(.absolute(2)),
        ]),
    Comparison(
        name: "place", field: Field.latitude, partner: Field.longitude,
        levels: [Level(.kilometres(0.1)), Level(.kilometres(2)), Level(.kilometres(5000))]),
    Comparison(
        name: "code", field: Field.code,
        levels: [
            Level(.exact), Level(.distance(.levenshtein, 1)), Level(.distance(.levenshtein, 2)),
            Level(.distance(.osa, 3)),
            Level(.similarity(.osa, 0.25)),
        ]),
    Comparison(name: "bare", field: Field.code, levels: []),
]

extension TextKernelTests {
    @Suite struct PairScorerTests {
        @Test func patternsAreThoseOfEachLadderTakenPairByPair() {
            let (lefts, rights) = (records(60, seed: 3), records(50, seed: 4))
            let tables = TablePair(left: table(lefts), right: table(rights))
            var expected: [UInt64] = []
            var (l, r): ([RecordIndex], [RecordIndex]) = ([], [])
            var seen = ladders.map { _ in Set<Int>() }
            for left in lefts.indices {
                for right in rights.indices {
                    l.append(RecordIndex(left))
                    r.append(RecordIndex(right))
                    var pattern = AgreementPattern()
                    for (index, ladder) in ladders.enumerated() {
                        let code = LadderReference(
                            comparison: ladder, left: lefts[left], right: rights[right]
                        ).code
                        pattern[index] = code
                        seen[index].insert(code)
                    }
                    expected.append(pattern.bits)
                }
            }
            // The data must reach nearly all levels, or the comparison below shows little.
            for (index, ladder) in ladders.enumerated() {
                #expect(seen[index].count >= ladder.codes - 2, "\(ladder.name)")
            }
            TextCorpus.atEachLevel { level in
                var scorer = PairScorer(ladders, terms: ladders.map { _ in nil }, tables: tables)
                // The batches' sizes must not show: all at once, one by one, and odd ones.
                for size in [l.count, 1, 7, 1024] {
                    var found: [UInt64] = []
                    for start in stride(from: 0, to: min(l.count, size == 1 ? 300 : l.count), by: size) {
                        let end = min(start + size, l.count)
                        scorer.score(left: Array(l[start..<end]), right: Array(r[start..<end]))
                        found += scorer.patterns
                    }
                    for (place, pattern) in found.enumerated() where pattern != expected[place] {
                        let (x, y) = (
                            AgreementPattern(bits: pattern), AgreementPattern(bits: expected[place])
                        )
                        let names = ladders.indices.filter { x[$0] != y[$0] }.map {
                            "\(ladders[$0].name): \(x[$0]), not \(y[$0])"
                        }
                        Issue.record(
                            "level \(level.rawValue), batches of \(size), pair \(l[place]) – \(r[place]): \(names)"
                        )
                        return
                    }
                }
                #expect(scorer.adjustments.allSatisfy { $0 == 0 })
            }
        }

        @Test func aBatchOfCandidatesIsScoredInItsOrder() {
            let lefts = records(20, seed: 5)
            let tables = TablePair(deduping: table(lefts))
            var batch = CandidateBatch(capacity: 4)
            for (l, r) in [(3, 9), (0, 1), (3, 9), (18, 19)] as [(RecordIndex, RecordIndex)] {
                batch.append(l, r, rules: 1)
            }
            var scorer = PairScorer(ladders, terms: ladders.map { _ in nil }, tables: tables)
            scorer.score(left: batch.left, right: batch.right)
            #expect(scorer.patterns.count == 4 && scorer.patterns[0] == scorer.patterns[2])
            batch.removeAll()
            scorer.score(left: batch.left, right: batch.right)
            #expect(scorer.patterns.isEmpty && scorer.adjustments.isEmpty)
        }

        @Test func adjustmentsAreTheLogarithmOfTheCommonerValue() {
            let ladder = Comparison(
                name: "n", field: 0,
                levels: [
                    Level(.exact, termWeight: 1), Level(.similarity(.jaroWinkler, 0.8), termWeight: 0.5),
                    Level(.similarity(.jaro, 0.1)),
                ])
            let values = ["smith", "smith", "smyth", "brown", "", "snith"].map { [Array($0.utf8)] }
            let counts: [[UInt32]] = [[400], [400], [3], [0], [0], [1]]
            let tables = TablePair(deduping: table(values, terms: counts))
            let (u, records, floor) = (0.01, 10_000, 0.0002)
            var scorer = PairScorer(
                [ladder], terms: [TermScale(u: u, records: records, floor: floor)], tables: tables)
            for l in values.indices {
                for r in values.indices {
                    scorer.score(left: [RecordIndex(l)], right: [RecordIndex(r)])
                    let reference = LadderReference(comparison: ladder, left: values[l], right: values[r])
                    let count = max(Double(max(counts[l][0], counts[r][0])), floor * Double(records), 1)
                    let share = reference.level.map { Double($0.termWeight) } ?? 0
                    let expected = share * (log2(u) - log2(count / Double(records)))
                    #expect(
                        abs(Double(scorer.adjustments[0]) - expected) < 1e-4, "\(values[l]) – \(values[r])")
                }
            }
        }

        /// How rare words are comes from the tables, for the field that is compared.
        @Test func wordsAreWeighedAsTheTablesSay() {
            let ladder = Comparison(
                name: "n", field: 1,
                levels: [Level(.similarity(.tfidf, 0.9)), Level(.similarity(.softTFIDF, 0.9))])
            #expect(ladder.weighedParts == [.words])
            #expect(Comparison(name: "n", field: 1, levels: [Level(.exact)]).weighedParts.isEmpty)
            let texts = ["acme ltd", "acme", "acmes ltd", "ltd", "bolt ltd", "cone ltd", "dune ltd"]
            let tables = TablePair(deduping: table(texts.map { [Array("x".utf8), Array($0.utf8)] }))
            func codes() -> [[Int]] {
                var scorer = PairScorer([ladder], terms: [nil], tables: tables)
                return texts.indices.map { l in
                    scorer.score(
                        left: texts.map { _ in RecordIndex(l) }, right: texts.indices.map { RecordIndex($0) })
                    return scorer.patterns.map { AgreementPattern(bits: $0)[0] }
                }
            }
            func expected(_ words: WeighedWords) -> [[Int]] {
                texts.map { a in
                    texts.map { b in
                        words.similarity(.tfidf, a, b) >= 0.9
                            ? 3 : words.similarity(.softTFIDF, a, b) >= 0.9 ? 2 : 1
                    }
                }
            }
            // Nobody counted: all words are equally rare, and acme ltd is not acme.
            #expect(codes() == expected(WeighedWords()))
            #expect(codes()[0][1] == 1)
            if let rarities = WeighedWords(texts).rarities {
                tables.left.setRarities(1, of: .words, rarities)
            }
            #expect(codes() == expected(WeighedWords(texts)))
            #expect(codes()[0][1] == 3 && codes()[0][2] == 2 && codes()[0][4] == 1)
        }

        @Test func adjustmentsOfSeveralComparisonsAddUp() {
            let one = Comparison(name: "a", field: 0, levels: [Level(.exact, termWeight: 1)])
            let two = Comparison(name: "b", field: 1, levels: [Level(.exact, termWeight: 1)])
            let values = [["x", "y"], ["x", "y"]].map { $0.map { Array($0.utf8) } }
            let tables = TablePair(deduping: table(values, terms: [[2, 8], [2, 8]]))
            let scale = TermScale(u: 0.5, records: 64, floor: 0)
            var scorer = PairScorer([one, two], terms: [scale, scale], tables: tables)
            scorer.score(left: [0], right: [1])
            // log2(0.5 · 64 / 2) + log2(0.5 · 64 / 8)
            #expect(abs(scorer.adjustments[0] - 6) < 1e-5)
            var single = PairScorer([one, two], terms: [nil, scale], tables: tables)
            single.score(left: [0], right: [1])
            #expect(abs(single.adjustments[0] - 2) < 1e-5)
        }

        /// Two values that share their 32-bit hash, found by search, are still different values.
        @Test func equalHashesOfDifferentValuesAreNoAgreement() throws {
            var seen: [UInt32: Int] = [:]
            var found: (Int, Int)?
            for number in 100_000..<999_999 {
                let text = Array("\(number)".utf8)
                let hash = text.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: xxh3($0)) }
                if let other = seen.updateValue(number, forKey: hash) {
                    found = (other, number)
                    break
                }
            }
            let (a, b) = try #require(found)
            let tables = TablePair(deduping: table([[Array("\(a)".utf8)], [Array("\(b)".utf8)]]))
            #expect(tables.left[0].hash(0) == tables.left[1].hash(0))
            var scorer = PairScorer(
                [Comparison(name: "n", field: 0, levels: [Level(.exact)])], terms: [nil], tables: tables)
            scorer.score(left: [0, 0], right: [1, 0])
            #expect(Array(scorer.patterns) == [1, 2])
        }

        @Test func sixteenComparisonsOfFifteenCodesFitAPattern() {
            let levels = (0..<13).map { Level(.distance(.levenshtein, UInt32($0))) }
            let many = (0..<16).map { Comparison(name: "c\($0)", field: $0, levels: levels) }
            let value = Array("aaaaaaaaaaaaaaaaaaaa".utf8)
            let left = (0..<16).map { _ in value }
            let right = (0..<16).map { place in Array(value.dropLast(place)) }
            var scorer = PairScorer(
                many, terms: many.map { _ in nil },
                tables: TablePair(left: table([left]), right: table([right])))
            scorer.score(left: [0], right: [0])
            let pattern = AgreementPattern(bits: scorer.patterns[0])
            for place in 0..<16 { #expect(pattern[place] == (place < 13 ? 14 - place : 1)) }
        }
    }
}
