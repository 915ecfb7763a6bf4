import Foundation
import Testing

/// Sources as people name them, through the program.
extension ProgramTests {
    @Suite("Sources")
    struct Sources {
        private static let people = (1...40).map { "\($0),Name\($0) Smith\($0 % 7),town\($0 % 5)" }

        @Test("dialect prints what was found, and why")
        func dialect() throws {
            let place = try Workplace()
            try place.write("Report\n\nid;name\n1;Ann\n2;Bob\n3;\"C;y\"\n", to: "a.csv")
            let outcome = try place.succeed("dialect", "a.csv")
            #expect(
                outcome.output == """
                    a.csv
                      format      delimited text
                      encoding    utf-8
                      line ends   LF
                      delimiter   ;  100 % of the first 4 records have 2 fields
                      quote       "  1 quoted fields in the first 4 records
                      escape      doubled
                      spaces      keep
                      comment     none
                      skip-lines  2  what stands before the header has one field, what stands behind it has 2
                      header      yes
                      columns     2  id, name
                    warning: a.csv: 2 lines before the header were passed over

                    """)
            let json = try place.succeed("dialect", "a.csv", "--skip-lines", "2", "--json").output
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect((report["warnings"] as? [String]) == [])
            let reading = try #require(report["reading"] as? [String: Any])
            #expect(reading["columns"] as? [String] == ["id", "name"])
        }

        @Test("several packed files are deduped as one, and read again by explain and export")
        func severalFiles() throws {
            let place = try Workplace()
            let half = Self.people.count / 2
            for (name, lines) in [("1", Self.people[..<half]), ("2", Self.people[half...])] {
                try place.write("id,name,town\n" + lines.joined(separator: "\n") + "\n", to: "\(name).csv")
            }
            let gzip = try Process.run(
                URL(fileURLWithPath: "/usr/bin/env"), arguments: ["gzip", place.path("2.csv")])
            gzip.waitUntilExit()
            let outcome = try place.run("dedupe", "?.csv*", "-o", "r.sqlite", "--null-words", "town1")
            #expect(outcome.code == 0, "\(outcome.errors)")
            let export = try place.succeed("export", "r.sqlite")
            #expect(export.output.split(separator: "\n").count == 41)
            #expect(!export.output.contains("town1") && export.output.contains("town2"))
        }

        @Test("limits on rejects end the run with what is wrong")
        func rejects() throws {
            let place = try Workplace()
            try place.write(
                "id,name,town\n" + (Self.people + ["x,y,z,more"]).joined(separator: "\n") + "\n", to: "a.csv")
            for (flags, words) in [
                (["--strict"], ["a.csv:42: has 4 fields", "--strict"]),
                (["--max-rejects", "0"], ["a.csv:42:"]),
                (["--max-rejects", "1%"], ["1 of 41 records cannot be read, more than 1 % allowed"]),
                (["--max-rejects", "many"], ["'many' is no number of records"]),
                (["--invalid-text", "keep"], ["--invalid-text", "windows-1252"]),
            ] {
                let outcome = try place.run(["dedupe", "a.csv", "-o", "r.sqlite"] + flags)
                #expect(outcome.code == 2)
                #expect(outcome.errorLines.count == 1)
                for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
            }
            #expect(try place.files == ["a.csv"])
        }
    }
}
