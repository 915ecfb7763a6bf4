import TestSupport
import Testing

@testable import Diff

@Suite("Tolerances in decimal")
struct DecimalDistanceTests {
    private func agree(_ one: String, _ other: String, _ rule: CellRule) -> Bool {
        var (one, other) = (one, other)
        return one.withUTF8 { one in other.withUTF8 { rule.agree(one, $0) } }
    }

    private func rule(absolute: Double? = nil, share: Double? = nil) -> CellRule {
        var rule = CellRule()
        rule.numbers = NumberReading()
        rule.absoluteTolerance = absolute
        rule.relativeTolerance = share
        return rule
    }

    @Test("a cent counts however long the numbers are")
    func long() {
        let cent = rule(absolute: 0.01)
        #expect(agree("12345678901234567890.12", "12345678901234567890.13", cent))
        #expect(!agree("12345678901234567890.12", "12345678901234567890.14", cent))
        #expect(!agree("99999999999999999999", "100000000000000000000", cent))
        #expect(agree("1e300", "1e300", cent))
        #expect(!agree("1e300", "1.0000000000000000001e300", cent))
        #expect(agree("0.1", "0.11", cent))
        #expect(!agree("-0.005", "0.006", cent))
        #expect(agree("-0.005", "0.005", cent))
        #expect(agree("1e9999", "1e9999", cent))
        #expect(!agree("1e9999", "1e-9999", cent))
    }

    @Test("shares are of the larger magnitude")
    func shares() {
        let share = rule(share: 0.007)
        #expect(agree("1000", "993", share))
        #expect(!agree("1000", "992.9999999999999999999999", share))
        #expect(agree("-1000", "-993", share))
        #expect(!agree("-1000", "993", share))
        #expect(agree("0", "0.0", share))
        #expect(!agree("0", "0.0000001", share))
    }

    @Test("as sums of whole numbers say, for all signs and small powers of ten")
    func againstIntegers() {
        var random = Seeded(31)
        for _ in 0..<20_000 {
            // Thousandths, so that both are whole.
            let (a, b) = (
                Int.random(in: -30_000...30_000, using: &random),
                Int.random(in: -30_000...30_000, using: &random)
            )
            let most = Int.random(in: 0...40_000, using: &random)
            func text(_ thousandths: Int) -> String {
                let digits = String(abs(thousandths))
                let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                return (thousandths < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
            }
            #expect(
                agree(text(a), text(b), rule(absolute: Double(text(most)))) == (abs(a - b) <= most),
                "\(a) \(b) \(most)")
            let share = Int.random(in: 0...2_000, using: &random)
            #expect(
                agree(text(a), text(b), rule(share: Double(text(share))))
                    == (a == b || abs(a - b) * 1000 <= share * max(abs(a), abs(b))),
                "\(a) \(b) \(share)")
        }
    }
}
