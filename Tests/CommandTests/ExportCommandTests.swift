import Foundation
import Testing

extension ProgramTests {
    @Suite struct ExportCommandTests {
        /// A pair of exports with values that need quotes.
        private func place() throws -> Workplace {
            let place = try Workplace()
            var people = SmallPeople()
            for row in 1..<people.left.count {
                switch row % 4 {
                case 0: people.left[row][4] += ", \"old\" town"
                case 1: people.left[row][4] += "\nsecond line"
                case 2: people.left[row][4] += " \\ é"
                default: break
                }
            }
            try place.write(people)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--review", "0.001")
            try place.succeed("dedupe", "both.csv", "-o", "d.sqlite", "-q")
            return place
        }

        /// JSON Lines as CSV would give them. Numbers are numbers, and what has no value is null.
        private func objects(_ text: String) throws -> [[String: String]] {
            try text.split(separator: "\n").map { line in
                let object = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                return try object.reduce(into: [:]) { row, member in
                    if ["probability", "weight"].contains(member.key) {
                        row[member.key] = "\(try #require(member.value as? Double))"
                        #expect(line.contains("\"\(member.key)\":\(row[member.key] ?? "")"))
                    } else {
                        row[member.key] =
                            member.value is NSNull ? "" : try #require(member.value as? String)
                    }
                }
            }
        }

        /// The rows of a CSV as JSON Lines would give them.
        private func named(_ rows: [[String]]) -> [[String: String]] {
            rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
        }

        @Test func linksStandSideBySideWithTheirRecords() throws {
            let place = try place()
            let (left, right) = (parsed(try place.text("left.csv")), parsed(try place.text("right.csv")))
            let lefts = Dictionary(uniqueKeysWithValues: left.dropFirst().map { ($0[0], $0) })
            let rights = Dictionary(uniqueKeysWithValues: right.dropFirst().map { ($0[0], $0) })
            for (what, band) in [("matches", "match"), ("review", "review")] {
                let rows = parsed(try place.succeed("export", "r.sqlite", "--what", what).output)
                let links = try place.rows(
                    "r.sqlite", "SELECT left_id, right_id, probability FROM matches WHERE band = '\(band)'")
                guard !links.isEmpty else { continue }
                #expect(
                    rows[0] == ["left_id", "right_id", "probability", "weight"]
                        + left[0].dropFirst().map { "left_\($0)" }
                        + right[0].dropFirst().map { "right_\($0)" })
                #expect(
                    rows.dropFirst().map { "\($0[0])|\($0[1])" }.sorted()
                        == links.map { $0.split(separator: "|")[0...1].joined(separator: "|") }.sorted())
                for row in rows.dropFirst() {
                    #expect([row[0]] + row[4..<9] == lefts[row[0]])
                    #expect([row[1]] + row[9...] == rights[row[1]])
                    let probability = try #require(Double(row[2]))
                    #expect(probability >= 0 && probability <= 1)
                }
                let lines = try objects(
                    try place.succeed("export", "r.sqlite", "--what", what, "--format", "jsonl").output)
                #expect(lines == named(rows))
            }
            let byDefault = try place.succeed("export", "r.sqlite").output
            #expect(byDefault == (try place.succeed("export", "r.sqlite", "--what", "matches").output))
        }

        @Test func unmatchedRecordsComeWithSideAndReason() throws {
            let place = try place()
            let rows = parsed(try place.succeed("export", "r.sqlite", "--what", "unmatched").output)
            #expect(Array(rows[0].prefix(3)) == ["side", "record_id", "reason"])
            let stored = try place.rows("r.sqlite", "SELECT side, record_id, reason FROM unmatched")
            #expect(rows.dropFirst().map { $0[0...2].joined(separator: "|") }.sorted() == stored.sorted())
            let lines = try objects(
                try place.succeed("export", "r.sqlite", "--what", "unmatched", "--format", "jsonl").output)
            #expect(lines == named(rows))
            for line in lines { #expect(line[line["side"] == "left" ? "id" : "no"] == line["record_id"]) }
        }

        @Test func clustersAreTheSourceWithAColumnMore() throws {
            let place = try place()
            let source = parsed(try place.text("both.csv"))
            let rows = parsed(try place.succeed("export", "d.sqlite").output)
            #expect(rows[0] == ["cluster_id", "record_id"] + source[0])
            #expect(rows.map { Array($0[2...]) } == source)
            var clusters: [String: String] = [:]
            for row in try place.rows("d.sqlite", "SELECT record_id, cluster_id FROM clusters") {
                let parts = row.split(separator: "|").map(String.init)
                clusters[parts[0]] = parts[1]
            }
            for row in rows.dropFirst() { #expect(row[0] == clusters[row[1]] ?? row[1]) }
            let lines = try objects(
                try place.succeed("export", "d.sqlite", "--what", "clusters", "--format", "jsonl").output)
            #expect(lines == named(rows))
            let refused = try place.run("export", "r.sqlite", "--what", "clusters")
            #expect(refused.code == 2 && refused.errorLines.count == 1)
        }

        @Test func aFileIsWrittenOnceAndNotOverwritten() throws {
            let place = try place()
            let shown = try place.succeed("export", "r.sqlite").output
            #expect(try place.succeed("export", "r.sqlite", "-o", "out.csv").output.isEmpty)
            #expect(try place.text("out.csv") == shown)
            for name in ["out.csv", "left.csv", "r.sqlite"] {
                let before = try place.bytes(name)
                let again = try place.run("export", "r.sqlite", "--what", "unmatched", "-o", name)
                #expect(again.code == 2 && again.errorLines.count == 1 && again.errors.contains(name))
                #expect(try place.bytes(name) == before)
            }
        }
    }
}
