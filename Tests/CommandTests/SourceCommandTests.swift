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
                      quote       "  1 quoted field in the first 4 records
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
            // Every record is found in the file that it was written to, at its place there.
            let places = try place.rows("r.sqlite", "SELECT record_id, file, record FROM record_files")
            #expect(
                Set(places)
                    == Set(
                        (1...40).map { "\($0)|\($0 <= half ? "1.csv" : "2.csv.gz")|\(($0 - 1) % half + 1)" }))
            #expect(
                try place.rows("r.sqlite", "SELECT path, first_record, records FROM source_files")
                    == ["1.csv|1|20", "2.csv.gz|21|20"])
        }

        @Test("the file of a difference follows from its record number")
        func filesOfDifferences() throws {
            let place = try Workplace()
            try place.write("id,v\n1,a\n2,b\n3,c\n", to: "old.csv")
            try place.write("id,v\n1,a\n2,x\n", to: "new-1.csv")
            try place.write("id,v\n3,c\n4,d\n", to: "new-2.csv")
            let outcome = try place.run("diff", "old.csv", "new-*.csv", "--key", "id", "-o", "d.sqlite")
            #expect(outcome.code == 1, "\(outcome.errors)")
            let sql = """
                SELECT key, kind, path, right_record - first_record + 1
                FROM differences JOIN source_files ON side = 'right'
                    AND right_record BETWEEN first_record AND first_record + records - 1
                """
            #expect(try place.rows("d.sqlite", sql) == ["2|changed|new-1.csv|2", "4|added|new-2.csv|2"])
        }

        @Test("each side can be read in its own way")
        func sides() throws {
            let place = try Workplace()
            try place.write("id,v\n1,a;b\n2,c\n", to: "old.csv")
            try place.write("1\ta;b\n2\tx\n", to: "new.txt")
            let sides = ["--right-reading", "delimiter=tab", "--right-reading", "no-header"]
            let told = sides + ["--left-reading", "delimiter=,", "--map", "id=c1", "--map", "v=c2"]
            let outcome = try place.run(
                ["diff", "old.csv", "new.txt", "--key", "id", "-o", "d.sqlite"] + told)
            #expect(outcome.code == 1, "\(outcome.errors)")
            #expect(
                try place.rows("d.sqlite", "SELECT key, kind, left_value, right_value FROM differences")
                    == ["2|changed|c|x"])
            let wrong = try place.run("diff", "old.csv", "new.txt", "--left-reading", "delimeter=,")
            #expect(wrong.code == 2)
            #expect(wrong.errors.contains("--left-reading") && wrong.errors.contains("delimiter"))
            let empty = try place.run("match", "old.csv", "new.txt", "--right-reading", "quote=")
            #expect(empty.code == 2 && empty.errors.contains("names no value"))
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
