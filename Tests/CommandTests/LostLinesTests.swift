import Foundation
import Testing

extension ProgramTests {
    /// A quote out of place takes what follows with it, up to the next quote: never without a word.
    @Suite("lines that go with a broken record") struct LostLinesTests {
        /// 1,000 records in lines 2 to 1001, of which some are written otherwise.
        private func table(_ others: [Int: String]) -> String {
            (0..<1000).reduce(into: "id,name,city\n") { text, id in
                text += "\(id)," + (others[id] ?? "n\(id)") + ",c\(id)\n"
            }
        }

        @Test("quotes that enclose no field are text")
        func text() throws {
            let place = try Workplace()
            try place.write(table([5: "\"n\" 5"]), to: "a.csv")
            let outcome = try place.run("profile", "a.csv")
            #expect(outcome.output.hasPrefix("a.csv: 1,000 records, 3 columns"))
            #expect(!outcome.output.contains("rejected"))
            let dialect = try place.run("dialect", "a.csv").output
            #expect(dialect.split(separator: "\n").contains { $0.contains("quote") && $0.contains("none") })
            // Sound quotes further down make the quote one.
            try place.write(table([5: "\"n\" 5", 300: "\"a,b\"", 301: "\"x\""]), to: "b.csv")
            #expect(try place.run("profile", "b.csv").output.contains("rejected"))
        }

        @Test("a diff names the lines that were lost, and is not published")
        func guarded() throws {
            let place = try Workplace()
            // Sound quotes at the start make the quote one.
            try place.write(table([0: "\"n0\"", 1: "\"n1\"", 700: "\"n\" 700"]), to: "a.csv")
            try place.write(table([0: "\"n0\"", 1: "\"n1\""]), to: "b.csv")
            let outcome = try place.run("diff", "b.csv", "a.csv", "--key", "id", "-o", "r.sqlite")
            #expect(outcome.code == 3)
            #expect(
                outcome.errors.contains(
                    "a.csv lost 299 lines to records that could not be read: a quote is opened and never closed, lines 702 to 1001"
                ), "\(outcome.errors)")
            #expect(try place.files == ["a.csv", "b.csv"])
            let open = try place.run(
                "diff", "b.csv", "a.csv", "--key", "id", "-o", "r.sqlite", "--no-guards")
            #expect(open.code == 1)
            #expect(
                open.output.contains("--quote none") && open.output.contains("1 record could not be read"),
                "\(open.output)")
            #expect(
                try place.rows("r.sqlite", "SELECT line, reason FROM rejects") == [
                    "702|a quote is opened and never closed"
                ])
        }

        @Test("a record of the right quotes and another width takes others with it too, the last line none")
        func others() throws {
            let place = try Workplace()
            let start = table([0: "\"n0\"", 1: "\"n1\"", 5: "\"n5", 699: "n699\",x"])
            try place.write(start, to: "a.csv")
            let outcome = try place.run("profile", "a.csv")
            #expect(outcome.output.contains("694 lines more went with records"), "\(outcome.output)")
            try place.write(table([0: "\"n0\"", 1: "\"n1\"", 999: "\"n999"]), to: "b.csv")
            let last = try place.run("profile", "b.csv", "--max-rejects", "1")
            #expect(last.code == 0 && !last.output.contains("went with"), "\(last.output)")
        }

        @Test("lines that were lost count as rejected records do")
        func limits() throws {
            let place = try Workplace()
            try place.write(table([0: "\"n0\"", 1: "\"n1\"", 700: "\"n\" 700"]), to: "a.csv")
            for (limit, code) in [("250", Int32(2)), ("20%", 2), ("300", 0), ("31%", 0)] {
                let outcome = try place.run("profile", "a.csv", "--max-rejects", limit)
                #expect(outcome.code == code, "\(limit): \(outcome.errors)")
                if code == 2 {
                    #expect(outcome.errors.contains("300"))
                    #expect(outcome.errors.contains("counting the lines that went with them"))
                }
            }
        }

        @Test("one or two records are matched like many, and nothing is found")
        func few() throws {
            let place = try Workplace()
            try place.write("id,name,city\n1,Anna,Rome\n", to: "one.csv")
            try place.write("id,name,city\n1,Anna,Rome\n2,Bob,Paris\n", to: "two.csv")
            try place.write("id,name,city\n3,Carl,Oslo\n", to: "other.csv")
            for arguments in [
                ["dedupe", "one.csv"], ["dedupe", "two.csv"], ["match", "two.csv", "other.csv"],
            ] {
                let outcome = try place.run(arguments + ["-o", "r.sqlite"])
                #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
                #expect(try place.rows("r.sqlite", "SELECT count(*) FROM matches") == ["0"])
                #expect(!outcome.output.contains("nan"))
            }
            #expect(try place.run("strategies", "two.csv", "other.csv", "-o", "s.sqlite").code == 0)
            // More columns than there may be rules, and columns that are no keys at all.
            let columns = (0..<40).map { "c\($0)" }
            try place.write(
                "id,\(columns.joined(separator: ","))\n1,\(columns.map { "\($0) x" }.joined(separator: ","))\n",
                to: "wide.csv")
            #expect(try place.run("dedupe", "wide.csv", "-o", "r.sqlite").code == 0)
            try place.write("id,lat,lon\n1,51.5,-0.1\n2,48.8,2.3\n", to: "places.csv")
            let refused = try place.run("dedupe", "places.csv", "-o", "r.sqlite")
            #expect(refused.code == 2 && refused.errors.contains("tells records apart"), "\(refused.errors)")
        }
    }
}
