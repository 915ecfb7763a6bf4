import Records
import Scoring
import Testing

@Suite struct LevelTestText {
    @Test(arguments: [
        (LevelTest.exact, "exact"), (.swapped, "swapped"), (.dayMonthSwapped, "day and month swapped"),
        (.similarity(.jaroWinkler, 0.92), "jaroWinkler >= 0.92"),
        (.similarity(.qgramDice, 1), "qgramDice >= 1"),
        (.similarity(.contains, 0), "contains >= 0"), (.distance(.osa, 2), "osa distance <= 2"),
        (.distance(.levenshtein, 0), "levenshtein distance <= 0"), (.absolute(0.01), "differs by <= 0.01"),
        (.absolute(250), "differs by <= 250"), (.relative(0.05), "differs by <= 5 %"),
        (.days(3), "within 3 days"),
        (.dateDigits(1), "date digits differing <= 1"), (.kilometres(1.5), "within 1.5 km"),
        (.kilometres(10), "within 10 km"),
    ])
    func readsWhatItWrites(test: LevelTest, text: String) {
        #expect(test.description == text)
        #expect(LevelTest(text) == test)
    }

    @Test func everyMeasureIsReadBack() {
        for measure in TextMeasure.allCases {
            for least in stride(from: 0, through: 100, by: 1) {
                let test = LevelTest.similarity(measure, Float(least) / 100)
                #expect(LevelTest(test.description) == test)
            }
        }
        for tenth in 0...1000 {
            let test = LevelTest.relative(Double(tenth) / 1000)
            guard case .relative(let share) = LevelTest(test.description) else {
                Issue.record("\(test) is not read back")
                continue
            }
            #expect(abs(share - Double(tenth) / 1000) < 1e-9)
        }
    }

    @Test(arguments: [
        "", "Exact", "exactly", "jaroWinkler > 0.9", "jaroWinkler >= 1.1", "jaroWinkler >= -0.1",
        "jarowinkler >= 0.9",
        "nobody >= 0.9", "jaroWinkler >= x", "jaro distance <= 2", "osa distance <= -1",
        "osa distance <= 1.5",
        "differs by <= -1", "differs by <= x %", "within -1 days", "within 3 weeks", "within x km",
        "date digits differing <= 0", "date digits differing <= 9", "day and month", "jaroWinkler >= nan",
        "differs by <= nan", "differs by <= nan %", "within nan km",
    ])
    func refusesWhatNobodyWrote(text: String) { #expect(LevelTest(text) == nil) }

    @Test func codesGoFromNullUp() {
        let comparison = Comparison(
            name: "n", field: 0,
            levels: [Level(.exact), Level(.similarity(.jaro, 0.9)), Level(.similarity(.jaro, 0.8))])
        #expect(comparison.codes == 5)
        #expect((0..<3).map { comparison.code($0) } == [4, 3, 2])
        #expect(comparison.labels == ["null", "else", "jaro >= 0.8", "jaro >= 0.9", "exact"])
    }

    @Test func patternsKeepEachComparisonsCode() {
        var pattern = AgreementPattern()
        for place in 0..<16 { pattern[place] = (place * 7) % 15 }
        pattern[3] = 15
        pattern[3] = 2
        for place in 0..<16 { #expect(pattern[place] == (place == 3 ? 2 : (place * 7) % 15)) }
        #expect(AgreementPattern(bits: 1) < AgreementPattern(bits: 16))
    }
}
