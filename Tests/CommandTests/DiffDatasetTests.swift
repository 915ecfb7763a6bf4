import Foundation
import Testing

extension ProgramTests {
    /// Public tables of several days against reference diffs computed elsewhere.
    @Suite("diff of public tables", .enabled(if: datasets != nil, "TIEOUT_DATASETS is not set"))
    struct DiffDatasetTests {
        /// What a reference diff says.
        struct Expected: Decodable {
            var left: String
            var right: String
            var key: [String]?
            var header: Bool?
            var rows_left: Int
            var rows_right: Int
            var keys_added: Int?
            var keys_removed: Int?
            var rows_changed: Int?
            var rows_unchanged: Int?
            var cells_changed: Int?
            var cells_changed_by_column: [String: Int]?
            var in_both: Int?
            var only_left: Int?
            var only_right: Int?
        }

        /// What the program says.
        struct Counts: Decodable, Equatable {
            var rows_left: Int
            var rows_right: Int
            var keys_added: Int
            var keys_removed: Int
            var rows_changed: Int
            var rows_unchanged: Int
            var cells_changed: Int
            var cells_changed_by_column: [String: Int]
        }

        static let references: [String] = {
            guard let root = datasets else { return [] }
            let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
            return files.filter {
                $0.hasPrefix("pair-") && $0.contains("/expected/") && $0.hasSuffix(".json")
            }.sorted()
        }()

        @Test("counts and cells are the reference's", arguments: references)
        func reference(_ name: String) throws {
            let place = try Workplace()
            let file = URL(fileURLWithPath: try #require(datasets)).appendingPathComponent(name)
            let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
            let folder = file.deletingLastPathComponent().deletingLastPathComponent()
            let left = try place.unpacked(folder.appendingPathComponent(expected.left))
            let right = try place.unpacked(folder.appendingPathComponent(expected.right))
            // References without a header count columns from c0, the program from c1.
            let isHeaded = expected.header ?? false
            let column = { (name: String) in
                isHeaded ? name : "c\((Int(name.dropFirst()) ?? -1) + 1)"
            }
            let flags =
                (expected.key.map { ["--key", $0.map(column).joined(separator: ",")] } ?? ["--keyless"])
                + (isHeaded ? [] : ["--no-header"]) + ["--no-guards", "--json", "-o", "out.sqlite"]
            let outcome = try place.run(["diff", left, right] + flags)
            let counts = try JSONDecoder().decode(Counts.self, from: Data(outcome.output.utf8))
            var byColumn: [String: Int] = [:]
            for (name, cells) in expected.cells_changed_by_column ?? [:] { byColumn[column(name)] = cells }
            #expect(
                counts
                    == Counts(
                        rows_left: expected.rows_left, rows_right: expected.rows_right,
                        keys_added: expected.keys_added ?? expected.only_right ?? -1,
                        keys_removed: expected.keys_removed ?? expected.only_left ?? -1,
                        rows_changed: expected.rows_changed ?? 0,
                        rows_unchanged: expected.rows_unchanged ?? expected.in_both ?? -1,
                        cells_changed: expected.cells_changed ?? 0, cells_changed_by_column: byColumn))
            #expect(
                outcome.code == (counts.keys_added + counts.keys_removed + counts.rows_changed > 0 ? 1 : 0))
            let stem = file.deletingPathExtension()
            for kind in ["added", "removed"] {
                guard
                    let list = try? String(
                        contentsOf: stem.appendingPathExtension("\(kind).csv"), encoding: .utf8)
                else { continue }
                let keys = list.split(whereSeparator: \.isNewline).dropFirst().map(String.init).sorted()
                #expect(
                    try place.rows("out.sqlite", "SELECT key FROM differences WHERE kind = '\(kind)'")
                        .sorted()
                        == keys)
            }
            if FileManager.default.fileExists(atPath: stem.appendingPathExtension("changes.csv").path) {
                // The list of cells is a table itself: key, column, left, right.
                try place.checkCells(stem.appendingPathExtension("changes.csv"), isHeaded: isHeaded)
            }
        }

        @Test(
            "consecutive nights pass the guards, broken ones trip them",
            arguments: [
                ("navaids/2026-06-18.csv", "navaids/2026-07-30.csv", nil),
                ("airport-frequencies/2026-08-18.csv", "airport-frequencies/2026-08-21.csv", nil),
                ("regions/2026-07-17.csv", "regions/2026-08-15.csv", nil),
                ("runways/2026-08-21.csv", "runways/2026-08-22.csv", nil),
                (
                    "runways/2026-08-21.csv", "runways/2025-01-31.broken-header-only.csv",
                    "has a header and no records"
                ),
                (
                    "navaids/2026-06-18.csv", "navaids/2025-01-31.broken-header-only.csv",
                    "has a header and no records"
                ),
                (
                    "regions/2026-07-17.csv", "regions/2025-01-31.broken-header-only.csv",
                    "has a header and no records"
                ),
                (
                    "airport-frequencies/2026-08-18.csv", "airport-frequencies/2022-09-13.zero-bytes.csv",
                    "is empty: not even a header"
                ),
            ])
        func nights(_ left: String, _ right: String, _ reason: String?) throws {
            let place = try Workplace()
            let folder = URL(fileURLWithPath: try #require(datasets)).appendingPathComponent(
                "pair-ourairports")
            let one = try place.unpacked(folder.appendingPathComponent(left))
            let other = try place.unpacked(folder.appendingPathComponent(right))
            let outcome = try place.run("diff", one, other, "--key", "id", "-q")
            #expect(outcome.code == (reason == nil ? 1 : 3), "\(outcome.errors)")
            if let reason { #expect(outcome.errorLines.first == "tieout: guard: \(other) \(reason)") }
        }
    }
}

extension Workplace {
    /// The file itself, or the one that is packed beside its place, unpacked here.
    fileprivate func unpacked(_ file: URL) throws -> String {
        guard !FileManager.default.fileExists(atPath: file.path) else { return file.path }
        let name = path(file.lastPathComponent)
        _ = FileManager.default.createFile(atPath: name, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", file.path + ".gz"]
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: name))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return name
    }

    /// Compares the changed cells of `out.sqlite` with a list of them, which the program itself reads: a diff
    /// of the two lists must find nothing.
    fileprivate func checkCells(_ list: URL, isHeaded: Bool) throws {
        let text = try String(contentsOf: list, encoding: .utf8)
        let header = text.prefix { !$0.isNewline }
        guard header.hasSuffix(",column,left,right") else { return }
        // The references count unnamed columns from c0, and took the backslash of the null word \N for an escape.
        let column = isHeaded ? "column" : "'c' || (CAST(substr(column, 2) AS INTEGER) - 1)"
        func quoted(_ value: String) -> String {
            "'\"' || replace(replace(\(value), '\\N', 'N'), '\"', '\"\"') || '\"'"
        }
        let query = """
            SELECT \(quoted("key")) || ',' || \(column) || ',' || \(quoted("left_value")) || ',' || \(quoted("right_value"))
            FROM differences WHERE kind = 'changed'
            """
        let cells = try rows("out.sqlite", query)
        try write(header + "\n" + cells.joined(separator: "\n") + "\n", to: "cells.csv")
        let outcome = try run(
            "diff", list.path, "cells.csv", "--keyless", "--no-guards", "--delimiter", ",", "--quote", "\"",
            "--escape", "doubled", "--spaces", "keep")
        #expect(outcome.code == 0, "\(outcome.output)")
    }
}
