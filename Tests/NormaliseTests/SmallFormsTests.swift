import Records
import Testing

@testable import Normalise

@Suite("Phones, e-mail, codes, organisations, directions")
struct SmallFormsTests {
    @Test(
        "phones that are one number",
        arguments: [
            [
                "+44 20 7946 0958", "(020) 7946-0958", "020 79460958", "0044 20 7946 0958",
                "+44 (0)20 7946 0958",
            ],
            [
                "310/246-1501", "(310) 246 1501", "+1 310 246 1501", "1-310-246-1501", "310.246.1501 ext. 12",
                "3102461501 x9",
            ],
            ["+49 30 1234567", "030 1234567", "0049 30 1234567"],
            ["+353 1 234 5678", "01 234 5678", "00353 1 234 5678"],
        ])
    func phones(values: [String]) {
        let forms = Set(values.map { form($0, .phone, ValueFormat(internationalZeros: true)) })
        #expect(forms.count == 1, "\(forms)")
    }

    @Test(
        "phone digits",
        arguments: [
            ("310/246-1501", "3102461501"), ("555 1234", "5551234"), ("abc", ""), ("000-0000", ""), ("+", ""),
            ("12", "12"),
        ])
    func phoneDigits(value: String, expected: String) { #expect(form(value, .phone) == expected) }

    @Test(
        "e-mail",
        arguments: [
            (" Jo.Doe+x@Example.COM ", "jo.doe+x@example.com"), ("mailto:a@b.org", "a@b.org"),
            ("<a@b.org>", "a@b.org"),
            ("JÖRG@X.DE", "jörg@x.de"), ("none", ""), ("?", ""),
            ("AbCdEfGhIjKlMnOp@QRSTUVWXYZ.net", "abcdefghijklmnop@qrstuvwxyz.net"),
        ])
    func emails(value: String, expected: String) { #expect(form(value, .email) == expected) }

    @Test(
        "codes",
        arguments: [
            ("SW1A 1AA", "sw1a1aa"), ("123-45-6789", "123456789"), (" AB_12/x ", "ab12x"), ("0042", "0042"),
            ("Ä-1", "a1"),
        ])
    func codes(value: String, expected: String) { #expect(form(value, .code) == expected) }

    @Test(
        "organisations",
        arguments: [
            ("Acme Trading Co., Ltd.", "acme trading"), ("Weber GmbH & Co. KG", "weber"),
            ("Rossi S.p.A.", "rossi"),
            ("International Business Machines Corporation", "international business machines"),
            ("Ltd", "ltd"),
            ("Smith & Co", "smith"), ("Société Générale S.A.", "societe generale"), ("The Limited", "the"),
            ("Stone Brewing Co. .", "stone brewing"), ("Apple Inc", "apple"), ("J. P. Morgan", "j p morgan"),
            ("Philips N.V.", "philips"), ("Co-op Bank plc", "co op bank"), ("Vitamin C", "vitamin c"),
            ("Kia", "kia"),
        ])
    func organisations(value: String, expected: String) { #expect(form(value, .organisation) == expected) }

    @Test("directions")
    func directions() {
        func read(_ value: String) -> Direction? { Array(value.utf8).withUnsafeBufferPointer(parseDirection) }
        for word in ["DEBIT", "Dr", "withdrawal", " out ", "Soll", "-", "payment"] {
            #expect(read(word) == .debit)
        }
        for word in ["credit", "CR", "Deposit", "in", "HABEN", "+"] { #expect(read(word) == .credit) }
        for word in ["", "x", "debitx", "transfer", "withdrawals and more"] { #expect(read(word) == nil) }
    }
}
