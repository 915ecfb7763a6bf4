import Foundation
import Records
import Testing

@testable import Ingest

/// The folder of public data sets, named by the environment.
let datasets = ProcessInfo.processInfo.environment["TIEOUT_DATASETS"].map { URL(fileURLWithPath: $0) }

@Suite("Public corpora", .enabled(if: datasets != nil, "TIEOUT_DATASETS is not set"))
struct CorpusTests {
    /// All files below the folders that start with `csv-`, in a fixed order.
    static func corpusFiles() throws -> [URL] {
        let root = try #require(datasets)
        let folders = try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("csv-") }.sorted { $0.path < $1.path }
        var files: [URL] = []
        for folder in folders {
            let all = FileManager.default.enumerator(
                at: folder, includingPropertiesForKeys: [.isRegularFileKey])
            for case let file as URL in try #require(all) {
                let isFile = try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
                if isFile == true { files.append(file) }
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    @Test("every file reads as libcsv says, in the dialect detected")
    func libcsv() throws {
        var read = 0
        var refused = 0
        for file in try Self.corpusFiles() {
            let bytes = [UInt8](try Data(contentsOf: file))
            // libcsv byte by byte is slow: larger files by their beginning.
            let shown = Array(bytes.prefix(20_000))
            guard !shown.isEmpty else { continue }
            let found = DialectDetection(
                Array(shown.prefix(64 << 10)), isWhole: shown.count <= 64 << 10, options: CSVOptions(),
                encoding: .utf8)
            var dialect = found.dialect
            if dialect.quote == nil || dialect.escape != nil {
                dialect.quote = 34
                dialect.escape = nil
            }
            let columns = found.trial.fields
            let expected = ExpectedReading(
                shown, from: 0, columns: columns, dialect: dialect, headed: false, maxRecordBytes: 1 << 28)
            let random = UInt64(read)
            let sizes =
                shown.count < 2000
                ? [(1 << 22, 1), (1, 2), (7, 3)] : [(1 << 22, 1), (4096 + Int(random % 61), 2)]
            for (chunk, threads) in sizes {
                let reading = try ExpectedReading(
                    source(shown, columns: columns, dialect: dialect, chunkBytes: chunk), threads: threads)
                if reading != expected.inUTF8() {
                    Issue.record("\(file.path) chunk \(chunk)")
                    refused += 1
                }
            }
            read += 1
        }
        #expect(read > 1000)
        #expect(refused == 0)
    }

    @Test("every file opens and reads, or is refused with a sentence; never more")
    func robustness() throws {
        for file in try Self.corpusFiles() {
            do {
                let source = try openCSV(path: file.path)
                let whole = try ExpectedReading(source, threads: 2)
                #expect(whole.records.allSatisfy { $0.count == source.columns.count })
                #expect(
                    whole.records.allSatisfy {
                        $0.allSatisfy { String(validating: $0, as: UTF8.self) != nil }
                    })
                _ = try source.sample(records: 100)
            } catch let error as TieoutError {
                #expect(!error.description.contains("\n"))
            }
        }
    }

    static let skipped = [
        "newlines_crlf": "the copy is stored with LF",
        "location_coordinates": "the JSON holds another number",
    ]

    @Test(
        "csv-spectrum and csv-testdata hold what their JSON says",
        arguments: ["csv-spectrum", "csv-testdata"])
    func json(corpus: String) throws {
        let root = try #require(datasets).appendingPathComponent(corpus)
        let folder = root.appendingPathComponent(corpus == "csv-spectrum" ? "csvs" : "csv")
        var compared = 0
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let name = file.deletingPathExtension().lastPathComponent
            let json = root.appendingPathComponent("json/\(name).json")
            guard Self.skipped[name] == nil, let data = try? Data(contentsOf: json) else { continue }
            let parsed = try JSONSerialization.jsonObject(with: data)
            compared += 1
            if let rows = parsed as? [[String: Any]] {
                try compare(file, rows.map { $0.mapValues { "\($0)" } })
            } else if let rows = parsed as? [[Any]] {
                try compare(file, rows.map { $0.map { "\($0)" } })
            } else {
                Issue.record("\(name): unknown JSON")
            }
        }
        #expect(compared >= 10)
    }

    /// Rows by name: the first record is the header.
    private func compare(_ file: URL, _ rows: [[String: String]]) throws {
        let source = try openCSV(path: file.path)
        let found = try ExpectedReading(source, threads: 1).records.map { record in
            Dictionary(
                uniqueKeysWithValues: zip(source.columns, record.map { String(decoding: $0, as: UTF8.self) }))
        }
        #expect(found == rows, "\(file.lastPathComponent)")
    }

    /// Rows by place: there is no header.
    private func compare(_ file: URL, _ rows: [[String]]) throws {
        var options = CSVOptions()
        options.header = false
        options.spaces = .keep
        let found = try ExpectedReading(openCSV(path: file.path, options: options), threads: 1).records
        #expect(
            found.map { $0.map { String(decoding: $0, as: UTF8.self) } } == rows, "\(file.lastPathComponent)")
    }

    @Test("quotes that are apostrophes, escaped by a backslash")
    func apostrophes() throws {
        let file = try #require(datasets).appendingPathComponent("em-fodors-zagats/fodors.csv")
        let source = try openCSV(path: file.path)
        let records = try ExpectedReading(source, threads: 2).records
        #expect(records.count == 533)
        #expect(String(decoding: records[0][1], as: UTF8.self) == "arnie morton's of chicago")
        #expect(String(decoding: records[0][2], as: UTF8.self) == "435 s. la cienega blv.")
    }

    @Test("padded fields are trimmed")
    func padded() throws {
        let file = try #require(datasets).appendingPathComponent("em-febrl/dataset1.csv")
        let source = try openCSV(path: file.path)
        #expect(source.columns[1] == "given_name")
        let records = try ExpectedReading(source, threads: 2).records
        #expect(records.count == 1000)
        #expect(String(decoding: records[0][2], as: UTF8.self) == "waller")
    }

    @Test(
        "malformed files say so",
        arguments: [
            ("bad-missing-quote", "a quote is opened and never closed"),
            ("bad-unescaped-quote", ""),
            ("bad-quotes-with-unescaped-quote", "text after a closing quote"),
            ("bad-header-more-fields", "has 4 fields, the header has 3"),
        ])
    func malformed(name: String, reason: String) throws {
        let file = try #require(datasets).appendingPathComponent("csv-testdata/csv/\(name).csv")
        let source = try openCSV(path: file.path)
        let summary = try source.read(threads: 1, monitor: RunMonitor(run: "test")) { _ in }
        if reason.isEmpty {
            #expect(summary.strayQuotes > 0)
        } else {
            #expect(summary.rejects.contains { $0.reason == reason }, "\(summary)")
        }
    }
}
