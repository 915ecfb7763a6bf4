import Foundation
import Records
import Testing

@testable import Normalise

/// The slow, obvious folding of ASCII.
private func asciiReference(_ value: [UInt8]) -> String {
    var text = ""
    for byte in value {
        let character = Character(Unicode.Scalar(byte))
        if character == "'" || character == "`" { continue }
        text +=
            character.isLetter || character.isNumber
            ? character.lowercased() : character == "&" ? " and " : " "
    }
    return text.split(separator: " ").joined(separator: " ")
}

/// Unicode folding by Foundation: NFKD, marks of accents removed, lower case, the rest to spaces.
private func unicodeReference(_ value: String) -> String {
    var text = ""
    for scalar in value.decomposedStringWithCompatibilityMapping.lowercased()
        .decomposedStringWithCompatibilityMapping.unicodeScalars
    where !(0x300...0x36F).contains(scalar.value) {
        text.unicodeScalars.append(CharacterSet.alphanumerics.contains(scalar) ? scalar : " ")
    }
    return text.split(separator: " ").joined(separator: " ").precomposedStringWithCanonicalMapping
}

private let ascii = (UInt8(0)...127).map { $0 }

@Suite("Folding of words")
struct WordFoldingTests {
    @Test(
        "examples",
        arguments: [
            ("  John   SMITH ", "john smith"), ("O'Brien", "obrien"), ("O’Brien", "obrien"),
            ("AT&T", "at and t"),
            ("Smith & Sons", "smith and sons"), ("smith &amp; sons", "smith and sons"),
            ("Ohio &#40;USA&#41;", "ohio usa"),
            ("Caf&eacute;", "cafe"), ("MÜLLER-Straße", "muller strasse"), ("Ærøskøbing", "aeroskobing"),
            ("Łódź", "lodz"), ("ŒUVRE", "oeuvre"), ("Þórður Đặng", "thordur dang"),
            ("ﬁnance ＡＢＣ１２", "finance abc12"),
            ("x²", "x2"), ("ΑΘΉΝΑ Σίσυφος", "αθηνα σισυφοσ"), ("Ёлка", "елка"),
            ("naïve—dash…end", "naive dash end"),
            ("東京 タワー", "東京 タワー"), ("ｶﾞｷﾞ", "ガギ"), ("한국", "한국"), ("Z\u{308}x", "zx"), ("a\u{AD}b", "ab"),
            ("R&D; plan", "r and d plan"), ("&#xe9;t&#233;", "ete"), ("&bogus;", "and bogus"), ("🙂 ok", "ok"),
            ("İstanbul", "istanbul"), ("ıslak", "islak"), ("हिन्दी", "हिन्दी"), ("", ""), ("--", ""),
            ("\u{A0}a\u{3000}b", "a b"),
        ])
    func examples(value: String, expected: String) {
        #expect(form(value, .text) == expected)
    }

