import Foundation
import Testing

extension ProgramTests {
    /// `tieout diff` as people run it.
    @Suite("diff") struct DiffCommandTests {
        private static let monday =
            "id,name,price\n1,Anvil,12.50\n2,Bellows,30\n3,\"Chisel\nset\",7\n4,Drill,55\n"
        private static let tuesday =
            "price,id,name\n56,4,Drill\n12.5,1,Anvil\n7,3,\"Chisel\nset\"\n18,5,Engraver\n"

        private func workplace() throws -> Workplace {
            let place = try Workplace()
            try place.write(Self.monday, to: "monday.csv")
            try place.write(Self.tuesday, to: "tuesday.csv")
            return place
        }

        @Test("the summary, the rows, and exit code 1")
        func summary() throws {
            let place = try workplace()
            let outcome = try place.run(
                "diff", "monday.csv", "tuesday.csv", "--key", "id", "-o", "out.sqlite")
            #expect(outcome.code == 1)
            #expect(
                outcome.output.hasPrefix(
                    """
                    left   monday.csv: 4 records
                    right  tuesday.csv: 4 records
                    key    id

                    added          1
                    removed        1
                    changed        2   2 cells
                    unchanged      1

                    changed cells by column
                      price  2

                    differences
                      ~ 1   line 2 | 3
                          price  12.50                     12.5
                      - 2   line 3
                      ~ 4   line 6 | 2
                          price  55                        56
                      + 5   line 6

                    """))
            #expect(
                try place.rows("out.sqlite", "SELECT * FROM differences") == [
                    "1|changed|price|12.50|12.5|1|2|2|3|0", "2|removed|null|null|null|2|null|3|null|0",
                    "4|changed|price|55|56|4|1|6|2|0", "5|added|null|null|null|null|4|null|6|0",
                ])
            #expect(try place.rows("out.sqlite", "PRAGMA integrity_check") == ["ok"])
        }

        @Test("exit codes: 0 equal, 1 different, 2 error, 3 guard")
        func codes() throws {
            let place = try workplace()
            #expect(try place.run("diff", "monday.csv", "monday.csv", "--key", "id", "-q").code == 0)
            #expect(try place.run("diff", "monday.csv", "tuesday.csv", "--key", "id", "-q").code == 1)
            let unknown = try place.run("diff", "monday.csv", "tuesday.csv", "--key", "idd")
            #expect(unknown.code == 2)
            #expect(unknown.errors == "tieout: monday.csv: unknown column 'idd'; did you mean 'id'?\n")
            try place.write("id,name,price\n", to: "header.csv")
            let header = try place.run("diff", "monday.csv", "header.csv", "--key", "id", "-q")
            #expect(header.code == 3)
            #expect(header.errorLines.first == "tieout: guard: header.csv has a header and no records")
        }

        @Test("two empty files trip a guard, and without guards are equal")
        func bothEmpty() throws {
            let place = try Workplace()
            for name in ["a.csv", "b.csv"] { try place.write("", to: name) }
            let guarded = try place.run("diff", "a.csv", "b.csv", "--key", "id")
            #expect(guarded.code == 3)
            #expect(guarded.errors.contains("a.csv is empty") && guarded.errors.contains("b.csv is empty"))
            let options = [
                ["--key", "id"], ["--keyless"], [], ["--ignore", "x"], ["--only", "x"], ["--map", "a=b"],
                ["--key", "a", "--map", "a=b", "--ignore", "b", "--tolerance", "x=0.1", "--round", "y=2"],
                ["--numbers", "x", "--dates", "y", "--ignore-case", "*", "--ignore-space", "z"], ["--smart"],
            ]
            for option in options {
                let open = try place.run(["diff", "a.csv", "b.csv", "--no-guards", "--json"] + option)
                #expect(open.code == 0, "\(option): \(open.errors)")
                #expect(open.output.contains("\"rows_left\" : 0"))
            }
        }

        @Test("a tripped guard leaves the earlier result as it was")
        func guardKeepsResult() throws {
            let place = try workplace()
            try place.run("diff", "monday.csv", "tuesday.csv", "--key", "id", "-o", "out.sqlite", "-q")
            let before = try place.bytes("out.sqlite")
            try place.write("", to: "empty.csv")
            for (file, reason) in [("empty.csv", "empty.csv is empty: not even a header")] {
                let outcome = try place.run(
                    "diff", "monday.csv", file, "--key", "id", "-o", "out.sqlite", "-q")
                #expect(outcome.code == 3)
                #expect(outcome.errorLines.first == "tieout: guard: \(reason)")
            }
            let limited = try place.run(
                "diff", "monday.csv", "tuesday.csv", "--key", "id", "-o", "out.sqlite", "-q", "--max-removed",
                "10%")
            #expect(limited.code == 3)
            #expect(
                limited.errorLines.first
                    == "tieout: guard: records removed: 1 (25 % of the left ones), more than --max-removed 10 %"
            )
            #expect(try place.bytes("out.sqlite") == before)
            #expect(try place.files == ["empty.csv", "monday.csv", "out.sqlite", "tuesday.csv"])
        }

        @Test("columns that are dropped, renamed or shifted trip a guard; added ones do not")
        func schema() throws {
            let place = try Workplace()
            let rows = (1...20).map { [$0, $0 * 7, $0 * 13 % 11] }
            func write(_ name: String, _ header: String, _ order: [Int?]) throws {
                let lines = rows.map { row in
                    order.map { $0.map { "\(row[$0])" } ?? "x" }.joined(separator: ",")
                }
                try place.write(header + "\n" + lines.joined(separator: "\n") + "\n", to: name)
            }
            try write("left.csv", "id,size,shade", [0, 1, 2])
            try write("added.csv", "id,size,shade,new", [0, 1, 2, nil])
            try write("dropped.csv", "id,size", [0, 1])
            try write("renamed.csv", "id,length,shade", [0, 1, 2])
            try write("shifted.csv", "id,extra,size,shade", [0, 1, 2, nil])
            let added = try place.run("diff", "left.csv", "added.csv", "--key", "id")
            #expect(added.code == 1)
            #expect(added.output.contains("columns\n  'new' was added\n"))
            func reasons(_ file: String) throws -> [String] {
                let outcome = try place.run("diff", "left.csv", file, "--key", "id", "-q")
                #expect(outcome.code == 3)
                return outcome.errorLines
            }
            #expect(try reasons("dropped.csv") == ["tieout: guard: column 'shade' was dropped"])
            try write("keyless.csv", "number,size,shade", [0, 1, 2])
            #expect(
                try reasons("keyless.csv") == [
                    "tieout: guard: column 'id', which is part of the key, was dropped or renamed"
                ])
            #expect(
                try reasons("renamed.csv") == [
                    "tieout: guard: column 'size' is called 'length' now: values agree in 100 % of 20 records with the same key"
                ])
            #expect(
                try reasons("shifted.csv").first
                    == "tieout: guard: values of column 'size' stand under 'extra': values agree in 100 % of 20 records with the same key"
            )
            let smart = try place.run("diff", "left.csv", "renamed.csv", "--key", "id", "--smart")
            #expect(smart.code == 1)
            #expect(smart.output.contains("  'size' is called 'length' now"))
        }

        @Test(
            "equality by column",
            arguments: [
                (["--numbers", "price"], ["3|price"]), (["--tolerance", "price=1%"], []),
                (["--tolerance", "price=0.05"], ["3|price"]), (["--round", "price=0"], []),
                ([], ["1|price", "2|date", "3|price"]),
                (["--numbers", "*", "--dates", "date"], ["3|price"]),
            ])
        func equality(_ flags: [String], _ expected: [String]) throws {
            let place = try Workplace()
            try place.write("id;price;date\n1;1,000.50;x\n2;5;2026-03-04\n3;100;\n", to: "left.csv")
            try place.write("id;price;date\n1;1000.5;x\n2;5;4.3.2026\n3;100.4;\n", to: "right.csv")
            let all = flags.contains("--dates") || flags.isEmpty ? flags : flags + ["--dates", "date"]
            try place.run(["diff", "left.csv", "right.csv", "--key", "id", "-o", "out.sqlite", "-q"] + all)
            let rows = try place.rows("out.sqlite", "SELECT key, column FROM differences")
            #expect(rows == expected)
        }

        @Test("formats and composite keys")
        func formats() throws {
            let place = try Workplace()
            try place.write("a,b,v\nx|y,z,1\nx,y|z,2\n", to: "left.csv")
            try place.write("a,b,v\nx|y,z,\"1,0\"\nx,y|z,2\nq,\\,<3>\n", to: "right.csv")
            let csv = try place.run("diff", "left.csv", "right.csv", "--key", "a,b", "--format", "csv")
            #expect(
                csv.output == """
                    key,kind,column,left_value,right_value,left_record,right_record,left_line,right_line,is_duplicate
                    x\\|y|z,changed,v,1,"1,0",1,1,2,2,0
                    q|\\\\,added,,,,,3,,4,0

                    """)
            let lines = try place.run("diff", "left.csv", "right.csv", "--key", "a,b", "--format", "jsonl")
            #expect(
                lines.output == """
                    {"key":"x\\\\|y|z","kind":"changed","column":"v","left_value":"1","right_value":"1,0","left_record":1,"right_record":1,"left_line":2,"right_line":2,"is_duplicate":false}
                    {"key":"q|\\\\\\\\","kind":"added","column":null,"left_value":null,"right_value":null,"left_record":null,"right_record":3,"left_line":null,"right_line":4,"is_duplicate":false}

                    """)
            for other in [["--json", "--format", "csv"], ["--key", "a,b,a"]] {
                #expect(try place.run(["diff", "left.csv", "right.csv", "--key", "a,b"] + other).code == 2)
            }
            let page = try place.run("diff", "left.csv", "right.csv", "--key", "a,b", "--format", "html")
            #expect(page.output.hasPrefix("<!DOCTYPE html>"))
            #expect(page.output.hasSuffix("</html>\n"))
        }

        @Test("without a key, a unique column is found, and the output says so")
        func foundKey() throws {
            let place = try workplace()
            let outcome = try place.run("diff", "monday.csv", "tuesday.csv")
            #expect(outcome.output.contains("key    id, found: it names each record once on both sides\n"))
        }

        @Test("a result of a diff is no result of a match, and says so")
        func noMatch() throws {
            let place = try workplace()
            try place.run("diff", "monday.csv", "tuesday.csv", "--key", "id", "-o", "out.sqlite", "-q")
            let outcome = try place.run("export", "out.sqlite")
            #expect(outcome.code == 2)
            #expect(
                outcome.errors
                    == "tieout: out.sqlite: is the result of a diff, not of a match or dedupe; query its view 'differences', or give tieout diff a --format\n"
            )
        }

        @Test("any number of threads, and little memory, give the same rows")
        func sameAnswer() throws {
            let place = try Workplace()
            for (name, step) in [("left", 1), ("right", 7)] {
                var text = "id,a,b\n"
                for number in 0..<20_000 where (number * step) % 20_000 % 200 != step {
                    let id = (number * step) % 20_000
                    text += "\(id),value \(id % 17),\(id % 100 == 3 ? step : 0)\n"
                }
                try place.write(text, to: "\(name).csv")
            }
            var dumps: [[String]] = []
            for flags in [
                ["--threads", "1"], ["--threads", "2"], ["--threads", "7"],
                ["--threads", "1", "--memory", "60M"],
            ] {
                try place.run(
                    ["diff", "left.csv", "right.csv", "--key", "id", "-o", "out.sqlite", "-q"] + flags)
                dumps.append(try place.rows("out.sqlite", "SELECT * FROM differences"))
            }
            #expect(dumps[0].count > 200)
            #expect(dumps.allSatisfy { $0 == dumps[0] })
        }
    }
}
