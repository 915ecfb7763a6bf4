import Foundation
import Testing

extension ProgramTests {
    @Suite struct ProfileCommandTests {
        private static let small = """
            id,name,joined,amount,note
            1,Ada,2024-01-31,10.50,
            2,Grace,2023-12-01,7,"a, ""b""\"
            3,,2024-02-29,-3.25,
            4,Zürich Ünal,2022-05-05,0,x

            """

        @Test func theTableSaysWhatIsInTheSource() throws {
            let place = try Workplace()
            try place.write(Self.small, to: "small.csv")
            let outcome = try place.succeed("profile", "small.csv")
            #expect(outcome.errors == "")
            #expect(
                outcome.output == """
                    small.csv: 4 records, 5 columns, 135 B
                    key: id, unique
                    key: joined, unique
                    key: amount, unique

                    column  type     nulls  distinct  length  least … greatest
                    id      integer      0         4       1  1 … 4
                    name    text         1         3    3–11  Ada … Zürich Ünal
                    joined  date         0         4      10  2022-05-05 … 2024-02-29
                    amount  decimal      0         4     1–5  -3.25 … 10.50
                    note    text         2         2     1–6  a, "b" … x

                    id
                      pattern  9 100.0 %
                      top      every value once
                    name
                      pattern  Aa{2,4} 66.7 % · Aaaaaa Aaaa 33.3 %
                      top      every value once
                    joined
                      pattern  9999-99-99 100.0 %
                      top      every value once
                    amount
                      pattern  9 50.0 % · -9.99 25.0 % · 99.99 25.0 %
                      top      every value once
                    note
                      pattern  a 50.0 % · a, "a" 50.0 %
                      top      every value once

                    """)
        }

        @Test func jsonHasTheSameNumbersForAnyNumberOfThreads() throws {
            let place = try Workplace()
            var text = "n,city,empty\n"
            for record in 0..<60_000 {
                text += "\(record % 30_000),\(["Lyon", "Porto", "Göteborg"][record % 7 % 3]),\n"
            }
            try place.write(text, to: "cities.csv")
            let first = try place.succeed("profile", "cities.csv", "--json", "--threads", "1").output
            for threads in ["2", "7"] {
                #expect(
                    try place.succeed("profile", "cities.csv", "--json", "--threads", threads).output == first
                )
            }
            let found = try #require(
                try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
            #expect(found["records"] as? Int == 60_000)
            #expect(found["bytes"] as? Int == text.utf8.count)
            let columns = try #require(found["columns"] as? [[String: Any]])
            #expect(columns.map { $0["type"] as? String } == ["integer", "text", "empty"])
            #expect(columns.map { $0["distinct"] as? Int } == [30_000, 3, 0])
            #expect(columns.map { $0["nulls"] as? Int } == [0, 0, 60_000])
            let top = try #require(columns[1]["top"] as? [[String: Any]])
            // Of the rests 0 … 6 by 7, 0, 3 and 6 are Lyon, 1 and 4 Porto, 2 and 5 Göteborg; 60,000 is
            // 8571 sevens and the rests 0, 1 and 2.
            #expect(top.map { $0["value"] as? String } == ["Lyon", "Göteborg", "Porto"])
            #expect(top.map { $0["count"] as? Int } == [25_714, 17_143, 17_143])
        }

        @Test func aSourceWithoutRecordsHasAProfile() throws {
            let place = try Workplace()
            try place.write("a,b\n", to: "header.csv")
            let outcome = try place.succeed("profile", "header.csv")
            #expect(
                outcome.output == """
                    header.csv: 0 records, 2 columns, 4 B

                    column  type   nulls  distinct  length  least … greatest
                    a       empty      0         0
                    b       empty      0         0

                    """)
        }

        @Test func whatWouldMoveTheCursorIsWrittenOut() throws {
            let place = try Workplace()
            try place.write("a,b\n1,\"x\ny\"\n2,\"\u{1B}[31mred\"\n", to: "odd.csv")
            let output = try place.succeed("profile", "odd.csv").output
            #expect(output.contains("\\u{1b}[31mred … x\\ny"))
            #expect(!output.contains("\u{1B}"))
        }

        @Test func whatCannotBeReadIsAnErrorInOneLine() throws {
            let place = try Workplace()
            try place.write("", to: "nothing.csv")
            for arguments in [["none.csv"], ["nothing.csv"], ["--threads", "0", "nothing.csv"]] {
                let outcome = try place.run(["profile"] + arguments)
                #expect(outcome.code == 2)
                #expect(outcome.output == "")
                #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            }
        }

        @Test(.enabled(if: datasets != nil, "TIEOUT_DATASETS is not set"))
        func realSourcesHaveTheSameProfileForAnyNumberOfThreads() throws {
            let place = try Workplace()
            let folder = try #require(datasets)
            for set in ["pair-openflights", "pair-ourairports"] {
                let files = FileManager.default.enumerator(atPath: "\(folder)/\(set)")?.compactMap {
                    $0 as? String
                }
                let tables = (files ?? []).filter { $0.hasSuffix(".csv") && !$0.contains("zero-bytes") }
                    .sorted().prefix(2)
                #expect(!tables.isEmpty)
                for table in tables {
                    let path = "\(folder)/\(set)/\(table)"
                    let first = try place.succeed("profile", path, "--json", "--threads", "1").output
                    #expect(try place.succeed("profile", path, "--json", "--threads", "3").output == first)
                }
            }
        }
    }
}
