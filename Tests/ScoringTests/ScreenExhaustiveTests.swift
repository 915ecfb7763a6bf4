import CKernels
import Records
import Testing

@testable import Scoring

/// All values over an alphabet, of 0 … 4 characters.
private func allValues(_ alphabet: String) -> [[UInt8]] {
    var all = [""]
    var last = all
    for _ in 0..<4 {
        last = last.flatMap { value in alphabet.map { value + String($0) } }
        all += last
    }
    return all.map { Array($0.utf8) }
}

/// Names with short forms, initials, several words, and neighbours of theirs.
private let names: [[UInt8]] = [
    "robert", "bob", "rob", "roberta", "bobby", "bert", "albert", "al", "alexander", "sandy", "alex",
    "william", "bill", "will", "margaret", "peggy", "meg", "elizabeth", "betty", "liz", "b", "r", "a", "w",
    "robert william", "bob bill", "r w", "bob w", "william robert", "rob", "robetr", "bbo", "é", "élodie",
    "bob-", "-", "-bob", "robert.", "r. w", "12", "1", "", "bob é", "anne marie", "annie m", "nan", "mary",
    "john smith", "jack smith", "j smith", "smith john", "smith jack", "smyth jack",
].map { Array($0.utf8) }

/// Where the bound of a level has most to do: texts in which words, bigrams and digits repeat.
private let longer: [[UInt8]] = [
    "the quick brown fox", "quick the brown fox", "fox brown quick the", "the quick brown", "the quick",
    "thequickbrownfox", "the  quick brown fox", "quick quick quick", "quick quick", "abababab", "babababa",
    "aaaaaaaa", "aaaaaaa", "ab", "ba", "aba", "bab", "abcabcabc", "bcabcabca", "cabcabcab", "20791234567",
    "20791234576", "02079123456", "20791234", "1111111", "111111", "11111112", "11111111", "a1b2c3",
    "1a2b3c", "a b c d", "d c b a", "abcd", "dcba", "st mary's road", "st marys road", "road st mary s",
    "martha", "marhta", "dwayne", "duane", "dixon", "dicksonx",
].map { Array($0.utf8) }

/// Dates of all kinds of agreement: unknown parts, days the calendar does not have, and no dates.
private let dates: [[UInt8]] = {
    var dates: [String] = ["00000000", "99999999", "1980020", "198002011", "1980020a", "", "19800000"]
    let days: [String] = [
        "0101", "0131", "0201", "0228", "0229", "0301", "1231", "0102", "0000", "0200", "1302", "1201",
        "0112",
        "1021", "1112",
    ]
    for year in ["1899", "1979", "1980", "1981", "2000", "2100"] { dates += days.map { year + $0 } }
    return dates.map { Array($0.utf8) }
}()

extension TextKernelTests {
    /// What the screen drops does not hold: for all pairs of values, each measure and each cutoff that
    /// makes a difference.
    @Suite struct ScreenExhaustiveTests {
        private static let lists =
            ["abc", "ab ", "a1-", "127", "aé"].map(allValues) + [names, longer, dates]

        @Test(arguments: TextMeasure.allCases)
        func noSimilarityThatIsReachedIsRuledOut(measure: TextMeasure) {
            for values in Self.lists {
                let truth = ScreenedValues(values, .characters).corpus.similarities(measure)
                let cutoffs = Set(truth).union([0, 0.001, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99, 1])
                for signature in SignatureKind.all {
                    let screened = ScreenedValues(values, signature)
                    for cutoff in cutoffs.sorted() {
                        let holds = truth.map { $0 >= cutoff }
                        if !expectNoneLost(screened, .similarity(measure, cutoff), holds) { break }
                    }
                }
            }
        }

        @Test(arguments: [TextMeasure.levenshtein, .osa])
        func noDistanceThatIsKeptIsRuledOut(measure: TextMeasure) {
            for values in Self.lists {
                let truth = ScreenedValues(values, .characters).corpus.distances(measure)
                for signature in SignatureKind.all {
                    let screened = ScreenedValues(values, signature)
                    for most in 0...8 as ClosedRange<UInt32> {
                        let holds = truth.map { $0 <= most }
                        if !expectNoneLost(screened, .distance(measure, most), holds) { break }
                    }
                }
            }
        }

