import Foundation
import Records
import Resolve
import TestSupport
import Testing

@testable import Engine

@Suite("Candidates by text")
struct TextCandidateTests {
    /// Titles with a few words in common, some twice on a side.
    static func titles(_ count: Int, _ random: inout Seeded) -> [String] {
        let words = [
            "red", "blue", "drill", "drills", "saw", "x100", "x200", "cordless", "kit", "bosch", "makita",
        ]
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in words.randomElement(using: &random)! }
                .joined(separator: " ")
        }
    }

    static func outcome(_ left: [String], _ right: [String]) throws -> (LoadedTables, MatchOptions) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "tieout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (name, titles) in [("left", left), ("right", right)] {
            let path = folder.appendingPathComponent("\(name).csv")
            let lines = ["id,title"] + titles.enumerated().map { "\(name)\($0),\($1)" }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: path)
            paths.append(path.path)
        }
        let options = MatchOptions(left: paths[0], right: paths[1])
        let sources = try openSources(options).asText()
        return (try loadTables(sources, options: options, monitor: RunMonitor(run: "test")), options)
    }

    @Test("Only a source twice as long is a list to look up in")
    func lookUp() {
        for (left, right, expected) in [
            (20, 10, Cardinality.oneToMany), (10, 20, .manyToOne), (19, 10, nil), (10, 19, nil),
            (10, 10, nil),
        ] as [(Int, Int, Cardinality?)] {
            #expect(lookUpCardinality(left: left, right: right) == expected)
        }
    }

    @Test("Margins are likeness less that of the best rival, among the pairs there are")
    func margins() throws {
        var random = Seeded(8)
        let (loaded, _) = try Self.outcome(Self.titles(40, &random), Self.titles(30, &random))
        let monitor = RunMonitor(run: "test")
        var candidates = try TextCandidates(SearchedTexts(loaded.tables), threads: 2, monitor: monitor)
        try candidates.compare(threads: 2, monitor: monitor)
        #expect(candidates.count > 100)
        for share in [1.0, 0.5, 0.1] {
            let among = (0..<candidates.count).filter { _ in Double.random(in: 0..<1, using: &random) < share
            }
            let found = candidates.margins(among: among)
            for pair in among {
                let rivals = among.filter {
                    $0 != pair
                        && (candidates.left[$0] == candidates.left[pair]
                            || candidates.right[$0] == candidates.right[pair])
                }
                let best = rivals.map(candidates.likeness).max() ?? 0
                #expect(abs(found[pair] - (candidates.likeness(pair) - max(best, 0))) < 1e-12)
            }
        }
    }

    @Test("Candidates are in order, each once, and are found again by their records")
    func places() throws {
        var random = Seeded(12)
        let (loaded, _) = try Self.outcome(Self.titles(25, &random), Self.titles(35, &random))
        let candidates = try TextCandidates(
            SearchedTexts(loaded.tables), threads: 1, monitor: RunMonitor(run: "test"))
        var seen: Set<[UInt32]> = []
        for pair in 0..<candidates.count {
            #expect(candidates.place(of: candidates.left[pair], candidates.right[pair]) == pair)
            #expect(seen.insert([candidates.left[pair], candidates.right[pair]]).inserted)
            #expect((1...7).contains(candidates.ways[pair]))
        }
        for left in 0..<25 as Range<UInt32> {
            for right in 0..<35 as Range<UInt32> where !seen.contains([left, right]) {
                #expect(candidates.place(of: left, right) == nil)
            }
        }
    }
}
