import Foundation
import Records
import Testing

@testable import Ingest

/// Pollock's polluted rows (Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: "Pollock: A Data Loading
/// Benchmark", VLDB 2023): one table, with one row damaged in each file.
@Suite("One damaged row", .enabled(if: datasets != nil, "TIEOUT_DATASETS is not set"))
struct PollockTests {
    enum Outcome: String { case clean, rejected, refused, wrong }

    @Test("the table is read to its clean version, or the row is rejected at its line")
    func rows() throws {
        let root = try #require(datasets).appendingPathComponent("csv-pollock")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pollock-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let unpacking = try Process.run(
            URL(fileURLWithPath: "/usr/bin/env"),
            arguments: ["tar", "xzf", root.appendingPathComponent("clean.tar.gz").path, "-C", folder.path])
        unpacking.waitUntilExit()

        let source = try lines(of: root.appendingPathComponent("csv/source.csv"))
        var outcomes: [String: Outcome] = [:]
        let files = try FileManager.default.contentsOfDirectory(
            at: root.appendingPathComponent("csv"), includingPropertiesForKeys: nil)
        for file in files where file.lastPathComponent.hasPrefix("row_") {
            let clean = folder.appendingPathComponent("clean/\(file.lastPathComponent)")
            let expected = referenceRecords(Array(try Data(contentsOf: clean))[...], Dialect()).records.map(
                \.fields)
            let polluted = try lines(of: file)
            let line = try #require(zip(source, polluted).enumerated().first { $1.0 != $1.1 }).offset + 1
            outcomes[file.lastPathComponent] = try outcome(file.path, expected, line: line)
        }
        #expect(outcomes.count == 80)
        let good = outcomes.values.count { $0 != .wrong }
        let counts = [Outcome.clean, .rejected, .refused, .wrong].map { kind in
            "\(outcomes.values.count { $0 == kind }) \(kind.rawValue)"
        }
        let wrong = outcomes.filter { $0.value == .wrong }.keys.sorted()
        print(
            "pollock: \(counts.joined(separator: ", "))\(wrong.isEmpty ? "" : ": ")\(wrong.joined(separator: ", "))"
        )
        #expect(good >= 74, "\(wrong)")
    }

    /// What became of a file whose damaged row begins in `line`.
    private func outcome(_ path: String, _ expected: [[[UInt8]]], line: Int) throws -> Outcome {
        do {
            let source = try openSource(path)
            let whole = try ExpectedReading(source, threads: 1)
            let names = expected[0].map { String(decoding: $0, as: UTF8.self) }
            guard source.columns == names else { return .wrong }
            var rows = Array(expected.dropFirst())
            if whole.rejects.isEmpty && whole.records == rows { return .clean }
            guard whole.rejects.allSatisfy({ $0.firstLine == UInt64(line) }), line >= 2 else { return .wrong }
            rows.remove(at: line - 2)
            return whole.records == rows ? .rejected : .wrong
        } catch let error as TieoutError { return error.line == line ? .refused : .wrong }
    }

    /// The lines of a file as bytes; no field of these files holds a line end.
    private func lines(of file: URL) throws -> [ArraySlice<UInt8>] {
        Array(try Data(contentsOf: file)).split(separator: 10, omittingEmptySubsequences: false)
    }
}
