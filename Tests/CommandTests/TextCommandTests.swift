import Foundation
import TestSupport
import Testing

extension ProgramTests {
    @Suite struct TextCommandTests {
        private static let left = sample("products/left.csv")
        private static let right = sample("products/right.csv")

        private func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        @Test func titlesAreMatchedByText() throws {
            let place = try Workplace()
            let summary = try place.succeed("match", Self.left, Self.right, "-o", "r.sqlite").output
            #expect(summary.contains("method        text: the records are mostly running text"))
            #expect(summary.contains("margin over rivals"))
            let rules = try place.rows("r.sqlite", "SELECT rule FROM rules")
            #expect(rules == ["nearest by 3-grams", "nearest by 3-grams of words", "nearest by words"])
            let judged = try object(
                try place.succeed("evaluate", "r.sqlite", sample("products/truth.csv"), "--json").output)
            #expect(try #require(judged["f1"] as? Double) > 0.8)
            #expect(try #require(judged["candidateRecall"] as? Double) > 0.99)
            let byFields = try place.succeed(
                "match", Self.left, Self.right, "-o", "f.sqlite", "--method", "fields"
            ).output
            #expect(!byFields.contains("method   "))
            #expect(
                try place.rows("f.sqlite", "SELECT count(*) FROM rules WHERE rule LIKE 'nearest%'") == ["0"])
        }

