import Testing

@testable import Diff

/// When two cells are the same, by examples that a person can judge.
@Suite("Rules of equality")
struct RuleTests {
    private func agree(_ rule: CellRule, _ left: String, _ right: String) -> Bool {
        Array(left.utf8).withUnsafeBufferPointer { left in
            Array(right.utf8).withUnsafeBufferPointer { rule.agree(left, $0) }
        }
    }

    @Test(
        "numbers are the same however they are written",
        arguments: [
            ("1000", "1,000.00"), ("1e3", "1000"), ("-5", "(5)"), ("-5", "5-"), ("+7", "7"), ("0.50", ".5"),
            ("1 234 567", "1234567"), ("$12.30", "12.3"), ("12.30 €", "€12.3"), ("0", "-0.0"),
            ("5%", "5.0 %"),
            ("0.000000000000000000001", "1e-21"), ("12345678901234567890", "12345678901234567890.0"),
        ])
    func equalNumbers(_ one: String, _ other: String) {
        var rule = CellRule()
        rule.numbers = NumberReading()
        #expect(agree(rule, one, other))
        #expect(agree(rule, other, one))
    }

    @Test(
        "other numbers, and what is no number, are not",
        arguments: [
            ("1", "1.0001"), ("12345678901234567890", "12345678901234567891"), ("5", "5%"), ("1,00", "100"),
            ("--5", "5"),
            ("1.2.3", "123"), ("", "0"), ("a1", "a01"), ("1e", "1"), ("5", "-5"), ("10,00,000", "1000000"),
        ])
    func otherNumbers(_ one: String, _ other: String) {
        var rule = CellRule()
        rule.numbers = NumberReading()
        #expect(!agree(rule, one, other))
    }

    @Test("each side has its own decimal mark")
    func decimalComma() {
        var rule = CellRule()
        rule.numbers = NumberReading(leftComma: true, rightComma: false)
        #expect(agree(rule, "1.234,50", "1,234.5"))
        #expect(!agree(rule, "1.234", "1.234"))
    }

    @Test("tolerances and rounding")
    func tolerances() {
        var rule = CellRule()
        rule.numbers = NumberReading()
        rule.absoluteTolerance = 0.1
        #expect(agree(rule, "100.1", "100.2"))
        #expect(!agree(rule, "100.1", "100.201"))
        rule.absoluteTolerance = nil
        rule.relativeTolerance = 0.01
        #expect(agree(rule, "100", "99"))
        #expect(!agree(rule, "100", "98.9"))
        rule.relativeTolerance = nil
        rule.decimals = 1
        #expect(agree(rule, "2.25", "2.34"))
        #expect(!agree(rule, "2.25", "2.2499"))
        #expect(agree(rule, "9.96", "10.04"))
        #expect(agree(rule, "0.04", "-0.04"))
    }

    @Test(
        "dates and moments are the same however they are written",
        arguments: [
            ("2026-11-21", "21.11.2026"), ("20261121", "21 Nov 2026"), ("21/11/26", "November 21, 2026"),
            ("2026-11-21", "2026-11-21 00:00"), ("2026-11-21T14:05:00Z", "2026-11-21 15:05:00+01:00"),
            ("2026-11-21 2:05 PM", "2026-11-21T14:05:00"),
            ("2026-11-21T14:05:09.250", "2026-11-21 14:05:09.25 UTC"),
            ("2024-02-29", "29-Feb-2024"), ("2026-01-01T00:30+01:00", "2025-12-31T23:30Z"),
        ])
    func equalDates(_ one: String, _ other: String) {
        var rule = CellRule()
        rule.dates = DateReading()
        #expect(agree(rule, one, other))
        #expect(agree(rule, other, one))
    }

    @Test(
        "other dates, and what is no date, are not",
        arguments: [
            ("2026-11-21", "2026-11-22"), ("2026-11-21 10:00", "2026-11-21 11:00"),
            ("2026-02-29", "29.02.2026"),
            ("2026-13-01", "13.13.2026"), ("today", "Today"), ("", "1970-01-01"),
            ("2026-11-21T14:05:09.25", "2026-11-21T14:05:09.2500001"),
        ])
    func otherDates(_ one: String, _ other: String) {
        var rule = CellRule()
        rule.dates = DateReading()
        #expect(!agree(rule, one, other))
    }

    @Test("month first, and zones of times that name none")
    func readings() {
        var rule = CellRule()
        rule.dates = DateReading(leftOrder: .monthFirst, rightOrder: .dayFirst, leftZone: 60, rightZone: 0)
        #expect(agree(rule, "03/04/2026", "04/03/2026"))
        #expect(agree(rule, "03/04/2026 13:00", "04/03/2026 12:00"))
        #expect(!agree(rule, "03/04/2026 13:00", "04/03/2026 13:00"))
    }

    @Test("days follow each other through four centuries")
    func days() {
        var expected = -25_567
        var wrong: [String] = []
        for year in 1900..<2300 {
            for month in 1...12 {
                let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
                let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
                for day in 1...length {
                    if daysSince1970(year: year, month: month, day: day) != expected {
                        wrong.append("\(year)-\(month)-\(day)")
                    }
                    expected += 1
                }
                if daysSince1970(year: year, month: month, day: length + 1) != nil {
                    wrong.append("\(year)-\(month)-\(length + 1)")
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("case and blanks")
    func texts() {
        var rule = CellRule()
        rule.ignoresCase = true
        #expect(agree(rule, "STRASSE", "Straße"))
        #expect(!agree(rule, "a b", "a  b"))
        rule.ignoresSpace = true
        #expect(agree(rule, " A\t b", "a b "))
        #expect(agree(rule, "  ", ""))
        #expect(!agree(rule, "ab", "a b"))
    }
}
