import Foundation
import Records
import TestSupport
import Testing

@testable import Ingest

/// What no rule of libcsv covers, read character by character in the plainest way: lines, comments,
/// quotes. What the scanner and the scalar reader are held to.
private func plainRecords(_ bytes: [UInt8], comment: UInt8?, quote: UInt8?, escape: UInt8?) -> [[[UInt8]]] {
    var records: [[[UInt8]]] = []
    var place = 0
    while place < bytes.count {
        if bytes[place] == comment {
            while place < bytes.count, bytes[place] != 10, bytes[place] != 13 { place += 1 }
            place += 1
            continue
        }
        if bytes[place] == 10 || bytes[place] == 13 {
            place += 1
            continue
        }
        var fields: [[UInt8]] = [[]]
        var atStart = true
        while place < bytes.count, bytes[place] != 10, bytes[place] != 13 {
            if bytes[place] == 44 {
                fields.append([])
                atStart = true
                place += 1
            } else if atStart, bytes[place] == quote {
                place += 1
                while bytes[place] != quote
                    || (escape == nil && place + 1 < bytes.count && bytes[place + 1] == quote)
                {
                    if bytes[place] == escape || (escape == nil && bytes[place] == quote) { place += 1 }
                    fields[fields.count - 1].append(bytes[place])
                    place += 1
                }
                place += 1
                atStart = false
            } else {
                fields[fields.count - 1].append(bytes[place])
                atStart = false
                place += 1
            }
        }
        place += 1
        records.append(fields)
    }
    return records
}