        @Test(arguments: SignatureKind.all)
        func equalValuesAreNeverRuledOut(signature: SignatureKind) {
            for values in Self.lists {
                let holds = values.flatMap { a in values.map { a == $0 } }
                _ = expectNoneLost(ScreenedValues(values, signature), .exact, holds)
            }
        }

        @Test(arguments: SignatureKind.all)
        func noLevelOfDatesThatHoldsIsRuledOut(signature: SignatureKind) {
            var tests: [LevelTest] = [.exact, .dayMonthSwapped]
            tests += (0...8).map { .dateDigits($0) }
            tests += [0, 1, 2, 3, 27, 28, 29, 31, 60, 365, 366, 800, 40_000].map { .days($0) }
            expectNoneLost(dates, signature, tests)
        }

        @Test(arguments: SignatureKind.all)
        func noLevelOfNumbersThatHoldsIsRuledOut(signature: SignatureKind) {
            let numbers = [
                0, 1, -1, 1.005, -1.005, 1.01, 2, -2, 99.99, 100, 101, -99.99, -100, -101, 250.25, 1e9,
                -1e9, 1e-300, -1e-300, .leastNonzeroMagnitude, 1.7e308, -1.7e308, .infinity, -.infinity,
            ]
            var tests: [LevelTest] = [.exact]
            tests += [0, 0.01, 0.011, 1, 2, 200, 1e10, .infinity].map { .absolute($0) }
            tests += [0, 0.001, 0.01, 0.1, 0.5, 1, 1.5, 2].map { .relative($0) }
            expectNoneLost(numbers.map(bytes), signature, tests)
        }

        /// The screen is of use: of pairs for which a level does not hold it drops some by each measure
        /// that it knows a bound of.
        @Test(arguments: [
            (TextMeasure.levenshtein, SignatureKind.characters), (.levenshtein, .digits),
            (.levenshtein, .bigrams), (.osa, .characters), (.osa, .digits), (.osa, .bigrams),
            (.jaro, .characters), (.jaro, .digits), (.jaroWinkler, .characters), (.jaroWinkler, .digits),
            (.qgramDice, .characters), (.qgramDice, .bigrams), (.qgramJaccard, .bigrams),
            (.tokenSort, .characters), (.tokenSort, .bigrams), (.nickname, .characters),
        ])
        func ofUnlikeValuesSomeAreDropped(measure: TextMeasure, signature: SignatureKind) {
            let values = signature == .digits ? allValues("127") : longer + names
            let truth = ScreenedValues(values, signature).corpus.similarities(measure)
            let mayHold = ScreenedValues(values, signature).mayHold(.similarity(measure, 0.8))
            let unlike = truth.indices.filter { truth[$0] < 0.8 }
            let dropped = unlike.count { !mayHold[$0] }
            #expect(dropped * 10 > unlike.count, "\(dropped) of \(unlike.count)")
        }

        private func expectNoneLost(_ values: [[UInt8]], _ signature: SignatureKind, _ tests: [LevelTest]) {
            let screened = ScreenedValues(values, signature)
            let rows = values.indices.map { screened.table[RecordIndex($0)] }
            for test in tests {
                let known = rows.flatMap { l in
                    rows.map { r in
                        l.length(0) > 0 && r.length(0) > 0
                            && Scoring.holds(test, l, r, field: 0, partner: nil)
                    }
                }
                if !expectNoneLost(screened, test, known) { break }
            }
        }

        /// - Parameter holds: whether the level holds, pair by pair.
        /// - Returns: all is well; otherwise the issue is recorded.
        private func expectNoneLost(_ screened: ScreenedValues, _ test: LevelTest, _ holds: [Bool]) -> Bool {
            let mayHold = screened.mayHold(test)
            let values = screened.values
            #expect(mayHold.count == holds.count)
            let lost = holds.indices.filter { place in
                let (l, r) = place.quotientAndRemainder(dividingBy: values.count)
                return holds[place] && !mayHold[place] && !values[l].isEmpty && !values[r].isEmpty
            }
            guard let first = lost.first else { return true }
            let (l, r) = first.quotientAndRemainder(dividingBy: values.count)
            Issue.record(
                """
                \(screened.signature), \(test): \(lost.count) pairs are ruled out, among them \
                \(String(decoding: values[l], as: UTF8.self)) – \(String(decoding: values[r], as: UTF8.self))
                """)
            return false
        }
    }
}
