import Foundation
import TestSupport
import Testing

/// Two sources of the repository or of the public sets, with their truth.
struct SourcePair: Sendable, CustomTestStringConvertible {
    var name: String
    var left: String
    /// Nil for a dedupe.
    var right: String?
    var truth: String

    var testDescription: String { name }

    static let samples = [
        SourcePair(
            name: "people", left: sample("people/left.csv"), right: sample("people/right.csv"),
            truth: sample("people/truth.csv")),
        SourcePair(
            name: "payments", left: sample("payments/bank.csv"), right: sample("payments/ledger.csv"),
            truth: sample("payments/truth.csv")),
        SourcePair(
            name: "products", left: sample("products/left.csv"), right: sample("products/right.csv"),
            truth: sample("products/truth.csv")),
        SourcePair(
            name: "people in one source", left: sample("people-dedupe/people.csv"), right: nil,
            truth: sample("people-dedupe/truth.csv")),
    ]
}

extension Workplace {
    /// F1 of a match or dedupe.
    func f1(_ left: String, _ right: String?, truth: String, _ options: [String] = []) throws -> Double {
        let sources = right.map { ["match", left, $0] } ?? ["dedupe", left]
        let outcome = try run(sources + ["-o", "f1.sqlite", "-q"] + options)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let report = try succeed("evaluate", "f1.sqlite", truth, "--json").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        return try #require(object["f1"] as? Double)
    }
}

extension ProgramTests {
    @Suite(.serialized) struct DeterminismTests {
        @Test(arguments: SourcePair.samples)
        func theNumberOfThreadsDoesNotShow(pair: SourcePair) throws {
            let place = try Workplace()
            var dumps: [[String: [String]]] = []
            for threads in ["1", "2", "7"] {
                let sources = pair.right.map { ["match", pair.left, $0] } ?? ["dedupe", pair.left]
                #expect(
                    try place.run(sources + ["-o", "r\(threads).sqlite", "-q", "--threads", threads]).code
                        == 0)
                dumps.append(try place.dump("r\(threads).sqlite"))
            }
            for view in dumps[0].keys.sorted() {
                #expect(dumps[1][view] == dumps[0][view], "\(view) with 2 threads")
                #expect(dumps[2][view] == dumps[0][view], "\(view) with 7 threads")
            }
            #expect(dumps[0]["matches"]?.isEmpty == false)
        }

        @Test(arguments: SourcePair.samples)
        func namesOfColumnsHardlyMatter(pair: SourcePair) throws {
            let place = try Workplace()
            func renamed(_ path: String, to name: String) throws {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                let end = try #require(text.firstIndex(of: "\n"))
                let columns = text[..<end].split(separator: ",", omittingEmptySubsequences: false).count
                try place.write(
                    (1...columns).map { "c\($0)" }.joined(separator: ",") + text[end...], to: name)
            }
            try renamed(pair.left, to: "left.csv")
            if let right = pair.right { try renamed(right, to: "right.csv") }
            let told = try place.f1(pair.left, pair.right, truth: pair.truth)
            let nameless = try place.f1("left.csv", pair.right == nil ? nil : "right.csv", truth: pair.truth)
            #expect(abs(told - nameless) <= 0.005, "\(told) with names, \(nameless) without")
        }

        /// Small exports, of which all pairs are looked at: then nothing depends on a draw.
        @Test func neitherOrderNorSidesNorIdsChangeTheLinks() throws {
            let place = try Workplace()
            let people = SmallPeople()
            try place.write(people)
            try place.succeed("match", "left.csv", "right.csv", "-o", "r.sqlite", "-q")
            let expected = Set(try place.matches("r.sqlite"))
            var random = Seeded(3)

            let (left, right) = (people.left, people.right)
            try place.write(csv([left[0]] + left.dropFirst().shuffled(using: &random)), to: "left2.csv")
            try place.write(csv([right[0]] + right.dropFirst().shuffled(using: &random)), to: "right2.csv")
            try place.succeed("match", "left2.csv", "right2.csv", "-o", "shuffled.sqlite", "-q")
            #expect(Set(try place.matches("shuffled.sqlite")) == expected)

            try place.succeed("match", "right.csv", "left.csv", "-o", "turned.sqlite", "-q")
            let turned = try place.rows(
                "turned.sqlite", "SELECT right_id, left_id FROM matches WHERE band = 'match'")
            #expect(Set(turned) == expected)

            func replaced(_ id: String) -> String { "\((Int(id.dropFirst()) ?? 0) * 7919 % 1_000_003)" }
            for (rows, name) in [(left, "left3.csv"), (right, "right3.csv")] {
                try place.write(
                    csv([rows[0]] + rows.dropFirst().map { [replaced($0[0])] + $0.dropFirst() }), to: name)
            }
            try place.succeed("match", "left3.csv", "right3.csv", "-o", "replaced.sqlite", "-q")
            let renumbered = expected.map {
                $0.split(separator: "|").map { replaced(String($0)) }.joined(separator: "|")
            }
            #expect(Set(try place.matches("replaced.sqlite")) == Set(renumbered))
        }
    }

    /// Public sets, where they are at hand.
    @Suite(.serialized, .enabled(if: datasets != nil, "TIEOUT_DATASETS is not set")) struct PublicSetTests {
        @Test(arguments: [
            (
                ["em-febrl/dataset4a.csv", "em-febrl/dataset4b.csv"], "em-febrl/truth4.csv", "rec_id",
                "a public set of people"
            ),
            (
                ["em-dblp-acm/DBLP2.csv", "em-dblp-acm/ACM.csv"], "em-dblp-acm/truth.csv", "",
                "a public set of papers"
            ),
            (["em-rldata500/RLdata500.csv"], "em-rldata500/truth.csv", "", "a public set in one source"),
        ])
        func swappedSidesGiveAsGoodLinks(files: [String], truth: String, id: String, name: String) throws {
            let place = try Workplace()
            let folder = try #require(datasets)
            let paths = files.map { "\(folder)/\($0)" }
            let options = id.isEmpty ? [] : ["--id", id]
            let f1 = try place.f1(
                paths[0], paths.count > 1 ? paths[1] : nil, truth: "\(folder)/\(truth)", options)
            #expect(f1 > 0.9, "\(name): \(f1)")
        }
    }
}
