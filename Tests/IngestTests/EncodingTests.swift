import Foundation
import Records
import Testing

@testable import Ingest

@Suite("Encodings")
struct EncodingTests {
    static let text = "naïve,größe\r\ncafé,\"ä\"\"ö\"\r\nplain,x\r\n"
    static let columns = ["naïve", "größe"]
    static let records = [["café", "ä\"ö"], ["plain", "x"]]

    @Test(
        "detected",
        arguments: [
            String.Encoding.utf8, .isoLatin1, .windowsCP1252, .utf16LittleEndian, .utf16BigEndian, .utf16,
        ])
    func detected(encoding: String.Encoding) throws {
        let (source, records, _) = try reading([UInt8](try #require(Self.text.data(using: encoding))))
        #expect(source.columns == Self.columns)
        #expect(records == Self.records)
    }

    @Test("a byte order mark is no part of the first name")
    func mark() throws {
        let (source, records, whole) = try reading([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8))
        #expect(source.columns == Self.columns)
        #expect(records == Self.records)
        #expect(whole.offsets.first == 19)
    }

    @Test("euro signs and dashes tell Windows-1252 from Latin-1")
    func windows() throws {
        let bytes = Array("a,b\n".utf8) + [0x80, 0x2C, 0x93, 0x78, 0x94, 0x0A, 0xE9, 0x2C, 0x81, 0x0A]
        let (source, records, _) = try reading(bytes)
        #expect(source.dialect.encoding == .windows1252)
        #expect(records == [["€", "“x”"], ["é", "\u{81}"]])
    }

    @Test("one record that is not UTF-8 is rejected, mended or read as Windows-1252, and the others stay")
    func foreignRecord() throws {
        let good = "größe,ä\n"
        var bytes = Array("a,b\n".utf8)
        for index in 0..<200 {
            bytes += Array(good.utf8)
            if index == 150 { bytes += [0xE4, 0x2C, 0x22, 0xFC, 0x22, 0x22, 0x80, 0x22, 0x0A] }
        }
        let reasons = ["is not valid in the encoding of the file"]
        for chunk in [1, 5, 64, 1 << 20] {
            var options = CSVOptions()
            options.chunkBytes = chunk
            let (source, records, whole) = try reading(bytes, options)
            #expect(source.dialect.encoding == .utf8)
            #expect(records == Array(repeating: ["größe", "ä"], count: 200))
            #expect(whole.rejects.map(\.reason) == reasons)
            #expect(whole.rejects.map(\.firstLine) == [153])
            #expect(whole.rejects.map(\.byteOffset) == [UInt64(4 + 151 * good.utf8.count)])
            #expect(whole.rejects.map(\.text) == [[0xE4, 0x2C, 0x22, 0xFC, 0x22, 0x22, 0x80, 0x22]])

            options.invalidText = .replace
            #expect(try reading(bytes, options).records[151] == ["\u{FFFD}", "\u{FFFD}\"\u{FFFD}"])
            options.invalidText = .windows1252
            let lenient = try reading(bytes, options).records
            #expect(lenient[151] == ["ä", "ü\"€"])
            #expect(lenient[152] == ["größe", "ä"])
            #expect(lenient.count == 201)
        }
    }

    @Test("single-byte text is found out though the file begins with a megabyte of ASCII")
    func lateLatin1() throws {
        var bytes = Array("a,b\n".utf8)
        for index in 0..<300_000 { bytes += Array("\(index),plain\n".utf8) }
        bytes += [0x31, 0x2C, 0xE4, 0x0A]
        for index in 0..<300_000 {
            bytes += Array("\(index),gr".utf8) + [0xFC, 0xDF, 0x65, 0x0A]
        }
        let (source, records, whole) = try reading(bytes)
        #expect(source.dialect.encoding == .latin1)
        #expect(whole.rejects.isEmpty)
        #expect(records.last == ["299999", "grüße"])
    }

    @Test("every byte of a single-byte text becomes the character of Foundation's tables")
    func allBytes() throws {
        for encoding in [TextEncoding.latin1, .windows1252] {
            let bytes = (0...255).map { UInt8($0) }
            var found = [UInt8](repeating: 0, count: 3 * 256)
            let count = bytes.withUnsafeBufferPointer { bytes in
                found.withUnsafeMutableBufferPointer {
                    transcode(bytes, latin1: encoding == .latin1, to: $0.baseAddress!)
                }
            }
            let expected = bytes.flatMap {
                encoding == .latin1 ? Array(String(UnicodeScalar($0)).utf8) : windows1252AsUTF8($0)
            }
            #expect(Array(found[..<count]) == expected)
        }
    }

    @Test("a surrogate without its partner does not crash")
    func brokenUTF16() throws {
        let units: [UInt16] = [0xFEFF, 0x61, 0x2C, 0x62, 0x0A, 0xD800, 0x2C, 0x31, 0x0A]
        let bytes: [UInt8] = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [UInt8(0x78)]
        let whole = try reading(bytes)
        #expect(whole.records.isEmpty)
        #expect(whole.reading.rejects.map(\.firstLine) == [2, 3])
        var options = CSVOptions()
        options.invalidText = .replace
        #expect(
            try reading(bytes, options).records == [
                ["\u{FFFD}\u{FFFD}\u{FFFD}", "1"], ["\u{FFFD}", ""],
            ])
    }
}
