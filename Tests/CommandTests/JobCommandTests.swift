import Foundation
import Testing

extension ProgramTests {
    @Suite struct JobCommandTests {
        @Test func theWrittenJobGivesTheLinksOfTheRunWithoutOne() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("match", "left.csv", "right.csv", "-o", "plain.sqlite", "-q")
            let wrote = try place.succeed("init", "left.csv", "right.csv", "-o", "job.yaml")
            #expect(wrote.errors.contains("tieout match --job job.yaml"))
            try place.succeed("match", "--job", "job.yaml", "-o", "told.sqlite", "-q")
            #expect(try place.matches("told.sqlite") == place.matches("plain.sqlite"))
            #expect(try place.succeed("init", "left.csv", "right.csv").output == place.text("job.yaml"))

            try place.succeed("dedupe", "both.csv", "-o", "alone.sqlite", "-q")
            try place.succeed("init", "both.csv", "-o", "dedupe.yaml")
            try place.succeed("dedupe", "--job", "dedupe.yaml", "-o", "alone2.sqlite", "-q")
            let clusters = "SELECT * FROM clusters ORDER BY 1, 2"
            #expect(try place.rows("alone2.sqlite", clusters) == place.rows("alone.sqlite", clusters))
        }

        @Test func flagsOverruleTheJob() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.write(
                "left: missing.csv\nright: right.csv\noutput: told.sqlite\nthreshold: 0.8\n", to: "job.yaml")
            try place.succeed("match", "left.csv", "--job", "job.yaml", "--threshold", "0.7", "-q")
            #expect(try place.files.contains("told.sqlite"))
            #expect(try place.rows("told.sqlite", "SELECT value FROM run WHERE key = 'threshold'") == ["0.7"])
            try place.succeed("match", "left.csv", "--job", "job.yaml", "-o", "other.sqlite", "-q")
            #expect(
                try place.rows("other.sqlite", "SELECT value FROM run WHERE key = 'threshold'") == ["0.8"])
        }

        @Test func aJobIsNotWrittenOverAFile() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            let before = try place.bytes("truth.csv")
            let outcome = try place.run("init", "left.csv", "right.csv", "-o", "truth.csv")
            #expect(outcome.code == 2 && outcome.errorLines.count == 1)
            #expect(try place.bytes("truth.csv") == before)
        }

        @Test func aModelIsSavedShownAndUsed() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "r.sqlite", "-q", "--save-model", "m.json")
            let shown = try place.succeed("model", "show", "m.json").output
            #expect(shown.hasPrefix("prior: one pair in "))
            #expect(shown.contains("exact") && shown.contains("weight"))
            #expect(try place.succeed("model", "show", "r.sqlite").output == shown)
            let json = try place.succeed("model", "show", "m.json", "--json").output
            #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])

            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "used.sqlite", "-q", "--model", "m.json")
            let levels = "SELECT comparison, level, m, u FROM comparisons"
            #expect(try place.rows("used.sqlite", levels) == place.rows("r.sqlite", levels))
            #expect(try place.matches("used.sqlite") == place.matches("r.sqlite"))

            try place.write(SmallPeople(seed: 9))
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "next.sqlite", "-q", "--model", "m.json")
            #expect(try place.rows("next.sqlite", levels) == place.rows("r.sqlite", levels))
            let other = try place.run(
                "match", "left.csv", "right.csv", "-o", "x.sqlite", "--model", "m.json", "--exclude",
                "city,town", "-q")
            #expect(other.code == 2 && other.errorLines.count == 1 && other.errors.contains("m.json"))
            #expect(try !place.files.contains("x.sqlite"))
        }

        @Test("weights by hand are what the run and its explanation use")
        func weightsByHand() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.write(
                """
                prior: 0.00390625
                fields:
                - {name: first, kind: name, left: first_name, right: given_name, levels: [exact], weights: [5, -3]}
                - {name: last, kind: name, left: last_name, right: surname, levels: [exact], weights: [6, -4]}
                - {name: born, kind: date, left: birth_date, right: date_of_birth, levels: [exact], weights: [9, -5]}
                rules:
                - all: [{field: born}]
                - all: [{field: first}, {field: last}]

                """, to: "job.yaml")
            try place.succeed("match", "left.csv", "right.csv", "--job", "job.yaml", "-o", "r.sqlite", "-q")
            #expect(
                try place.rows(
                    "r.sqlite",
                    "SELECT printf('%.3f', max(weight)) FROM comparisons GROUP BY comparison ORDER BY 1")
                    == ["5.000", "6.000", "9.000"])
            // The prior is one in 256: −8 bits, less a hundredth. A pair that agrees on all weighs 12.
            let full = try place.rows(
                "r.sqlite", "SELECT left_id, right_id FROM matches WHERE abs(weight - 12) < 0.01 LIMIT 1")
            let ids = try #require(full.first).split(separator: "|").map(String.init)
            let explained = try place.succeed("explain", "r.sqlite", ids[0], ids[1]).output
            for weight in ["+5.00", "+6.00", "+9.00"] { #expect(explained.contains(weight), "\(explained)") }
            let weights = try place.rows("r.sqlite", "SELECT DISTINCT round(weight) FROM matches ORDER BY 1")
            // −8 with 5 or −3, 6 or −4, 9 or −5, from review (a tenth: −3.17 bits) upwards.
            let possible: Set = ["2.0", "4.0", "12.0", "-2.0"]
            #expect(!weights.isEmpty && weights.allSatisfy { possible.contains($0) }, "\(weights)")
        }

        @Test("a plan says what the run would be refused for, and the run is")
        func planTellsRefusals() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            let planned = try place.succeed(
                "match", "left.csv", "right.csv", "--plan", "--max-pairs", "3", "--memory", "1M")
            let said = planned.output + planned.errors
            #expect(said.contains("would be refused") && said.contains("--max-pairs allows 3"), "\(said)")
            #expect(said.contains("--memory allows 1 MiB"), "\(said)")
            #expect(try place.run("match", "left.csv", "right.csv", "--max-pairs", "3", "-q").code == 2)
            #expect(try place.run("match", "left.csv", "right.csv", "--memory", "1M", "-q").code == 2)
        }
    }
}
