import CKernels
import TestSupport
import Testing

@testable import Ingest

@Suite("The scan's kernels agree")
struct ScanKernelTests {
    struct Result: Equatable {
        var ends: [UInt32]
        var rows: [UInt32]
        var quoted: [UInt32]
        var doubled: [UInt32]
        var hasCR: Bool
        var lines: UInt64 = 0
        var hasNonASCII = false
        var position: Int
        var irregular: Int32
    }

    func scan(
        _ isa: Int32, _ bytes: UnsafePointer<UInt8>, from: Int, to: Int, _ dialect: Dialect, capacity: Int
    ) -> Result {
        var scan = dialect.forScan
        var state = tieout_scan_state()
        state.field_start = 1
        var position = from
        var irregular: Int32 = 0
        var found = Result(
            ends: [], rows: [], quoted: [], doubled: [], hasCR: false, position: from, irregular: 0)
        var output = tieout_scan_output(capacity: capacity)
        defer { output.deallocate() }
        repeat {
            irregular = tieout_scan_on(isa, bytes, &position, to, &scan, &state, &output)
            let before = UInt32(found.ends.count)
            func numbers(_ list: UnsafeMutablePointer<UInt32>, _ count: Int) -> [UInt32] {
                UnsafeBufferPointer(start: list, count: count).map { $0 + before }
            }
            found.rows += numbers(output.rows, output.row_count)
            found.quoted += numbers(output.quoted, output.quoted_count)
            found.doubled += numbers(output.doubled, output.doubled_count)
            found.ends += UnsafeBufferPointer(start: output.ends, count: output.end_count)
            found.hasCR = found.hasCR || output.any_cr != 0
            found.lines += output.lines
            found.hasNonASCII = found.hasNonASCII || output.nonascii != 0
            output.clear()
        } while position < to && irregular == 0
        found.position = position
        found.irregular = irregular
        // The survey counts the same.
        let survey = tieout_survey_on(0, bytes + from, position - from, 0, 0)
        #expect(found.lines == survey.lines)
        #expect(found.hasNonASCII == (survey.nonascii != 0))
        return found
    }

    static let vectors = [TIEOUT_ISA_AVX2, TIEOUT_ISA_NEON, TIEOUT_ISA_AVX512, TIEOUT_ISA_VBMI2]
        .map { Int32($0) }.filter { tieout_isa_usable($0) == 1 }

