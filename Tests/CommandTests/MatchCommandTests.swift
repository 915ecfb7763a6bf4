import Foundation
import Testing

extension ProgramTests {
    @Suite struct MatchCommandTests {
        @Test func matchesTwoExportsAndSaysWhatItDid() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            let outcome = try place.succeed("match", "left.csv", "right.csv", "-o", "result.sqlite")
            for line in [
                "left.csv: 220 records", "right.csv: 200 records", "ids from column 'id'",
                "ids from column 'no'",
            ] {
                #expect(outcome.output.contains(line))
            }
            for word in [
                "matches", "cardinality", "blocking rules", "match weights", "result in result.sqlite",
            ] {
                #expect(outcome.output.contains(word))
            }
            let found = Set(try place.matches("result.sqlite"))
            let truth = Set(people.truth.map { "\($0.left)|\($0.right)" })
            #expect(found.intersection(truth).count > 120)
            #expect(found.subtracting(truth).count < 15)
            #expect(try place.files == ["both.csv", "left.csv", "result.sqlite", "right.csv", "truth.csv"])
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path("result.sqlite"))
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }

        @Test func everyRecordIsAccountedFor() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            for (side, column, count) in [("left", "left_id", 220), ("right", "right_id", 200)] {
                let linked = try place.rows("r.sqlite", "SELECT DISTINCT \(column) FROM matches")
                let alone = try place.rows(
                    "r.sqlite", "SELECT record_id FROM unmatched WHERE side = '\(side)'")
                #expect(linked.count + alone.count == count)
                #expect(Set(linked).isDisjoint(with: alone))
            }
            let rates = try place.rows(
                "r.sqlite", "SELECT band, min(probability), max(probability) FROM matches GROUP BY band")
            for row in rates {
                let parts = row.split(separator: "|")
                let (low, high) = (try #require(Double(parts[1])), try #require(Double(parts[2])))
                #expect(parts[0] == "match" ? low >= 0.5 && high <= 1 : low >= 0.1 && high <= 1)
            }
        }

        @Test func withoutOutputTheResultIsNamedAfterTheLeftSource() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try FileManager.default.createDirectory(
                atPath: place.path("exports"), withIntermediateDirectories: false)
            try FileManager.default.copyItem(
                atPath: place.path("left.csv"), toPath: place.path("exports/crm.2024.csv"))
            try place.succeed("match", "exports/crm.2024.csv", "right.csv")
            #expect(try place.files.contains("crm.2024.tieout.sqlite"))
            try place.succeed("dedupe", "both.csv")
            #expect(try place.files.contains("both.tieout.sqlite"))
        }

        @Test func aPlanWritesNothing() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            let before = try place.files
            let outcome = try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "--plan")
            #expect(try place.files == before)
            for word in ["fields", "blocking rules", "would take about", "of memory", "of disk"] {
                #expect(outcome.output.contains(word))
            }
            try place.succeed("dedupe", "both.csv", "--plan")
            #expect(try place.files == before)
            let json = try place.succeed("match", "left.csv", "right.csv", "--plan", "--json")
            let plan = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect((plan["rules"] as? [Any])?.isEmpty == false)
            #expect(try place.files == before)
        }

        @Test func jsonIsTheWholeOutput() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            let outcome = try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "--json")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(summary["command"] as? String == "match")
            #expect(summary["result"] as? String == "r.sqlite")
            let counts = try #require(summary["counts"] as? [String: Any])
            #expect(counts["matches"] as? Int == (try place.matches("r.sqlite").count))
            #expect(outcome.errors.isEmpty)
            let quiet = try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
        }

        @Test func valuesStayOutOfTerminalAndResultWhenTold() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            // A record that is rejected must not bring its values in by the back door.
            try place.write(csv(people.left) + "L9,secretname,\"\n", to: "left.csv")
            var shown = ""
            for command in [
                ["match", "left.csv", "right.csv", "-o", "r.sqlite", "--no-values"],
                ["dedupe", "both.csv", "-o", "d.sqlite", "--no-values"],
                ["explain", "r.sqlite", people.truth[0].left, people.truth[0].right, "--no-values"],
            ] {
                let outcome = try place.run(command)
                #expect(outcome.code == 0)
                shown += outcome.output + outcome.errors
            }
            var stored = String(decoding: try place.bytes("r.sqlite"), as: UTF8.self)
            stored += String(decoding: try place.bytes("d.sqlite"), as: UTF8.self)
            let values = (people.left.dropFirst() + people.right.dropFirst()).flatMap {
                [$0[2], $0[3], $0[5]]
            }
            for value in Set(values + ["secretname"]) where value.count > 5 {
                #expect(!shown.contains(value) && !stored.contains(value), "\(value)")
            }
        }

        @Test func dedupeFindsClusters() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            let outcome = try place.succeed("dedupe", "both.csv", "-o", "d.sqlite")
            #expect(outcome.output.contains("clusters") && outcome.output.contains("both.csv: 420 records"))
            var members: [String: [String]] = [:]
            for row in try place.rows("d.sqlite", "SELECT cluster_id, record_id FROM clusters") {
                let parts = row.split(separator: "|").map(String.init)
                members[parts[0], default: []].append(parts[1])
            }
            #expect(members.values.allSatisfy { $0.count > 1 })
            #expect(members.allSatisfy { $0.value.contains($0.key) })
            let all = members.values.flatMap { $0 }
            #expect(Set(all).count == all.count)
            let together = people.truth.count { pair in
                members.values.contains { $0.contains(pair.left) && $0.contains(pair.right) }
            }
            #expect(together > 120)
        }

        @Test func whatPeopleDecidedIsKept() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            let found = try place.matches("r.sqlite").map { $0.split(separator: "|").map(String.init) }
            let apart = try #require(found.first)
            let strangers = (left: "L1219", right: people.right[1][0])
            try place.write(
                "left_id,right_id,verdict\n\(apart[0]),\(apart[1]),no match\n\(strangers.left),\(strangers.right),match\n",
                to: "decided.csv")
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--decisions", "decided.csv")
            let all = try place.rows("r.sqlite", "SELECT left_id, right_id FROM matches")
            #expect(!all.contains("\(apart[0])|\(apart[1])"))
            let why = try place.succeed("explain", "r.sqlite", apart[0], apart[1]).output
            #expect(why.contains("decided apart: a person said no match"))
            #expect(try place.matches("r.sqlite").contains("\(strangers.left)|\(strangers.right)"))
            #expect(
                try place.rows("r.sqlite", "SELECT * FROM decisions") == [
                    "\(apart[0])|\(apart[1])|no match", "\(strangers.left)|\(strangers.right)|match",
                ])
            // A pair that nothing but a decision has brought weighs beyond all scales.
            try place.succeed("report", "r.sqlite", "-o", "r.html")
            // Kept whatever the thresholds say.
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--decisions", "decided.csv",
                "--threshold", "0.99")
            #expect(try place.matches("r.sqlite").contains("\(strangers.left)|\(strangers.right)"))

            try place.write(
                "a,b,verdict\n\(apart[0]),\(strangers.left),match\nL1219,L1218,different\n", to: "decided.csv"
            )
            try place.succeed("dedupe", "both.csv", "-o", "d.sqlite", "-q", "--decisions", "decided.csv")
            let cluster = try place.rows(
                "d.sqlite",
                "SELECT count(DISTINCT cluster_id) FROM clusters WHERE record_id IN ('\(apart[0])', '\(strangers.left)')"
            )
            #expect(cluster == ["1"])
        }

        @Test func aColumnThatBothSidesSpellAlikeIsExcludedInAnyCase() throws {
            let place = try Workplace()
            try place.write("id,Name,Notes\n1,ann lee,x\n2,bob ray,y\n", to: "l.csv")
            try place.write("id,Name,Notes\n7,ann lee,x\n8,bob ray,y\n", to: "r.csv")
            let job = try place.succeed("init", "l.csv", "r.csv", "--exclude", "notes", "-o", "job.yaml")
            #expect(job.code == 0)
            #expect(try !place.text("job.yaml").contains("name: Notes"))
            try place.succeed(
                "match", "l.csv", "r.csv", "--exclude", "notes", "--method", "text", "-o", "r.sqlite")
        }

        @Test func flagsOverruleTheData() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--cardinality", "one-to-one",
                "--threshold", "0.9",
                "--review", "0.6", "--exclude", "email,mail")
            let doubled =
                "SELECT count(*) FROM (SELECT 1 FROM matches WHERE band = 'match' GROUP BY left_id HAVING count(*) > 1)"
            #expect(try place.rows("r.sqlite", doubled) == ["0"])
            #expect(
                try place.rows(
                    "r.sqlite", "SELECT count(*) FROM matches WHERE band = 'match' AND probability < 0.9")
                    == ["0"])
            #expect(
                try place.rows("r.sqlite", "SELECT count(*) FROM matches WHERE probability < 0.6") == ["0"])
            #expect(
                try place.rows("r.sqlite", "SELECT count(*) FROM comparisons WHERE left_column = 'email'")
                    == ["0"])
        }
    }
}
