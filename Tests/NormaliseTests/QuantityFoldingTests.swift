import Records
import Testing

@testable import Normalise

/// The kind whose canonical form keeps the marks of numbers.
@Suite struct QuantityFoldingTests {
    private func form(_ text: String, decimalComma: Bool = false, kind: FieldKind = .quantities) -> String {
        var out: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer {
            canonical($0, kind: kind, format: ValueFormat(decimalComma: decimalComma), into: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }

    @Test(
        "marks of numbers stay",
        arguments: [
            ("Cola 1.5 L", "cola 1.5 l"), ("1,5l", "1.5l"), ("12\" monitor", "12in monitor"),
            ("6'2\" tall", "6ft 2in tall"),
            ("12″, 30”", "12in 30in"), ("6′ 2’", "6ft 2ft"), ("12''", "12in"), ("3/4\" bolt", "3/4in bolt"),
            ("½ in, 1½ in", "1/2 in 1 1/2 in"), ("1⁄2", "1/2"), (".5 oz", "0.5 oz"), ("(.5 oz)", "0.5 oz"),
            ("1,000 ml", "1000 ml"), ("1,234,567.5 g", "1234567.5 g"), ("1.000 kg", "1.000 kg"),
            ("v1.2.3", "v1.2.3"), ("1,2,3", "1.2.3"), ("a.b,c/d", "a b c d"), ("5. Then", "5 then"),
            ("No.5", "no 5"), ("the 80's", "the 80s"), ("O'Neil 5", "oneil 5"),
            ("\"Model 350\" 17\"", "model 350 17in"),
            ("17\" \"Model 350\"", "17in model 350"), ("16-GB & 5", "16 gb and 5"),
            ("Crème 1.5", "creme 1.5"),
            ("5&quot;", "5"), ("", ""), ("n/a", ""), ("1.", "1"), (".", ""),
        ])
    func marks(text: String, expected: String) {
        #expect(form(text) == expected)
        #expect(form(expected) == expected, "folding twice changes nothing")
    }

    @Test(
        "a comma is the decimal mark where the column says so",
        arguments: [
            ("1,500 l", "1.500 l"), ("1.500 g", "1500 g"), ("1.5 g", "1.5 g"), ("1.234.567,5", "1234567.5"),
            (",5 l", "0.5 l"),
        ])
    func decimalComma(text: String, expected: String) {
        #expect(form(text, decimalComma: true) == expected)
    }

    @Test("what has no marks of numbers is folded as text", arguments: [false, true])
    func asText(decimalComma: Bool) {
        var random = RandomBytes(seed: 91)
        let alphabets = ["ab 1-;:&é漢#'`", "AbC.,/\"' &é", "19 +-()x"].map { Array($0.utf8) }
        for round in 0..<2000 {
            let bytes = random.bytes(random.below(40), from: alphabets[round % 3])
            let text = String(decoding: bytes, as: UTF8.self)
            if round % 3 == 0, text.contains("'") { continue }
            #expect(form(text, decimalComma: decimalComma) == form(text, kind: .text), "\(text)")
        }
    }
}