    @Test(
        "for every length from 0 to 200 and every alignment", .enabled(if: !vectors.isEmpty, "no vector unit")
    )
    func everyLength() {
        var random = Seeded(3)
        for dialect in ScanAgainstLibCSVTests.dialects + [Dialect(quote: nil)] {
            let bytes =
                ScanAgainstLibCSVTests.records(60, faults: 200, dialect, &random)
                + [UInt8](repeating: 34, count: 400)
            bytes.withUnsafeBufferPointer { bytes in
                let base = bytes.baseAddress!
                for length in 0...200 {
                    for alignment in 0..<64 {
                        let end = alignment + length
                        for isa in Self.vectors {
                            #expect(
                                scan(isa, base, from: alignment, to: end, dialect, capacity: 512)
                                    == scan(0, base, from: alignment, to: end, dialect, capacity: 512),
                                "length \(length), alignment \(alignment)")
                        }
                    }
                }
            }
        }
    }

    @Test("whatever the room for ends")
    func capacities() {
        var random = Seeded(4)
        let bytes =
            ScanAgainstLibCSVTests.records(300, faults: 0, Dialect(), &random)
            + [UInt8](repeating: 0, count: 64)
        bytes.withUnsafeBufferPointer { bytes in
            let end = bytes.count - 64
            for isa in [0] + Self.vectors {
                let whole = scan(isa, bytes.baseAddress!, from: 0, to: end, Dialect(), capacity: 10_000)
                for capacity in [72, 73, 100, 143, 200, 1000] {
                    #expect(
                        scan(isa, bytes.baseAddress!, from: 0, to: end, Dialect(), capacity: capacity)
                            == whole)
                }
            }
        }
    }

    @Test("fields are noted as quoted, and doubled quotes by their field, and dropped with their ends")
    func notes() {
        let text = Array("a,\"b\",\"\",\"c\"\"\"\"d\"\r\n\"\"\"\",e\n\"f\",\"g\"\"".utf8)
        let bytes = text + [UInt8](repeating: 0, count: 64)
        for isa in [0] + Self.vectors {
            var scan = Dialect().forScan
            var state = tieout_scan_state()
            state.field_start = 1
            var position = 0
            var output = tieout_scan_output(capacity: 100)
            defer { output.deallocate() }
            let irregular = tieout_scan_on(isa, bytes, &position, text.count, &scan, &state, &output)
            #expect(irregular == 0)
            func all(_ list: UnsafeMutablePointer<UInt32>, _ count: Int) -> [UInt32] {
                Array(UnsafeBufferPointer(start: list, count: count))
            }
            let commas = text.indices.filter { text[$0] == 44 || text[$0] == 13 || text[$0] == 10 }
            let ends = commas.filter { text[$0] != 10 || text[$0 - 1] != 13 }.map { UInt32($0) }
            #expect(all(output.ends, output.end_count) == ends)
            #expect(all(output.rows, output.row_count) == [4, 6])
            #expect(all(output.quoted, output.quoted_count) == [1, 2, 3, 4, 6])
            #expect(all(output.doubled, output.doubled_count) == [3, 3, 4, 7])
            #expect(output.any_cr != 0)
            tieout_scan_drop(&output, 3)
            #expect(all(output.ends, output.end_count) == Array(ends[3...]))
            #expect(all(output.rows, output.row_count) == [1, 3])
            #expect(all(output.quoted, output.quoted_count) == [0, 1, 3])
            #expect(all(output.doubled, output.doubled_count) == [0, 1, 4])
            tieout_scan_drop(&output, 3)
            #expect(all(output.rows, output.row_count) == [])
            #expect(all(output.doubled, output.doubled_count) == [1])
        }
    }

    @Test("surveys count lines, quotes and bytes that are not ASCII")
    func surveys() {
        var random = Seeded(6)
        for length in 0...200 {
            var bytes = ScanAgainstLibCSVTests.noise(length, Dialect(), &random)
            if length % 3 == 1 { bytes[length / 2] = 0xC3 }
            let padded = bytes + [UInt8](repeating: 34, count: 64)
            for isa in [0] + Self.vectors {
                for previous in [UInt8(0), 13] {
                    let found = tieout_survey_on(isa, padded, length, previous, 34)
                    let expected = lineEnds(([previous] + bytes)[...]) - (previous == 13 ? 1 : 0)
                    #expect(found.lines == UInt64(expected))
                    #expect((found.quotes != 0) == bytes.contains(34))
                    #expect((found.nonascii != 0) == bytes.contains { $0 > 0x7F })
                }
            }
        }
    }

    @Test("UTF-8 is well-formed exactly where Swift repairs nothing")
    func utf8() {
        var random = Seeded(8)
        let bytes: [UInt8] = [
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
            0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        for round in 0..<20_000 {
            var text = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                bytes.randomElement(using: &random)!
            }
            if round % 2 == 0 { text = Array("a long run of plain letters before, é€😀".utf8) + text }
            let valid = String(validating: text, as: UTF8.self) != nil
            #expect((tieout_utf8_prefix(text, text.count) == text.count) == valid, "\(text)")
        }
    }

    @Test(
        "the prefix in UTF-8 is as long on every instruction set, whatever is damaged and where",
        .enabled(if: !vectors.isEmpty, "no vector unit"))
    func utf8Prefixes() {
        var random = Seeded(9)
        let characters = ["a", "é", "€", "😀", "\u{D7FF}", "\u{10FFFF}", "\u{10000}"].map { Array($0.utf8) }
        let damage: [UInt8] = [0x41, 0x80, 0x9F, 0xA0, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5]
        for round in 0..<4_000 {
            var text = (0..<round % 130).flatMap { _ in characters.randomElement(using: &random)! }
            if round % 7 > 0, !text.isEmpty {
                text[Int.random(in: text.indices, using: &random)] = damage.randomElement(using: &random)!
            }
            if round % 5 == 0 { text.removeLast(min(text.count, 2)) }
            let expected = tieout_utf8_prefix_on(0, text, text.count)
            for isa in Self.vectors {
                #expect(tieout_utf8_prefix_on(isa, text, text.count) == expected, "\(text)")
            }
        }
    }

    @Test("doubled quotes are halved two by two")
    func quotes() {
        for pattern in 0..<1 << 12 {
            let some = (0..<12).map { pattern >> $0 & 1 == 1 ? UInt8(ascii: "'") : UInt8(ascii: "a") }
            let text = some + [UInt8](repeating: UInt8(ascii: "b"), count: 17) + some
            var halved = text
            let count = tieout_halve_quotes(&halved, halved.count, UInt8(ascii: "'"))
            let expected = String(decoding: text, as: UTF8.self).split(
                separator: "''", omittingEmptySubsequences: false
            ).joined(separator: "'")
            #expect(String(decoding: halved.prefix(count), as: UTF8.self) == expected)
        }
    }
}
