import Records
import Testing

@testable import Normalise

@Suite("Numbers")
struct NumberTests {
    @Test(
        "either decimal mark",
        arguments: [
            ("1234.5", 1234.5, 1234.5), ("1,234.5", 1234.5, 1234.5), ("1.234,5", 1234.5, 1234.5),
            ("1234,5", 1234.5, 1234.5),
            ("1,234", 1234, 1.234), ("1.234", 1.234, 1234), ("1,234,567", 1_234_567, 1_234_567),
            ("0.125", 0.125, 0.125),
            ("1 234,50", 1234.5, 1234.5), ("1'234.50", 1234.5, 1234.5), ("12345.678", 12345.678, 12345.678),
            (".5", 0.5, 0.5), ("5.", 5, 5), ("1995,", 1995, 1995),
            ("1.234.567,89", 1_234_567.89, 1_234_567.89),
            ("12,34,567.5", 1_234_567.5, 1_234_567.5),
        ])
    func marks(value: String, point: Double, comma: Double) {
        #expect(number(value) == point)
        #expect(number(value, .number, ValueFormat(decimalComma: true)) == comma)
    }

    @Test(
        "signs, currencies, units",
        arguments: [
            ("-5", -5.0), ("(1,250.00)", -1250), ("99-", -99), ("−7", -7), ("$49.00", 49),
            ("€ 1.200,50", 1200.5),
            ("USD 12", 12), ("12 EUR", 12), ("Rs. 500", 500), ("-$3.50", -3.5), ("$-3.50", -3.5),
            ("100 DR", -100),
            ("100 CR", 100), ("7.50 %", 7.5), ("1e3", 1000), ("2.5E-2", 0.025), ("£1,000", 1000), ("-0", 0),
            ("+8", 8),
            ("12 oz", 12), ("(5) ", -5),
        ])
    func signs(value: String, expected: Double) {
        #expect(number(value, .money) == expected)
        #expect(number(value, .money)?.sign == (expected < 0 ? .minus : .plus))
    }

    @Test(
        "no numbers",
        arguments: [
            "", "abc", "1-2", "12 34", "1/2", "--5", "5--", "1.2.3-", "1.2.3", "12.11.2020", "1,2,3",
            "310-246-1501", "2024-01-05", "$", "-",
            "12 gallons", "1e999",
        ])
    func none(value: String) { #expect(number(value) == nil) }

    @Test("the plain road agrees with the whole one and with the standard library")
    func plainRoad() {
        var random = RandomBytes(seed: 3)
        let alphabet = Array("0123456789012345.-".utf8)
        for _ in 0..<10_000 {
            let value = random.bytes(1 + random.below(18), from: alphabet)
            let text = String(decoding: value, as: UTF8.self)
            value.withUnsafeBufferPointer { raw in
                guard let plain = plainNumber(raw, decimalComma: false) else { return }
                #expect(plain == Double(text), "\(text)")
                #expect(plain == parseNumber(raw, decimalComma: false)?.value, "\(text)")
            }
        }
    }

    @Test("long numbers are rounded correctly")
    func long() {
        for text in [
            "12345678901234567890", "0.1234567890123456789", "123456789012345678.9", "9007199254740993",
            "0.3",
        ] {
            #expect(number(text) == Double(text), "\(text)")
        }
    }

    @Test(
        "coordinates",
        arguments: [
            ("-33.8688", -33.8688), ("33.8688 S", -33.8688), ("33°51'54\"S", -(33 + 51.0 / 60 + 54.0 / 3600)),
            ("N 51.5", 51.5),
            ("-12 30", -12.5), ("0", 0),
        ])
    func latitudes(value: String, expected: Double) throws {
        let degrees = try #require(number(value, .latitude))
        #expect(abs(degrees - expected) < 1e-12)
    }

    @Test("coordinates out of range are nulls")
    func outOfRange() {
        #expect(number("91", .latitude) == nil)
        #expect(number("91", .longitude) == 91)
        #expect(number("181 W", .longitude) == nil)
        #expect(number("north", .latitude) == nil)
    }

    @Test("signed amounts")
    func signed() {
        func value(_ amount: String, _ word: String, _ format: ValueFormat = ValueFormat()) -> Double? {
            Array(amount.utf8).withUnsafeBufferPointer { amount in
                Array(word.utf8).withUnsafeBufferPointer { signedAmount(amount, $0, format) }
            }
        }
        #expect(value("100", "DEBIT") == -100)
        #expect(value("100", "credit") == 100)
        #expect(value("100", "DEBIT", ValueFormat(debitPositive: true)) == 100)
        #expect(value("100", "credit", ValueFormat(debitPositive: true)) == -100)
        #expect(value("-100", "debit") == 100)
        #expect(value("-100", "?") == -100)
        #expect(value("", "debit") == nil)
        #expect(value("0", "debit")?.sign == .plus)
    }
}
