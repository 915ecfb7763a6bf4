import Foundation
import Testing

extension ProgramTests {
    @Suite struct ReportCommandTests {
        private func matched() throws -> (Workplace, SmallPeople) {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            return (place, people)
        }

        private func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        @Test func evaluationCountsPairs() throws {
            let (place, people) = try matched()
            let found = Set(try place.matches("r.sqlite"))
            let truth = Set(people.truth.map { "\($0.left)|\($0.right)" })
            let hits = found.intersection(truth).count
            let report = try object(try place.succeed("evaluate", "r.sqlite", "truth.csv", "--json").output)
            #expect(report["truePositives"] as? Int == hits)
            #expect(report["falsePositives"] as? Int == found.count - hits)
            #expect(report["falseNegatives"] as? Int == truth.count - hits)
            let f1 = 2 * Double(hits) / Double(found.count + truth.count)
            #expect(abs(try #require(report["f1"] as? Double) - f1) < 1e-12)
            let text = try place.succeed("evaluate", "r.sqlite", "truth.csv").output
            for word in ["precision", "recall", "F1", "candidate recall"] { #expect(text.contains(word)) }
            #expect(!text.contains("B-cubed"))
        }

        @Test func theTruthsColumnsAreNamedOrTheFirstTwo() throws {
            let (place, people) = try matched()
            let plain = try place.succeed("evaluate", "r.sqlite", "truth.csv", "--json").output
            try place.write(
                "x,y\n" + people.truth.map { "\($0.left),\($0.right)\n" }.joined(), to: "first.csv")
            #expect(try place.succeed("evaluate", "r.sqlite", "first.csv", "--json").output == plain)
            try place.write(
                "r,why,l\n" + people.truth.map { "\($0.right),\"a,b\",\($0.left)\n" }.joined(),
                to: "named.csv")
            let named = try place.succeed(
                "evaluate", "r.sqlite", "named.csv", "--truth-columns", "l,r", "--json"
            ).output
            #expect(named == plain)
            let wrong = try place.run("evaluate", "r.sqlite", "named.csv", "--truth-columns", "l,rr")
            #expect(wrong.code == 2 && wrong.errorLines.count == 1 && wrong.errors.contains("'rr'"))
            let one = try place.run("evaluate", "r.sqlite", "named.csv", "--truth-columns", "l")
            #expect(one.code == 2 && one.errorLines.count == 1)
        }

        @Test func onlyJudgedPairsCountWhenTold() throws {
            let (place, people) = try matched()
            let judged = people.truth.prefix(40)
            let strangers = (0..<10).map { "\(people.truth[$0].left),\(people.truth[$0 + 1].right)" }
            try place.write(
                "split,left_id,right_id,label\n" + judged.map { "a,\($0.left),\($0.right),1\n" }.joined()
                    + strangers.map { "b,\($0),0\n" }.joined(), to: "labels.csv")
            let report = try object(
                try place.succeed("evaluate", "r.sqlite", "truth.csv", "--judged", "labels.csv", "--json")
                    .output)
            let found = Set(try place.matches("r.sqlite"))
            let hits = judged.count { found.contains("\($0.left)|\($0.right)") }
            #expect(report["judgedPairs"] as? Int == 50)
            #expect(report["truePositives"] as? Int == hits)
            #expect(report["falseNegatives"] as? Int == 40 - hits)
            #expect(
                report["falsePositives"] as? Int
                    == strangers.count { found.contains($0.replacingOccurrences(of: ",", with: "|")) })
        }

