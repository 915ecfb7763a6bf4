import Foundation
import Records
import TestSupport
import Testing

@testable import Ingest

/// Records that are asked for again, by their places.
@Suite("Records fetched again")
struct FetchTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var fields: [String]
        var lineEnd = "\n"
        var nullWords: [String] = []
        var invalid = InvalidText.reject
        var comment: String?
        var testDescription: String { name }
    }

    static let plain = ["", "a", "b c", "12345", "some longer text of a field"]
    static let quoted = plain + ["a,b", "say \"hi\"", "\"\"", "two\nlines", "a\r\nb", ","]
    static let cases = [
        Case(name: "plain", fields: plain), Case(name: "quoted", fields: quoted),
        Case(name: "CRLF", fields: quoted, lineEnd: "\r\n"), Case(name: "CR", fields: plain, lineEnd: "\r"),
        Case(name: "long", fields: plain + [String(repeating: "long, ", count: 150)]),
        Case(name: "beyond ASCII", fields: quoted + ["Köln", "€ 5"]),
        Case(name: "not UTF-8", fields: plain + ["\u{1A}"], invalid: .windows1252),
        Case(name: "stray quotes", fields: plain + ["\u{1B}x\"y\"z"]),
        Case(name: "null words", fields: quoted + ["NULL", "-"], nullWords: ["NULL", "-"]),
        Case(name: "comments", fields: quoted + ["#x"], comment: "#"),
    ]

    /// Of the marks one stands for a byte that is no UTF-8, the other keeps its field from being quoted.
    private func text(_ item: Case, rows: Int, random: inout Seeded) -> [UInt8] {
        var bytes = Array("a,b,c,d\(item.lineEnd)".utf8)
        for row in 0..<rows {
            let fields = (0..<4).map { column -> String in
                let field = item.fields[Int.random(in: item.fields.indices, using: &random)]
                // No blank lines, and nothing that is taken for a comment.
                if column == 0 { return "k\(row)" }
                if field.hasPrefix("\u{1B}") { return String(field.dropFirst()) }
                guard field.utf8.contains(where: { [10, 13, 34, 44].contains($0) }) else { return field }
                return "\"" + field.replacing("\"", with: "\"\"") + "\""
            }
            bytes += Array((fields.joined(separator: ",") + (row + 1 < rows ? item.lineEnd : "")).utf8)
        }
        return bytes.map { $0 == 0x1A ? 0xE9 : $0 }
    }

    @Test("are as they were read, whichever are asked for", arguments: cases, [512, 1 << 18])
    func asRead(item: Case, chunkBytes: Int) throws {
        let folder = try TemporaryFolder()
        var random = Seeded(7)
        for rows in [1, 3, 100] {
            let path = folder.file("\(rows).csv")
            try Data(text(item, rows: rows, random: &random)).write(to: URL(fileURLWithPath: path))
            var options = ReadOptions()
            options.csv.delimiter = UInt8(ascii: ",")
            options.csv.quote = UInt8(ascii: "\"")
            options.csv.encoding = .utf8
            options.csv.invalidText = item.invalid
            options.csv.chunkBytes = chunkBytes
            options.csv.comment = item.comment?.utf8.first
            options.nullWords = item.nullWords
            let source = try openSource(path, options: options)
            let read = try ExpectedReading(source, threads: 2)
            #expect(read.records.count == rows)
            for step in [1, 7, 60] {
                let wanted = Array(stride(from: rows / 3 % step, to: rows, by: step))
                for countsLines in [false, true] where !wanted.isEmpty {
                    let fetched = try source.fetch(
                        wanted.map { read.offsets[$0] }, countingLines: countsLines)
                    let batch = fetched.batch
                    let records = (0..<batch.recordCount).map { record in
                        (0..<batch.columnCount).map { Array(batch.field(record, $0)) }
                    }
                    #expect(records == wanted.map { read.records[$0] }, "every \(step) of \(rows)")
                    #expect(fetched.lines.count == (countsLines ? wanted.count : 0))
                }
            }
        }
    }
}
