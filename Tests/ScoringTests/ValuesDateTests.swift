import Testing

@testable import Scoring

private func date(_ text: String) -> CanonicalDate? {
    Array(text.utf8).withUnsafeBufferPointer { CanonicalDate($0) }
}

private func digits(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: width - text.count) + text
    }
    return padded(year, 4) + padded(month, 2) + padded(day, 2)
}

/// The calendar as it is taught: month lengths in a list, leap years by the rule.
private func lengths(_ year: Int) -> [Int] {
    let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

@Suite struct ValuesDateTests {
    @Test func everyDayFollowsTheOneBefore() throws {
        // Day by day over two eras, from a day whose number is known by definition.
        var expected: Int32 = 0
        for year in 1970...2450 {
            for (month, length) in lengths(year).enumerated() {
                for day in 1...length {
                    let read = try #require(date(digits(year, month + 1, day)))
                    guard read.year == Int32(year), read.month == Int32(month + 1), read.day == Int32(day),
                        read.dayNumber == expected
                    else {
                        Issue.record("\(year)-\(month + 1)-\(day)")
                        return
                    }
                    expected += 1
                }
            }
        }
        // Year by year to both ends.
        var start: Int32 = 0
        for year in stride(from: 1969, through: 1, by: -1) {
            start -= Int32(lengths(year).reduce(0, +))
            #expect(daysFromCivil(year: Int32(year), month: 1, day: 1) == start)
        }
        start = 0
        for year in 1970...9999 {
            #expect(daysFromCivil(year: Int32(year), month: 1, day: 1) == start)
            start += Int32(lengths(year).reduce(0, +))
        }
        #expect(daysFromCivil(year: 9999, month: 12, day: 31) == start - 1)
    }

    @Test func whatTheCalendarHasNotIsNoDay() {
        for year in [1, 1900, 1904, 1908, 2000, 2023, 9999] {
            for month in 0...99 {
                for day in 0...99 {
                    let exists = month >= 1 && month <= 12 && day >= 1 && day <= lengths(year)[month - 1]
                    #expect((date(digits(year, month, day))?.dayNumber != nil) == exists)
                }
            }
        }
        #expect(date("00000101")?.dayNumber == nil)
        #expect(date("19081309")?.dayNumber == nil)
        #expect(date("19000229")?.dayNumber == nil)
        #expect(date("20000229")?.dayNumber != nil)
    }

    @Test func onlyEightDigitsAreADate() {
        for text in ["", "1908", "1908120", "190812099", "1908-12-", "19081 09"] {
            #expect(date(text) == nil)
        }
        // Every byte at every place.
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                var bytes = Array("19991231".utf8)
                bytes[place] = byte
                let read = bytes.withUnsafeBufferPointer { CanonicalDate($0) }
                #expect((read != nil) == (0x30...0x39).contains(byte))
            }
        }
        #expect(CanonicalDate(UnsafeBufferPointer(start: nil, count: 0)) == nil)
    }

    @Test func differencesInDays() throws {
        let cases: [(String, String, Int32?)] = [
            ("20240228", "20240301", 2), ("20230228", "20230301", 1), ("19000228", "19000301", 1),
            ("20000101", "19991231", 1), ("19700101", "19700101", 0), ("19081309", "19081209", nil),
            ("19080000", "19080101", nil), ("19080100", "19080101", nil), ("00010101", "99991231", 3_652_058),
        ]
        for (a, b, days) in cases {
            let (x, y) = (try #require(date(a)), try #require(date(b)))
            #expect(dateDifference(x, y) == days && dateDifference(y, x) == days, "\(a) \(b)")
        }
    }

    /// Every pair from a pool that holds all kinds of agreement, against comparisons of text.
    @Test func agreementsEqualTheirDefinitionsInText() throws {
        var pool = ["19081309", "19080913", "19080000", "19080900", "19081300", "00000000", "99999999"]
        for year in [1978, 1987, 1988, 2001] {
            for month in [0, 1, 3, 10, 12] {
                for day in [0, 1, 3, 10, 12, 21, 31] { pool.append(digits(year, month, day)) }
            }
        }
        for a in pool {
            for b in pool {
                let (x, y) = (try #require(date(a)), try #require(date(b)))
                let (s, t) = (Array(a), Array(b))
                let parts = { (text: [Character]) in
                    [String(text[0..<4]), String(text[4..<6]), String(text[6..<8])]
                }
                let (p, q) = (parts(s), parts(t))
                let differing = zip(s, t).filter { $0 != $1 }.count
                #expect(digitsDiffering(x, y) == differing)

                let known = !(p + q).contains("00")
                let transposed = a != b && p[0] == q[0] && p[1] == q[2] && p[2] == q[1] && known
                #expect(isTransposedDayMonth(x, y) == transposed, "\(a) \(b)")

                let exchanged = (0..<7).contains { place in
                    var other = s
                    other.swapAt(place, place + 1)
                    return other == t && s != t
                }
                #expect(isAdjacentDigitSwap(x, y) == exchanged, "\(a) \(b)")

                let compatible =
                    p[0] == q[0] && (1...2).allSatisfy { p[$0] == q[$0] || p[$0] == "00" || q[$0] == "00" }
                #expect(areCompatible(x, y) == compatible)

                let expected: DateAgreement =
                    a == b
                    ? .equal
                    : transposed
                        ? .dayMonthTransposed
                        : compatible
                            ? .compatible
                            : known && (differing == 1 || exchanged)
                                ? .slipOfDigits
                                : p[0] != q[0]
                                    ? .none : p[1] == q[1] && p[1] != "00" ? .sameYearMonth : .sameYear
                #expect(DateAgreement(x, y) == expected, "\(a) \(b)")
                #expect(DateAgreement(y, x) == expected, "\(a) \(b)")
            }
        }
    }
}
