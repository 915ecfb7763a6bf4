import TestSupport
import Testing

@testable import Profile

@Suite("A value")
struct ValueTests {
    private func pattern(_ text: String) -> (text: String, characters: Int) {
        withBytes(text) { bytes in
            var pattern = CharacterPattern()
            pattern.read(bytes)
            return (CharacterPattern.text(pattern.runs, pattern.widths.map { $0...$0 }), pattern.characters)
        }
    }

    @Test("has a pattern")
    func patterns() {
        let expected = [
            ("AB-1203", "AA-9999", 7), ("Ada Byron", "Aaa Aaaaa", 9), ("a\tb", "a a", 3), ("", "", 0),
            ("Évariste", "Aaaaaaaa", 8), ("Göteborg", "Aaaaaaaa", 8), ("3×4", "9a9", 3), ("東京", "aa", 2),
            ("...", "...", 3), ("😀!", "a!", 2), ("1234567890123", "9{13}", 13),
        ]
        for (value, text, characters) in expected {
            #expect(pattern(value) == (text, characters), "\(value)")
        }
    }

    @Test("of many runs has a pattern that is cut")
    func longPattern() {
        let value = String(repeating: "a1", count: 40)
        let found = pattern(value)
        #expect(found.text == String(repeating: "a9", count: CharacterPattern.mostRuns / 2) + "…")
        #expect(found.characters == 80)
    }

    @Test("has as many characters as Swift counts scalars")
    func characters() {
        var random = Seeded(1)
        let pieces = ["a", "Z", "7", " ", "é", "À", "×", "ß", "€", "漢", "😀", "-", "\u{301}"]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            #expect(pattern(text).characters == text.unicodeScalars.count, "\(text)")
        }
    }

    @Test("is a number or none")
    func numbers() {
        let numbers: [(String, Double, Bool)] = [
            ("0", 0, true), ("-12", -12, true), ("+7", 7, true), ("3.25", 3.25, false), ("3,25", 3.25, false),
            ("1e3", 1000, false), ("-2.5E-2", -0.025, false), (".5", 0.5, false),
            ("12345678901234567890", 12_345_678_901_234_567_168, true),
            ("0.1234567890123456", 0.1234567890123456, false),
        ]
        for (text, value, isInteger) in numbers {
            let found = withBytes(text) { ReadNumber($0) }
            #expect(found?.value == value, "\(text)")
            #expect(found?.isInteger == isInteger, "\(text)")
        }
        for text in [
            "", "-", "+", ".", "5.", "1,2,3", "1.2.3", "12a", "1e", "0x10", "1e999", "1 000", "--1", "٣",
        ] {
            #expect(withBytes(text) { ReadNumber($0)?.value } == nil, "\(text)")
        }
    }

    @Test("is a date or none")
    func dates() {
        func moments(_ text: String) -> [Int?]? {
            withBytes(text) { ReadDate($0) }.map { date in DateOrder.allCases.map { date.moment($0) } }
        }
        #expect(moments("2024-02-29") == [20_240_229_00000, nil, nil])
        #expect(moments("2023-02-29") == nil)
        #expect(moments("1900-02-29") == nil)
        #expect(moments("2000/2/29") == [20_000_229_00000, nil, nil])
        #expect(moments("3.4.2001") == [nil, 20_010_403_00000, 20_010_304_00000])
        #expect(moments("13/04/2001") == [nil, 20_010_413_00000, nil])
        #expect(moments("04/13/2001") == [nil, nil, 20_010_413_00000])
        #expect(moments("2001-01-01T00:00:01Z") == [20_010_101_00001, nil, nil])
        #expect(moments("2001-01-01 23:59:59.123+02:00") == [20_010_101_86399, nil, nil])
        for text in [
            "2001-01", "2001-13-01", "2001-01-01x", "2001-01-01 25:00", "2001-01.01", "1-2-3", "20010101",
        ] {
            #expect(moments(text) == nil, "\(text)")
        }
    }
}
