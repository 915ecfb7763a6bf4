import Foundation
import TestSupport
import Testing

/// Documents of some hundred words, each with a copy in which ever more of them are others, from none to all.
private struct Documents {
    let place: Workplace
    private(set) var left: [[String]] = [["id", "title", "body"]]
    private(set) var right: [[String]] = [["no", "title", "body"]]

    init() throws {
        place = try Workplace()
        var random = Seeded(77)
        func word() -> String { String(Int.random(in: 100_000...999_999, using: &random), radix: 36) }
        for number in 0..<150 {
            let words = (0..<200).map { _ in word() }
            let share = max(Double(number) - 30, 0) / 120
            let copy = words.map { Double.random(in: 0..<1, using: &random) < share ? word() : $0 }
            left.append(["L\(number)", word(), words.joined(separator: " ")])
            right.append(["R\(number)", word(), copy.joined(separator: " ")])
        }
        for (records, name) in [(left, "l.csv"), (right, "r.csv"), (left + right.dropFirst(), "both.csv")] {
            try place.write(
                records.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: name)
        }
    }

    /// Jaccard's similarity of the runs of three words of a document and its copy, by the book.
    func similarity(_ number: Int) -> Double {
        func shingles(_ text: String) -> Set<[Substring]> {
            let words = text.split(separator: " ")
            return Set((0...words.count - 3).map { Array(words[$0..<$0 + 3]) })
        }
        let (one, other) = (shingles(left[number + 1][2]), shingles(right[number + 1][2]))
        return Double(one.intersection(other).count) / Double(one.union(other).count)
    }
}

/// Every candidate is a match, whatever it weighs.
private let strategies = """
    strategies:
    - name: copies
      fields:
      - {name: title, kind: text, left: title, levels: [exact], weights: [9, 9]}
      - {name: body, kind: text, left: body, levels: [exact], weights: [9, 9]}
      prior: 0.9
      cardinality: many-to-many
      minhash: {field: body}
    - name: near copies
      based_on: copies
      minhash: {bands: 8}
    - name: by all they say
      based_on: copies
      minhash: {bands: 16, hashes: 32}
      scoring: copies
    - name: groups
      fields:
      - {name: body, kind: text, left: body}
      minhash: {field: body}
      scoring: fuzzy

    """

extension ProgramTests {
    @Suite("Strategies by MinHash")
    struct MinHashStrategyTests {
        @Test(
            "what has nearly all in common is found, what has nothing is not, and others as often as they should be"
        )
        func documents() throws {
            let documents = try Documents()
            try documents.place.write(strategies, to: "s.yaml")
            var rows: [[String]] = []
            for threads in ["1", "2"] {
                let run = try documents.place.succeed(
                    "strategies", "l.csv", "r.csv", "--strategies", "s.yaml", "--only", "copies,near copies",
                    "-o", "s.sqlite", "--threads", threads)
                #expect(
                    run.output.contains(
                        "body alike by MinHash (32 bands of 4, 3 words a shingle); given weights"))
                rows.append(
                    try documents.place.rows(
                        "s.sqlite", "SELECT strategy, left_id, right_id FROM strategy_links"))
            }
            #expect(rows[0] == rows[1])
            for (strategy, bands, width) in [("copies", 32, 4), ("near copies", 8, 16)] {
                let found = Set(rows[0].filter { $0.hasPrefix(strategy + "|") })
                var (hits, expected, variance) = (0, 0.0, 0.0)
                for number in 0..<150 {
                    let similarity = documents.similarity(number)
                    let isFound = found.contains("\(strategy)|L\(number)|R\(number)")
                    hits += isFound ? 1 : 0
                    let chance = 1 - pow(1 - pow(similarity, Double(width)), Double(bands))
                    expected += chance
                    variance += chance * (1 - chance)
                    #expect(chance < 0.999999 || isFound, "\(number)")
                    #expect(chance > 0 || !isFound, "\(number)")
                }
                // Strangers have no three words in a row in common.
                #expect(hits == found.count && abs(Double(hits) - expected) < 4 * variance.squareRoot())
                #expect(hits > 20 && hits < 130)
                let candidates = try documents.place.rows(
                    "s.sqlite", "SELECT candidates FROM strategies WHERE strategy = '\(strategy)'")
                #expect(candidates == ["\(hits)"])
            }
            let refused = try documents.place.run(
                "strategies", "l.csv", "r.csv", "--strategies", "s.yaml", "--only", "copies", "--max-pairs",
                "9", "-q")
            #expect(refused.code == 2 && refused.errorLines.count == 1)
            #expect(
                refused.errors.contains("more pairs have texts in common than --max-pairs allows, 9; raise"))
        }

        @Test("within one source too")
        func dedupe() throws {
            let documents = try Documents()
            try documents.place.write(
                strategies.replacing("cardinality: many-to-many", with: "threshold: 0.5"), to: "s.yaml")
            try documents.place.succeed(
                "strategies", "both.csv", "--strategies", "s.yaml", "--only", "groups,by all they say", "-o",
                "s.sqlite", "-q")
            // Equal bodies make a group of two.
            let equal = (0..<150).filter { documents.similarity($0) == 1 }
            #expect(equal.count >= 30)
            let members = try documents.place.rows(
                "s.sqlite", "SELECT cluster_id, record_id FROM strategy_clusters WHERE strategy = 'groups'")
            for number in equal { #expect(members.contains("L\(number)|R\(number)"), "\(number)") }
        }
    }
}
