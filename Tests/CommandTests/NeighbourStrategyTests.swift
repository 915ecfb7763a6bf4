import Foundation
import Testing

/// Some of the products, with the partners of those on the left; the titles are ASCII.
private struct Products {
    let place: Workplace
    let left: [[String]]
    let right: [[String]]
    let truth: Set<String>

    init() throws {
        place = try Workplace()
        left = Array(recordsOfCSV(try text(of: "datasets/products/left.csv")).prefix(201))
        let known = Set(left.map { $0[0] })
        let pairs = recordsOfCSV(try text(of: "datasets/products/truth.csv")).dropFirst().filter {
            known.contains($0[0])
        }
        let partners = Set(pairs.map { $0[1] })
        right = recordsOfCSV(try text(of: "datasets/products/right.csv")).enumerated()
            .filter { $0 < 300 || partners.contains($1[0]) }.map { $1 }
        truth = Set(pairs.map { "\($0[0])|\($0[1])" })
        func write(_ records: [[String]], _ name: String) throws {
            let lines = records.map { $0.map { "\"\($0)\"" }.joined(separator: ",") }
            try place.write(lines.joined(separator: "\n") + "\n", to: name)
        }
        try write(left, "l.csv")
        try write(right, "r.csv")
        try write([["left_id", "right_id"]] + pairs, "t.csv")
    }

    /// What is searched of a side: the title, or all columns but the id.
    func texts(_ records: [[String]], titleAlone: Bool) -> [String] {
        records.dropFirst().map { titleAlone ? $0[1] : $0.dropFirst().joined(separator: " ") }
    }

    /// A pair of places as its ids.
    func ids(_ pair: String) -> String {
        let places = pair.split(separator: "-").compactMap { Int($0) }
        return "\(left[places[0] + 1][0])|\(right[places[1] + 1][0])"
    }
}

/// Every candidate is a match: both levels weigh so much that all that is left is which pairs were looked at.
private let whatever = """
    strategies:
    - name: all
      fields: [{name: title, kind: text, left: title, right: name, levels: [exact], weights: [9, 9]}]
      prior: 0.9
      cardinality: many-to-many
      neighbours: {}

    """

extension ProgramTests {
    @Suite("Strategies with neighbours")
    struct NeighbourStrategyTests {
        private struct Case: CustomStringConvertible {
            var settings: String
            var ways: [ReferenceTexts.Way] = [.words]
            var bm25 = false
            var count = 5
            var least = 0.001
            var left = true
            var right = true
            var titleAlone = true

            var description: String { settings }
        }

        private let cases = [
            Case(settings: "{by: words, count: 3, directions: left, field: title}", count: 3, right: false),
            Case(settings: "{by: words, count: 1, directions: right, field: title}", count: 1, left: false),
            Case(settings: "{by: words, weighting: bm25, field: title}", bm25: true),
            Case(settings: "{by: words, least: 0.4, count: 160, field: title}", count: 160, least: 0.4),
            Case(
                settings: "{by: [3-grams], weighting: bm25, least: 0.5, count: 2}", ways: [.grams],
                bm25: true, count: 2, least: 0.5, titleAlone: false),
            Case(
                settings: "{by: [words, 3-grams of words], count: 2, directions: left}",
                ways: [.words, .wordGrams], count: 2, right: false, titleAlone: false),
        ]

        @Test("the pairs are those of a slow search, for every setting")
        func pairs() throws {
            let products = try Products()
            let names = cases.indices.map { "case \($0)" }
            let told = zip(names, cases).map {
                "- {name: \($0), based_on: all, neighbours: \($1.settings)}\n"
            }
            try products.place.write(whatever + told.joined(), to: "s.yaml")
            try products.place.succeed(
                "strategies", "l.csv", "r.csv", "--truth", "t.csv", "--strategies", "s.yaml", "--only",
                names.joined(separator: ","), "-o", "s.sqlite", "-q")
            for (name, one) in zip(names, cases) {
                let found = Set(
                    try products.place.rows(
                        "s.sqlite",
                        "SELECT left_id, right_id FROM strategy_links WHERE strategy = '\(name)'"))
                var (sure, any) = (Set<String>(), Set<String>())
                for way in one.ways {
                    let texts = ReferenceTexts(
                        products.texts(products.left, titleAlone: one.titleAlone),
                        products.texts(products.right, titleAlone: one.titleAlone), by: way, bm25: one.bm25)
                    let pairs = texts.pairs(
                        count: one.count, least: one.least, ofLeft: one.left, ofRight: one.right)
                    sure.formUnion(pairs.sure.map(products.ids))
                    any.formUnion(pairs.any.map(products.ids))
                }
                #expect(sure.isSubset(of: found) && found.isSubset(of: any), "\(one)")
                // Where ties are few, that says it all.
                #expect(sure.count > any.count * 3 / 4 && sure.count > 50, "\(one)")
                let figures = try products.place.rows(
                    "s.sqlite",
                    "SELECT candidates, pairs_completeness FROM strategies WHERE strategy = '\(name)'")
                let hits = Double(found.intersection(products.truth).count)
                #expect(figures == ["\(found.count)|\(hits / Double(products.truth.count))"], "\(one)")
            }
        }