        @Test func aDedupeIsJudgedByItsClusters() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            try place.succeed("dedupe", "both.csv", "-o", "d.sqlite", "-q")
            var members: [String: [String]] = [:]
            for row in try place.rows("d.sqlite", "SELECT cluster_id, record_id FROM clusters") {
                let parts = row.split(separator: "|").map(String.init)
                members[parts[0], default: []].append(parts[1])
            }
            let pairs = members.values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
            let hits = people.truth.count { pair in
                members.values.contains { $0.contains(pair.left) && $0.contains(pair.right) }
            }
            let report = try object(try place.succeed("evaluate", "d.sqlite", "truth.csv", "--json").output)
            #expect(report["foundPairs"] as? Int == pairs)
            #expect(report["truePositives"] as? Int == hits)
            let cubed = try #require(report["bCubed"] as? [String: Any])
            let f1 = try #require(cubed["f1"] as? Double)
            #expect(f1 > 0.8 && f1 <= 1)
            #expect(try place.succeed("evaluate", "d.sqlite", "truth.csv").output.contains("B-cubed"))
            // Sides of a pair may be given either way round.
            try place.write(
                "left_id,right_id\n" + people.truth.map { "\($0.right),\($0.left)\n" }.joined(),
                to: "turned.csv")
            let turned = try object(try place.succeed("evaluate", "d.sqlite", "turned.csv", "--json").output)
            #expect(turned["truePositives"] as? Int == hits)
        }

        @Test func aMatchIsExplainedByTheWeightItWasStoredWith() throws {
            let (place, _) = try matched()
            let links = try place.rows("r.sqlite", "SELECT left_id, right_id, weight, band FROM matches")
            for row in links.enumerated().filter({ $0.offset % 25 == 0 }).map(\.element) {
                let parts = row.split(separator: "|").map(String.init)
                let report = try object(
                    try place.succeed("explain", "r.sqlite", parts[0], parts[1], "--json").output)
                let (weight, stored) = (
                    try #require(report["weight"] as? Double), try #require(Double(parts[2]))
                )
                #expect(abs(weight - stored) < 1e-3, "\(row)")
                let steps = try #require(report["steps"] as? [[String: Any]])
                let sum =
                    try #require(report["priorWeight"] as? Double)
                    + steps.reduce(0) { $0 + ($1["weight"] as? Double ?? .nan) }
                #expect(abs(sum - weight) < 1e-6)
                #expect(report["verdict"] as? String == "in the result: band \(parts[3])")
            }
        }

        @Test func noMatchIsExplainedToo() throws {
            let (place, people) = try matched()
            let both = Set(try place.rows("r.sqlite", "SELECT left_id, right_id FROM matches"))
            var verdicts: Set<String> = []
            for other in people.right.dropFirst().prefix(60) where !both.contains("L1000|\(other[0])") {
                let report = try object(
                    try place.succeed("explain", "r.sqlite", "L1000", other[0], "--json").output)
                verdicts.insert(try #require(report["verdict"] as? String))
            }
            #expect(verdicts.contains { $0.hasPrefix("not a candidate: no blocking rule holds") })
            #expect(verdicts.allSatisfy { !$0.hasPrefix("in the result") })
            let text = try place.succeed("explain", "r.sqlite", people.truth[0].left, people.truth[0].right)
                .output
            for word in ["prior", "match weight", "probability", "rules that hold"] {
                #expect(text.contains(word))
            }
            let unknown = try place.run("explain", "r.sqlite", "L1000", "nobody")
            #expect(unknown.code == 2 && unknown.errorLines.count == 1)
            #expect(unknown.errors.contains("'nobody'") && unknown.errors.contains("right.csv"))
        }

        @Test func aSourceThatChangedIsRefusedByName() throws {
            let (place, people) = try matched()
            try place.write(csv(people.right) + "R1,x,y,,,\n", to: "right.csv")
            for command in [
                ["explain", "r.sqlite", "L1000", "L1001"], ["evaluate", "r.sqlite", "truth.csv"],
                ["export", "r.sqlite"],
            ] {
                let outcome = try place.run(command)
                #expect(outcome.code == 2 && outcome.errorLines.count == 1)
                #expect(outcome.errors.contains("right.csv") && outcome.errors.contains("has changed"))
            }
        }

        @Test func whatIsNoResultIsRefused() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            for command in [
                ["explain", "left.csv", "1", "2"], ["evaluate", "left.csv", "truth.csv"],
                ["export", "left.csv"],
                ["model", "show", "left.csv"], ["export", "missing.sqlite"],
                ["evaluate", "missing.sqlite", "truth.csv"],
            ] {
                let outcome = try place.run(command)
                #expect(outcome.code == 2 && outcome.errorLines.count == 1, "\(command): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
            }
        }
    }
}
