import Foundation
import Testing

/// Ten companies twice: equal ones, one written longer, one with a slip of the pen, strangers.
private let left = """
    id,company,city,phone
    1,Northwind Traders,Aachen,0241 555010
    2,Alpine Ski House,Bremen,0421 555020
    3,Coho Winery,Coburg,09561 555030
    4,Fabrikam Motors,Dresden,0351 555040
    5,Humongous Insurance,Essen,0201 555050
    6,Lucerne Publishing,Fulda,0661 555060

    """
private let right = """
    no,company,city,phone
    a,Northwind Traders,Aachen,0241 555010
    b,Alpine Ski House,Bremen,0421 555020
    c,Coho Winery and Sons,Coburg,09561 555030
    d,Fabrikan Motors,Dresden,0351 555040
    e,Tailspin Toys,Goslar,05321 555070
    f,Wingtip Games,Hamburg,040 555080

    """
private let truth = "left_id,right_id\n1,a\n2,b\n3,c\n4,d\n"
private let rules = """
    strategies:
    - name: by hand
      fields:
      - {name: company, kind: text, left: company, levels: [exact, contains >= 1], weights: [9, 6, -4]}
      - {name: phone, kind: phone, left: phone, levels: [exact], weights: [12, -9]}
      rules: [{all: [{field: phone}]}]
      cardinality: one-to-one

    """

private func companies() throws -> Workplace {
    let place = try Workplace()
    for (text, name) in [(left, "l.csv"), (right, "r.csv"), (truth, "t.csv"), (rules, "s.yaml")] {
        try place.write(text, to: name)
    }
    return place
}