@Suite("Dialect flags")
struct DialectFlagTests {
    /// Records of three fields in a dialect, regular, with comments and blank lines between them.
    static func text(_ dialect: Dialect, records: Int, end: String, _ random: inout Seeded)
        -> [UInt8]
    {
        var text: [UInt8] = []
        for _ in 0..<records {
            if let comment = dialect.comment, Int.random(in: 0..<5, using: &random) == 0 {
                text +=
                    [comment]
                    + Array(["", " one, \"two", ",,,,", "x\"y\"\""].randomElement(using: &random)!.utf8)
                text += Array(end.utf8)
            }
            if Int.random(in: 0..<9, using: &random) == 0 { text += Array(end.utf8) }
            for column in 0..<3 {
                if column > 0 { text.append(44) }
                var value: [UInt8] = []
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    value.append("ab c\u{e4}".utf8.randomElement(using: &random)!)
                }
                value = Array(String(decoding: value, as: UTF8.self).utf8)
                if let quote = dialect.quote, Bool.random(using: &random) {
                    text.append(quote)
                    for byte in value + (Bool.random(using: &random) ? [quote, 44, 10, 35] : []) {
                        if byte == quote { text.append(dialect.escape ?? quote) }
                        text.append(byte)
                    }
                    text.append(quote)
                } else {
                    // Not to be taken for a blank line or a comment.
                    text += column == 0 ? [120] + value : value
                }
            }
            text += Array(end.utf8)
        }
        return text
    }

    static let dialects = [
        Dialect(comment: 35), Dialect(quote: nil), Dialect(quote: nil, comment: 35), Dialect(escape: 92),
        Dialect(escape: 92, comment: 35), Dialect(quote: 39, comment: 35),
    ]

    @Test(
        "comments, no quote and backslashes read as in the plain reader, for every size of chunk",
        arguments: dialects.indices)
    func againstPlain(index: Int) throws {
        let dialect = Self.dialects[index]
        for (seed, end) in zip(UInt64(1)..., ["\n", "\r\n", "\r"]) {
            var random = Seeded(seed)
            let bytes = Self.text(dialect, records: 60, end: end, &random)
            let expected = plainRecords(
                bytes, comment: dialect.comment, quote: dialect.quote, escape: dialect.escape)
            #expect(expected.count == 60)
            for chunk in Array(1...40) + [1 << 20] {
                let found = try ExpectedReading(
                    source(bytes, columns: 3, dialect: dialect, chunkBytes: chunk), threads: chunk % 3 + 1)
                #expect(found.records == expected, "chunk \(chunk), \(seed)")
                #expect(found.rejects.isEmpty)
            }
        }
    }

    @Test("a comment before the header, and one that is no text, are passed over")
    func comments() throws {
        var options = CSVOptions()
        options.comment = 35
        let bytes = Array("# made at night\na,b\n1,2\n#".utf8) + [0xE4, 34] + Array("\n3,#4\n".utf8)
        let (source, records, whole) = try reading(bytes, options)
        #expect(source.columns == ["a", "b"])
        #expect(records == [["1", "2"], ["3", "#4"]])
        #expect(whole.rejects.isEmpty && whole.blankLines == 0)
    }

    @Test("lines before the header are passed over, as told or as found")
    func preamble() throws {
        let body = "id,name,amount\n1,a,2.5\n2,b,3.5\n3,c,4\n4,d,5\n"
        for (before, lines) in [
            ("Report of the night\n\n", 2), ("# one, two\n# three\n", 2), ("Sales\r\nNorth\r\n", 2),
        ] {
            for told in [nil, lines] {
                var options = CSVOptions()
                options.skipLines = told
                let (source, records, _) = try reading(before + body, options)
                #expect(source.columns == ["id", "name", "amount"])
                #expect(records.count == 4 && records[0] == ["1", "a", "2.5"])
                #expect(source.traits.traits.contains { $0.name == "skip-lines" && $0.value == "\(lines)" })
                #expect(source.warnings.isEmpty == (told != nil))
            }
        }
        var none = CSVOptions()
        none.skipLines = 0
        #expect(try reading("Report\n" + body, none).source.columns == ["Report"])
        var all = CSVOptions()
        all.skipLines = 100
        #expect(throws: TieoutError.self) { try reading(body, all) }
    }

    @Test("a header is no preamble, however it looks")
    func noPreamble() throws {
        #expect(try reading("#id,name\n1,a\n2,b\n3,c\n").source.columns == ["#id", "name"])
        #expect(try reading("name\nDoe, J\nRoe, R\nPoe, E\nMoe, M\n").source.columns == ["name"])
        #expect(try reading("1\n2,3\n4,5\n6,7\n8,9\n").source.columns.count <= 2)
    }

    @Test("null words are empty, whole fields only")
    func nullWords() throws {
        var options = ReadOptions()
        options.nullWords = ["NULL", "\\N", "NA"]
        try withFile(Array("a,b,c\nNULL,\\N,NA\n\"NULL\",NULLS,na\nx,,NANA\n".utf8)) { path in
            let source = try openSource(path, options: options)
            let expected = [["", "", ""], ["", "NULLS", "na"], ["x", "", "NANA"]]
            let found = try ExpectedReading(source, threads: 1).records
            #expect(found.map { $0.map { String(decoding: $0, as: UTF8.self) } } == expected)
            let sample = try source.sample(records: 10)
            #expect(sample[0].field(0, 0).isEmpty && sample[0].field(1, 1).count == 5)
        }
    }

    @Test("rejects are as many as are allowed")
    func rejectLimits() throws {
        let text = "a,b\n1,2\n1,2,3\n4,5\n6,7,8\n9,1\n"
        func outcome(_ limit: RejectLimit) throws -> String {
            try withFile(Array(text.utf8)) { path in
                var options = ReadOptions()
                options.rejects = limit
                options.csv.chunkBytes = 8
                do {
                    _ = try openSource(path, options: options)
                        .read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
                    return ""
                } catch { return "\(error)".replacingOccurrences(of: path, with: "FILE") }
            }
        }
        #expect(try outcome(.none) == "")
        #expect(try outcome(.count(2)) == "")
        #expect(try outcome(.share(0.4)) == "")
        #expect(
            try outcome(.count(0))
                == "FILE:3: has 3 fields, the header has 2; mend the record, or run without --strict or --max-rejects 0"
        )
        #expect(
            try outcome(.count(1))
                == "FILE: 2 records cannot be read, more than 1 allowed; the first, in line 3, has 3 fields, the header has 2; mend them, or raise --max-rejects"
        )
        #expect(
            try outcome(.share(0.25))
                == "FILE: 2 of 5 records cannot be read, more than 25 % allowed; the first, in line 3, has 3 fields, the header has 2; mend them, or raise --max-rejects"
        )
    }

    @Test("a comment may be longer than a record may be", arguments: 1...48)
    func longComment(chunkBytes: Int) throws {
        let bytes = Array("a,b\n#,of many; \"bytes\" more than a record may have\nc,d\n".utf8)
        let found = try ExpectedReading(
            source(
                bytes, columns: 2, dialect: Dialect(comment: 35), chunkBytes: chunkBytes, maxRecordBytes: 5),
            threads: 2)
        #expect(found.rejects.isEmpty)
        #expect(
            found.records.map { $0.map { String(decoding: $0, as: UTF8.self) } } == [
                ["a", "b"], ["c", "d"],
            ])
    }
}
