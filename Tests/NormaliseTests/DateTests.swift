import Records
import Testing

@testable import Normalise

@Suite("Dates")
struct DateTests {
    @Test(
        "one day, many ways",
        arguments: [
            "2024-03-05", "20240305", "2024/3/5", "2024.03.05", "2024-03-05T19:00:00", "2024-03-05 7:30 pm",
            "5 March 2024",
            "March 5, 2024", "5-Mar-2024", "Tue, 5 Mar 2024 10:00:00 GMT", "5th of March 2024",
            "20240305T101112", "20240305101112",
            "5 mars 2024", "5. März 2024", "5 marzo 2024", "2024-03-05T00:00:00.000Z", "5-Mar-24",
            " 2024-03-05 ",
        ])
    func manyWays(value: String) {
        #expect(form(value, .date) == "20240305")
    }

    @Test(
        "the column's order decides",
        arguments: [
            ("03/04/2024", "20240403", "20240304"), ("3.4.24", "20240403", "20240304"),
            ("13/04/2024", "20240413", "20240413"),
            ("04/13/2024", "20240413", "20240413"), ("3-4-99", "19990403", "19990304"),
            ("3/4/29", "20290403", "20290304"),
            ("3/4/30", "19300403", "19300304"),
        ])
    func order(value: String, dayFirst: String, monthFirst: String) {
        #expect(form(value, .date, ValueFormat(dayFirst: true)) == dayFirst)
        #expect(form(value, .date) == monthFirst)
    }

    @Test(
        "parts of a date",
        arguments: [
            ("1999", "19990000"), ("1999-07", "19990700"), ("07/1999", "19990700"), ("July 1999", "19990700"),
            ("199907", "19990700"),
            ("ca. 1950", "19500000"),
        ])
    func parts(value: String, expected: String) { #expect(form(value, .date) == expected) }

    @Test(
        "typing errors keep their digits",
        arguments: [
            ("19561409", "19561409"), ("1971-13-40", "19711340"), ("99990101", "99990101"),
            ("00000000", "00000000"),
        ])
    func typos(value: String, expected: String) { #expect(form(value, .date) == expected) }

    @Test("eight digits with the year last")
    func yearLast() {
        let dayFirst = ValueFormat(dayFirst: true, yearLast: true)
        #expect(form("05031999", .date, dayFirst) == "19990305")
        #expect(form("05031999", .date, ValueFormat(yearLast: true)) == "19990503")
        #expect(form("25121999", .date, ValueFormat(yearLast: true)) == "19991225")
    }

    @Test(
        "no dates",
        arguments: [
            "", "hello", "12", "12:30", "10/10", "1234567", "310-246-1501", "1.2.3.4", "March", "14 March",
            "5 Martian 2024 x y z 1",
        ])
    func none(value: String) { #expect(form(value, .date).isEmpty) }

    @Test("every fixed form gives what the tokens give")
    func fixedForms() {
        var random = RandomBytes(seed: 5)
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
        defer { room.deallocate() }
        for _ in 0..<5_000 {
            let digits = random.bytes(8, from: Array("0123456789012/-x:".utf8))
            let text = String(decoding: digits, as: UTF8.self)
            let dashed = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
            for value in [text, dashed, dashed + "T10:20", dashed + " 10:20:30"] {
                let bytes = Array(value.utf8)
                bytes.withUnsafeBufferPointer { raw in
                    guard writeFixedDate(raw, to: room, yearLast: false) == 8 else { return }
                    let quick = String(decoding: UnsafeBufferPointer(start: room, count: 8), as: UTF8.self)
                    let slow = parseDate(raw, dayFirst: false, yearLast: false).map { date in
                        let digits = String(date.digits)
                        return String(repeating: "0", count: 8 - digits.count) + digits
                    }
                    #expect(quick == slow, "\(value)")
                }
            }
        }
    }
}