        @Test func theStepsOfAPairAddUpToItsStoredWeight() throws {
            let place = try Workplace()
            try place.succeed("match", Self.left, Self.right, "-o", "r.sqlite", "-q")
            let pairs = try place.rows(
                "r.sqlite", "SELECT left_id, right_id, weight FROM matches ORDER BY weight LIMIT 3")
            for pair in pairs {
                let parts = pair.split(separator: "|").map(String.init)
                let told = try object(
                    try place.succeed("explain", "r.sqlite", parts[0], parts[1], "--json").output)
                let weight = try #require(told["weight"] as? Double)
                #expect(abs(weight - (try #require(Double(parts[2])))) < 1e-3)
                let steps = try #require(told["steps"] as? [[String: Any]])
                let added = steps.reduce(0.0) { $0 + ($1["weight"] as? Double ?? .nan) }
                #expect(abs(try #require(told["priorWeight"] as? Double) + added - weight) < 1e-9)
            }
            let stranger = try place.rows(
                "r.sqlite",
                "SELECT left_id, (SELECT right_id FROM matches ORDER BY left_id DESC LIMIT 1) FROM matches LIMIT 1"
            )
            let ids = stranger[0].split(separator: "|").map(String.init)
            let apart = try place.succeed("explain", "r.sqlite", ids[0], ids[1]).output
            #expect(
                apart.contains("not a candidate") || apart.contains("threshold") || apart.contains("rival"))
        }

        /// Three words of syllables.
        private func names(_ count: Int, _ random: inout Seeded) -> [String] {
            let syllables = [
                "ka", "lo", "mi", "ren", "tas", "vul", "bor", "ni", "sha", "gre", "pol", "du", "wex", "yr",
            ]
            return (0..<count).map { _ in
                (0..<3).map { _ in
                    (0..<Int.random(in: 2...4, using: &random)).map { _ in
                        syllables.randomElement(using: &random)!
                    }.joined()
                }.joined(separator: " ")
            }
        }

        @Test func listsWithNothingInCommonHaveNoMatches() throws {
            let place = try Workplace()
            var random = Seeded(14)
            for (file, count) in [("left.csv", 600), ("right.csv", 200)] {
                let lines = names(count, &random).enumerated().map { "\($0),\($1)" }
                try place.write("id,name\n" + lines.joined(separator: "\n") + "\n", to: file)
            }
            let summary = try place.succeed(
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "--method", "text")
            let told = try #require(
                summary.output.firstMatch(of: /by text, (\d+) of (\d+) pairs that look like matches/))
            let (refused, all) = (try #require(Int(told.1)), try #require(Int(told.2)))
            #expect(refused * 2 > all)
            let matches = try place.rows("r.sqlite", "SELECT count(*) FROM matches WHERE band = 'match'")
            #expect(matches == ["\(all - refused)"])
        }

        @Test func theTargetPrecisionIsTheMeanProbabilityOfTheMatches() throws {
            let place = try Workplace()
            for target in [0.8, 0.95, 0.99] {
                try place.succeed(
                    "match", Self.left, Self.right, "-o", "r.sqlite", "-q", "--target-precision", "\(target)")
                let mean = try place.rows(
                    "r.sqlite", "SELECT avg(probability) FROM matches WHERE band = 'match'")
                #expect(try #require(Double(mean[0])) >= target - 1e-6)
                // The next one would have been too many, unless there is none.
                let review = try place.rows("r.sqlite", "SELECT count(*) FROM matches WHERE band = 'review'")
                if review == ["0"] {
                    #expect(target < 0.9)
                    continue
                }
                let next = try place.rows(
                    "r.sqlite",
                    """
                    SELECT avg(probability) FROM matches WHERE probability >=
                        (SELECT max(probability) FROM matches WHERE band = 'review') - 1e-9
                    """)
                #expect(try #require(Double(next[0])) < target)
            }
        }

        @Test func aJobOfTextSaysTheSame() throws {
            let place = try Workplace()
            try place.succeed("match", Self.left, Self.right, "-o", "a.sqlite", "-q")
            try place.succeed("init", Self.left, Self.right, "-o", "job.yaml")
            #expect(try place.text("job.yaml").contains("method: text"))
            try place.succeed("match", "--job", "job.yaml", "-o", "b.sqlite", "-q")
            let (one, other) = (try place.dump("a.sqlite"), try place.dump("b.sqlite"))
            #expect(one["matches"] == other["matches"] && one["comparisons"] == other["comparisons"])
        }

        /// Titles of things, each once, and of some a second writing; groups of a dozen where asked for.
        private func titles(groups: Int, of size: Int) -> (file: String, together: Set<String>) {
            let words = [
                "harbour", "lantern", "quarry", "meadow", "signal", "copper", "velvet", "orchard", "granite",
                "falcon", "timber", "saffron", "marble", "cobalt", "juniper", "anchor", "thistle", "ember",
            ]
            var random = Seeded(5)
            var lines = ["no,title"]
            var together: Set<String> = []
            for group in 0..<200 {
                let title = (0..<6).map { _ in
                    words.randomElement(using: &random)! + String(Int.random(in: 10...99, using: &random))
                }
                for copy in 0..<(group < groups ? size : 1) {
                    var written = title
                    if copy > 0 { written[copy % 6] += "s" }
                    lines.append("\(group)-\(copy),\(written.joined(separator: " "))")
                    if group < groups { together.insert("\(group)-\(copy)") }
                }
            }
            return (lines.joined(separator: "\n") + "\n", together)
        }

        @Test(arguments: [(40, 2), (12, 14)])
        func titlesOfOneSourceAreDedupedByText(groups: Int, size: Int) throws {
            let place = try Workplace()
            let (file, together) = titles(groups: groups, of: size)
            try place.write(file, to: "titles.csv")
            let summary = try place.succeed("dedupe", "titles.csv", "-o", "r.sqlite").output
            #expect(summary.contains("method        text: the records are mostly running text"))
            let clustered = try place.rows("r.sqlite", "SELECT record_id FROM clusters")
            #expect(Set(clustered) == together)
            let clusters = try place.rows(
                "r.sqlite",
                "SELECT DISTINCT group_concat(DISTINCT substr(record_id, 1, instr(record_id, '-') - 1)) FROM clusters GROUP BY cluster_id"
            )
            #expect(clusters.count == groups && clusters.allSatisfy { !$0.contains(",") })
            // The stored weight is what explain adds up to, from the same neighbours.
            let pair = try place.rows("r.sqlite", "SELECT left_id, right_id, weight FROM matches LIMIT 1")[0]
                .split(separator: "|").map(String.init)
            let told = try object(try place.succeed("explain", "r.sqlite", pair[0], pair[1], "--json").output)
            #expect(abs(try #require(told["weight"] as? Double) - (try #require(Double(pair[2])))) < 1e-3)
            let dump = try place.dump("r.sqlite")["matches"]
            for threads in ["1", "7"] {
                try place.succeed("dedupe", "titles.csv", "-o", "t.sqlite", "-q", "--threads", threads)
                #expect(try place.dump("t.sqlite")["matches"] == dump)
            }
        }

        /// Labels that call the least sure matches wrong move the threshold up; those that call pairs for review right
        /// move it down. Neither forces a pair.
        @Test func labelsMoveTheThresholds() throws {
            let place = try Workplace()
            try place.succeed("match", Self.left, Self.right, "-o", "r.sqlite", "-q")
            func matches(_ file: String) throws -> Int {
                let count = try place.rows(file, "SELECT count(*) FROM matches WHERE band = 'match'")
                return try #require(Int(count[0]))
            }
            let before = try matches("r.sqlite")
            for (band, order, verdict, isMore) in [
                ("match", "probability", "no match", false), ("review", "probability DESC", "match", true),
            ] {
                let pairs = try place.rows(
                    "r.sqlite",
                    "SELECT left_id, right_id FROM matches WHERE band = '\(band)' ORDER BY \(order) LIMIT 30")
                let rows = pairs.map { $0.replacingOccurrences(of: "|", with: ",") + ",\(verdict)\n" }
                try place.write("left_id,right_id,verdict\n" + rows.joined(), to: "labels.csv")
                let summary = try place.succeed(
                    "match", Self.left, Self.right, "-o", "l.sqlite", "--labels", "labels.csv"
                ).output
                #expect(summary.contains("labels        \(pairs.count) pairs, "))
                let after = try matches("l.sqlite")
                #expect(isMore ? after > before : after < before)
            }
            try place.write("left_id,right_id,verdict\nnobody,nobody,match\n", to: "labels.csv")
            let refused = try place.run([
                "match", Self.left, Self.right, "-o", "l.sqlite", "-q", "--labels", "labels.csv",
            ])
            #expect(refused.code == 2 && refused.errors.contains("labels.csv"))
        }

        @Test func titlesThatStandOnceStayAlone() throws {
            let place = try Workplace()
            try place.write(titles(groups: 0, of: 1).file, to: "titles.csv")
            try place.succeed("dedupe", "titles.csv", "-o", "r.sqlite", "-q")
            #expect(try place.rows("r.sqlite", "SELECT count(*) FROM clusters") == ["0"])
        }

        @Test func whatCannotBeIsRefused() throws {
            let place = try Workplace()
            for (arguments, word) in [
                (["match", Self.left, Self.right, "--method", "texts"], "text"),
                (["dedupe", Self.left, "--method", "text", "--memory", "60M"], "--memory allows 60 MiB"),
                (
                    ["match", Self.left, Self.right, "--threshold", "0.9", "--target-precision", "0.9"],
                    "give one of the two"
                ),
                (["match", Self.left, Self.right, "--target-precision", "1.5"], "no probability"),
                (["match", Self.left, Self.right, "--max-pairs", "1000"], "--max-pairs allows 1000"),
                (["match", Self.left, Self.right, "--memory", "60M"], "--memory allows 60 MiB"),
                (
                    ["match", Self.left, Self.right, "--method", "text", "--save-model", "m.json"],
                    "text has no fields"
                ),
            ] {
                let outcome = try place.run(arguments + ["-o", "r.sqlite", "-q"])
                #expect(outcome.code == 2 && outcome.errorLines.count == 1, "\(arguments)")
                #expect(outcome.errors.contains(word), "\(outcome.errors)")
                #expect(try place.files.isEmpty)
            }
        }

        @Test func pagesAndStrategiesKnowText() throws {
            let place = try Workplace()
            try place.succeed("match", Self.left, Self.right, "-o", "r.sqlite", "-q")
            try place.succeed("report", "r.sqlite", "-o", "r.html")
            let page = try place.text("r.html")
            #expect(page.contains("margin over rivals") && page.contains("Neighbours"))
            #expect(!page.contains("nan") && !page.contains("inf,") && !page.contains("Unlinkable"))
            try place.write(
                """
                strategies:
                - name: neighbours by likeness
                  candidates: text
                  scoring: fuzzy
                """, to: "ours.yaml")
            let report = try place.succeed(
                "strategies", Self.left, Self.right, "--strategies", "ours.yaml", "--only",
                "text,automatic,neighbours by likeness", "--json"
            ).output
            let told = try #require(try object(report)["strategies"] as? [[String: Any]])
            #expect(told.count == 3)
            let candidates = Set(told.compactMap { $0["candidates"] as? Int })
            #expect(candidates.count == 1)
            try place.write(
                "strategies:\n- name: no\n  candidates: fuzzy\n  scoring: text\n", to: "wrong.yaml")
            let wrong = try place.run("strategies", Self.left, Self.right, "--strategies", "wrong.yaml")
            #expect(wrong.code == 2 && wrong.errors.contains("wrong.yaml"))
        }
    }
}