        @Test("within one source, whose records are none of their own neighbours")
        func dedupe() throws {
            let products = try Products()
            try products.place.write(
                """
                strategies:
                - {name: near, neighbours: {by: words, least: 0.35, count: 160, field: title}, scoring: fuzzy}
                - {name: by text, based_on: text, neighbours: {count: 1}}
                - {name: one way, neighbours: {directions: left}}

                """, to: "s.yaml")
            let run = try products.place.succeed(
                "strategies", "l.csv", "--strategies", "s.yaml", "--only", "near,by text", "-o", "s.sqlite")
            let titles = products.texts(products.left, titleAlone: true)
            let texts = ReferenceTexts(titles, titles, isDedupe: true, by: .words, bm25: false)
            let expected = texts.cosines.enumerated().reduce(0) { sum, one in
                sum + one.element.count { $0.key > one.offset && $0.value >= 0.35 }
            }
            let candidates = try products.place.rows("s.sqlite", "SELECT candidates FROM strategies")
            #expect(candidates[0] == "\(expected)")
            // One neighbour of each record by each of three ways, and no more however large groups are.
            #expect(try #require(Int(candidates[1])) <= 600)
            #expect(run.output.contains("nearest by words of title (160 of each, from 0.35 on); alike"))
            #expect(run.output.contains("nearest by text (1 of each); a model that learnt from decoys"))
            let refused = try products.place.run("strategies", "l.csv", "--strategies", "s.yaml", "-q")
            #expect(refused.code == 2 && refused.errorLines.count == 1)
            #expect(
                refused.errors.contains(
                    "s.yaml: strategy 'one way': neighbours of left records are between two sources, and there is one"
                ))
        }

        @Test("any scoring goes with them, the same rows for 1 and 2 threads")
        func scorings() throws {
            let products = try Products()
            let scorings = ["automatic", "exact", "contains", "fuzzy", "text"]
            let told = scorings.map {
                """
                - name: by \($0)
                  neighbours: {by: words, weighting: bm25, field: title, least: 0.05}
                  scoring: \($0)
                  cardinality: one-to-one

                """
            }
            try products.place.write("strategies:\n" + told.joined(), to: "s.yaml")
            var dumps: [[String: [String]]] = []
            for threads in ["1", "2"] {
                try products.place.succeed(
                    "strategies", "l.csv", "r.csv", "--truth", "t.csv", "--strategies", "s.yaml", "--only",
                    scorings.map { "by \($0)" }.joined(separator: ","), "-o", "s.sqlite", "-q", "--threads",
                    threads, "--page", "s\(threads).html")
                var dump = try products.place.dump("s.sqlite")
                for view in ["strategy_stages", "strategies"] {
                    let columns = try products.place.rows(
                        "s.sqlite", "SELECT name FROM pragma_table_info('\(view)')"
                    ).filter { $0 != "seconds" && $0 != "peak_memory" }
                    dump[view] = try products.place.rows(
                        "s.sqlite", "SELECT \(columns.joined(separator: ", ")) FROM \(view)")
                }
                dumps.append(dump)
            }
            #expect(dumps[0] == dumps[1])
            // The pairs are the same, whatever weighs them, and the weights of text find what they should.
            let rows = try products.place.rows(
                "s.sqlite", "SELECT count(DISTINCT candidates), count(DISTINCT pairs_found) FROM strategies")
            #expect(rows == ["1|4"])
            let found = try products.place.rows(
                "s.sqlite",
                "SELECT f1 > 0.8, candidate_recall IS NULL FROM strategies WHERE strategy = 'by text'")
            #expect(found == ["1|1"])
            #expect(
                try products.place.text("s2.html").contains("nearest by words of title (BM25, from 0.05 on)"))
        }

        @Test("a field that cannot be searched is refused in one line")
        func refusals() throws {
            let products = try Products()
            for (settings, words) in [
                ("{field: titel}", "unknown field in 'neighbours' 'titel'; did you mean 'title'?"),
                (
                    "{field: price}",
                    "'neighbours' looks in text, and field 'price' holds numbers (money); name another field"
                ),
            ] {
                try products.place.write("strategies:\n- {name: a, neighbours: \(settings)}\n", to: "s.yaml")
                let run = try products.place.run(
                    "strategies", "l.csv", "r.csv", "--strategies", "s.yaml", "--only", "a", "-q")
                #expect(run.code == 2 && run.errorLines.count == 1 && run.output.isEmpty)
                #expect(run.errors.contains("s.yaml: strategy 'a': \(words)"), "\(run.errors)")
            }
            try products.place.write("strategies:\n- {name: a, neighbours: {count: 2}}\n", to: "s.yaml")
            let run = try products.place.run(
                "strategies", "l.csv", "r.csv", "--strategies", "s.yaml", "--only", "a", "-q", "--max-pairs",
                "9"
            )
            #expect(
                run.code == 2 && run.errors.contains("--max-pairs allows 9; allow more, or ask for fewer"))
        }
    }
}