    @Test("every byte, at every place of a block")
    func everyByte() {
        for byte in UInt8(0)...127 {
            for length in 1...20 {
                for place in 0..<length {
                    var value = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                    value[place] = byte
                    #expect(
                        String(decoding: formBytes(value, .address), as: UTF8.self) == asciiReference(value))
                }
            }
        }
    }

    @Test("random ASCII: fast road, slow road and reference agree")
    func randomASCII() {
        var random = RandomBytes(seed: 1)
        let sparse: [UInt8] = Array("aZ09  --'.".utf8)
        var slow: [UInt8] = []
        for round in 0..<8_000 {
            let value = random.bytes(random.below(40), from: round % 2 == 0 ? ascii : sparse)
            let expected = asciiReference(value)
            // Null words and entities have tests of their own.
            if expected.utf8.count <= 7 || value.contains(UInt8(ascii: ";")) { continue }
            #expect(String(decoding: formBytes(value, .text), as: UTF8.self) == expected)
            value.withUnsafeBufferPointer {
                writeCanonicalSlowly($0, kind: .text, format: ValueFormat(), into: &slow)
            }
            #expect(String(decoding: slow, as: UTF8.self) == expected)
            let code = expected.filter { $0 != " " }
            if code.utf8.count > 7 {
                #expect(String(decoding: formBytes(value, .code), as: UTF8.self) == code)
            }
        }
    }

    @Test(
        "letters beyond ASCII agree with Foundation",
        arguments: [
            0xC0...0x17F, 0x1E00...0x1EFF, 0x386...0x3CE, 0x400...0x45F, 0xFF10...0xFF5A, 0x3041...0x30FE,
            0xAC00...0xAC80,
            0x1D400...0x1D7FF, 0x5D0...0x5EA, 0x627...0x64A,
        ])
    func againstFoundation(range: ClosedRange<Int>) {
        // Letters without a decomposition, sigma at the end, the stretched line of Arabic.
        let own: Set<Int> = [
            0xC6, 0xD0, 0xD8, 0xDE, 0xDF, 0xE6, 0xF0, 0xF8, 0xFE, 0x110, 0x111, 0x126, 0x127, 0x131, 0x138,
            0x141, 0x142, 0x14A, 0x14B, 0x152, 0x153, 0x166, 0x167, 0x149, 0x3C2, 0x1E9E, 0x13F, 0x140,
            0x1EFC, 0x1EFD, 0x1D6A4, 0x640,
        ]
        for value in range where !own.contains(value) {
            guard let scalar = Unicode.Scalar(UInt32(value)),
                scalar.properties.generalCategory != .unassigned,
                CharacterSet.alphanumerics.contains(scalar)
            else { continue }
            let text = "x" + String(Character(scalar)) + "y"
            let reference = unicodeReference(text).replacingOccurrences(of: "ς", with: "σ")
            // Voicing marks make letters; Foundation's reference keeps them as marks.
            #expect(form(text, .text) == reference, "U+\(String(value, radix: 16))")
        }
    }

    @Test("composed and decomposed forms agree")
    func normalisationForms() {
        for text in [
            "Crème Brûlée", "Ångström", "한국어 읽기", "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ", "ヴガパ", "Đặng Thị Ngọc",
        ] {
            let forms = [
                text, text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCanonicalMapping,
                text.decomposedStringWithCompatibilityMapping,
            ]
            #expect(Set(forms.map { form($0, .text) }).count == 1, "\(text)")
        }
    }

    @Test("folding twice changes nothing")
    func idempotent() {
        for text in ["Crème & Brûlée", "ﷺ", "㍿ Ⅷ ½", "ŉ ǆ ﬃ", "O'Neil", "İI", "ͅα", "ẞß"] {
            let once = form(text, .text)
            #expect(form(once, .text) == once, "\(text)")
        }
    }

    @Test("random bytes never crash and give UTF-8", arguments: FieldKind.allCases)
    func randomBytes(kind: FieldKind) {
        var random = RandomBytes(seed: 7)
        let all = (UInt8(0)...255).map { $0 }
        let nasty: [UInt8] =
            Array("&#x;0123-/.,: ".utf8) + [0xE2, 0x82, 0xAC, 0xC3, 0xA9, 0xF0, 0xED, 0xA0, 0x80, 0xFF]
        let odd = ValueFormat(
            dayFirst: true, yearLast: true, decimalComma: true, internationalZeros: true, debitPositive: true)
        for round in 0..<1_500 {
            let value = random.bytes(random.below(50), from: round % 2 == 0 ? all : nasty)
            for format in [ValueFormat(), odd] {
                let out = formBytes(value, kind, format)
                if kind.isNumeric {
                    #expect(out.isEmpty || out.count == 8)
                } else {
                    #expect(String(validating: out, as: UTF8.self) != nil)
                }
            }
        }
    }

    @Test("null words", arguments: ["", " ", "NULL", "n/a", "N/A", "Unknown", "-", "?", "--", "...", "#N/A"])
    func nulls(value: String) {
        for kind in FieldKind.allCases {
            #expect(formBytes(Array(value.utf8), kind).isEmpty, "\(value) as \(kind)")
        }
    }

    @Test("words that are names are nulls elsewhere only", arguments: ["na", "None", "NaN", "nil"])
    func namesNotNull(value: String) {
        #expect(form(value, .name) == value.lowercased())
        #expect(form(value, .text).isEmpty && form(value, .code).isEmpty && form(value, .email).isEmpty)
    }
}