/// Seconds and bytes, which differ from run to run, as bars.
private func masked(_ text: String) -> String {
    var text = text
    for (pattern, mark) in [(#" +[0-9]+\.[0-9]+ s\b"#, "  S s"), (#" +[0-9.]+ MB$"#, "  M MB")] {
        let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
        text =
            expression?.stringByReplacingMatches(
                in: text, range: NSRange(text.startIndex..., in: text), withTemplate: mark) ?? text
    }
    return text.replacingOccurrences(
        of: #"reduction +time +memory"#, with: "reduction  time  memory", options: .regularExpression)
}

extension ProgramTests {
    @Suite("strategies")
    struct StrategiesCommandTests {
        @Test("the table of two strategies whose numbers are known")
        func table() throws {
            let place = try companies()
            let run = try place.succeed(
                "strategies", "l.csv", "r.csv", "--truth", "t.csv", "--strategies", "s.yaml", "--only",
                "exact,by hand")
            // Equal are 1–a and 2–b: two of four. By phone come four pairs of 36; the slip of the pen weighs
            // -4 + 12 and the prior of one in six, log2(1/5): 5.68 bits, 0.981. Equal records weigh 11 + 9 + 14
            // and the prior: 31.7 bits.
            #expect(
                masked(run.output) == """
                    left    l.csv: 6 records
                            l.csv: ids from column 'id', the first column is unique and is named like an id
                    right   r.csv: 6 records
                            r.csv: ids from column 'no', the first column is unique and is named like an id
                    truth   t.csv: 4 pairs

                    strategy  precision  recall     F1  best F1         at  found  completeness  candidates  reduction  time  memory
                    exact         1.000   0.500  0.667    0.667  1 - 3e-10      2         0.500           2     94.4 %  S s  M MB
                    by hand       1.000   1.000  1.000    1.000      0.981      4         1.000           4     88.9 %  S s  M MB

                    exact    equal records; equal where both have a value; many-to-many, from 0.50 on
                    by hand  given keys (1 rule); given weights; one-to-one, from 0.50 on

                    pairs in common   exact  by hand
                    exact                     50.0 %
                    by hand          50.0 %

                    where they disagree with by hand
                      exact finds 0 that by hand does not, and misses 2 (2 true)
                        - 3 – c   true   company: coho winery | coho winery and sons

                    """)
        }

        @Test("the automatic choice is what match does, judged as evaluate judges")
        func automatic() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("match", "left.csv", "right.csv", "-o", "m.sqlite", "-q")
            let judged = try object(try place.succeed("evaluate", "m.sqlite", "truth.csv", "--json").output)
            let output = try place.succeed(
                "strategies", "left.csv", "right.csv", "--truth", "truth.csv", "-o", "s.sqlite", "--json"
            ).output
            #expect(
                try place.rows(
                    "s.sqlite",
                    "SELECT left_id, right_id, weight, band FROM strategy_links WHERE strategy = 'automatic' ORDER BY 1, 2"
                )
                    == place.rows(
                        "m.sqlite", "SELECT left_id, right_id, weight, band FROM matches ORDER BY 1, 2"))
            let report = try object(output)
            let strategies = try #require(report["strategies"] as? [[String: Any]])
            let automatic = try #require(strategies.last?["judged"] as? [String: Any])
            for (key, other) in [
                ("precision", "precision"), ("recall", "recall"), ("f1", "f1"),
                ("pairsCompleteness", "candidateRecall"),
            ] {
                #expect(automatic[key] as? Double == judged[other] as? Double, "\(key)")
            }
            // A run with another threshold finds what the curve says.
            let point = try place.rows(
                "s.sqlite",
                "SELECT threshold, pairs_found FROM strategy_curves WHERE strategy = 'automatic' AND threshold < 0.999 LIMIT 1"
            )[0].split(separator: "|")
            try place.succeed(
                "match", "left.csv", "right.csv", "-o", "t.sqlite", "-q", "--threshold", String(point[0]),
                "--review", "0.1", "--cardinality", "one-to-one")
            #expect(try place.matches("t.sqlite").count == Int(point[1]))
        }

        @Test("duplicates in one source, judged as evaluate judges")
        func dedupe() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            try place.succeed("dedupe", "both.csv", "-o", "d.sqlite", "-q")
            let judged = try object(try place.succeed("evaluate", "d.sqlite", "truth.csv", "--json").output)
            try place.succeed("strategies", "both.csv", "--truth", "truth.csv", "-o", "s.sqlite", "-q")
            let row = try place.rows(
                "s.sqlite",
                "SELECT precision, recall, f1, b_cubed_f1 FROM strategies WHERE strategy = 'automatic'")
            let cubed = try #require(judged["bCubed"] as? [String: Any])
            let expected = [judged["precision"], judged["recall"], judged["f1"], cubed["f1"]]
            #expect(row == [expected.map { "\($0 as? Double ?? -1)" }.joined(separator: "|")])
            #expect(
                try place.rows(
                    "s.sqlite",
                    "SELECT cluster_id, record_id FROM strategy_clusters WHERE strategy = 'automatic' ORDER BY 1, 2"
                )
                    == place.rows("d.sqlite", "SELECT cluster_id, record_id FROM clusters ORDER BY 1, 2"))
        }

        @Test("the same rows for any number of threads, and the target is replaced whole")
        func determinism() throws {
            let place = try Workplace()
            try place.write(SmallPeople())
            var dumps: [[String: [String]]] = []
            for threads in ["1", "2", "5"] {
                try place.succeed(
                    "strategies", "left.csv", "right.csv", "--truth", "truth.csv", "-o", "s.sqlite", "-q",
                    "--threads", threads)
                var dump = try place.dump("s.sqlite")
                for view in ["strategy_stages", "strategies"] {
                    let columns = try place.rows("s.sqlite", "SELECT name FROM pragma_table_info('\(view)')")
                        .filter { $0 != "seconds" && $0 != "peak_memory" }
                    dump[view] = try place.rows(
                        "s.sqlite", "SELECT \(columns.joined(separator: ", ")) FROM \(view)")
                }
                dumps.append(dump)
            }
            #expect(dumps[0] == dumps[1] && dumps[0] == dumps[2])
            #expect(dumps[0]["strategies"]?.count == 6 && dumps[0]["disagreements"]?.isEmpty == false)
            #expect(try !place.files.contains { $0.contains("partial") || $0.contains("lock") })
            let refused = try place.run(
                "strategies", "left.csv", "right.csv", "--truth", "truth.csv", "-o", "truth.csv")
            #expect(refused.code == 2 && refused.errors.contains("truth.csv"))
            let evaluated = try place.run("evaluate", "s.sqlite", "truth.csv")
            #expect(evaluated.code == 2 && evaluated.errors.contains("is a comparison of strategies"))
        }

        @Test("without a truth it says what to expect; values stay out when told")
        func expectations() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            let output = try place.succeed(
                "strategies", "left.csv", "right.csv", "--no-values", "-o", "s.sqlite"
            ).output
            #expect(output.contains("candidate recall") && !output.contains("completeness"))
            for record in people.left.dropFirst() where record[2].count > 5 {
                #expect(!output.contains(record[2]))
            }
            let rows = try place.rows(
                "s.sqlite",
                "SELECT strategy, precision IS NULL, expected_precision > 0.9, expected_by FROM strategies")
            #expect(rows.contains("automatic|1|1|automatic") && rows.contains("exact|1|1|automatic"))
        }

        @Test("what is told wrongly is refused in one line")
        func refusals() throws {
            let place = try companies()
            try place.write(
                "strategies:\n- name: odd\n  fields: [{name: a, kind: text, left: compani}]\n", to: "odd.yaml"
            )
            try place.write(
                "strategies:\n- name: odd\n  cardinality: clusters\n", to: "clusters.yaml")
            for (arguments, words) in [
                (["--only", "exakt"], "--only: unknown strategy 'exakt'; did you mean 'exact'?"),
                (
                    ["--strategies", "odd.yaml"],
                    "odd.yaml: strategy 'odd': l.csv: unknown column 'compani'; did you mean 'company'?"
                ),
                (
                    ["--strategies", "clusters.yaml"],
                    "clusters.yaml: strategy 'odd': clusters are found in one source"
                ),
                (["--strategies", "none.yaml"], "none.yaml"), (["--truth", "none.csv"], "none.csv"),
            ] {
                let run = try place.run(["strategies", "l.csv", "r.csv", "-q"] + arguments)
                #expect(run.code == 2 && run.errorLines.count == 1 && run.output.isEmpty)
                #expect(run.errors.contains(words), "\(run.errors)")
            }
        }
    }
}

private func object(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
}
