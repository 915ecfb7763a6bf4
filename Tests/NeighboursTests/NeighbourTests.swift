import Records
import TestSupport
import Testing

@testable import Neighbours

let quiet = RunMonitor(run: "test")

func texts(_ strings: [String]) throws -> Texts { try Texts(strings.map { Array($0.utf8) }) }

/// Asserts that the neighbours are those of the reference: the same cosines in the same places, and each
/// with the record it is said to have. Where two records are as near but for rounding, either may come first.
func expectNeighbours(
    _ left: [String], _ right: [String]?, tokeniser: Tokeniser = .grams(3),
    weighting: Weighting = Weighting(),
    limit: Int, minimum: Float, threads: Int = 2
) throws {
    let space = try TextSpace(
        left: texts(left), right: right.map(texts), tokeniser: tokeniser, weighting: weighting,
        threads: threads, monitor: quiet)
    let index = try NeighbourIndex(space.right, threads: threads, monitor: quiet)
    let lists = try nearestNeighbours(
        of: space.left, in: index, limit: limit, minimum: minimum, excludingSelf: right == nil,
        threads: threads, monitor: quiet)
    let reference =
        right.map { ReferenceSpace(left, $0, tokeniser, weighting) }
        ?? ReferenceSpace(deduping: left, tokeniser, weighting)
    #expect(lists.count == left.count)
    var wrong: [String] = []
    for record in left.indices {
        let all = reference.cosines(record).filter { right != nil || $0.record != record }
        let byRecord = Dictionary(uniqueKeysWithValues: all.map { ($0.record, $0.cosine) })
        let nearest = all.map(\.cosine).sorted(by: >)
        let found = lists[RecordIndex(record)]
        for (place, neighbour) in found.enumerated() {
            let cosine = Double(neighbour.cosine)
            if !(neighbour.cosine >= minimum && neighbour.cosine > 0 && neighbour.cosine <= 1)
                || abs(cosine - (byRecord[Int(neighbour.record)] ?? -1)) > 1e-6
                || abs(cosine - nearest[place]) > 1e-6
            {
                wrong.append("\(left[record]): \(neighbour) at place \(place)")
            }
        }
        if !zip(found, found.dropFirst()).allSatisfy(<) { wrong.append("\(left[record]): order") }
        let sure = all.count { $0.cosine >= Double(minimum) + 1e-6 }
        if found.count > limit || found.count < min(sure, limit) {
            wrong.append("\(left[record]): \(found.count) of \(sure)")
        }
    }
    #expect(wrong.isEmpty, "\(tokeniser) \(weighting), \(limit) from \(minimum) on")
}

@Suite struct NeighbourTests {
    @Test("Some of the texts are those texts, in the order asked for, and none is none")
    func someTexts() throws {
        let all = try texts(Self.odd)
        let last = RecordIndex(Self.odd.count) - 1
        for records: [RecordIndex] in [[], [0], [3, 3, 0, last], (0...last).reversed()] {
            let some = try Texts(all, records: records, threads: 2)
            #expect(some.count == records.count)
            for (place, record) in records.enumerated() {
                #expect(Array(some[place]) == Array(Self.odd[Int(record)].utf8))
            }
        }
    }

    static let odd = [
        "", "a", "b", "ab", "abc", "abcd", "abc abc abc", "aaaa", "aaaaaaa", "abcabc", "the cat", "the hat",
        "żółw", "żół", "żó", "💶 euro", "café crème", "cafe creme", "a b c", " ", "x",
    ]

    @Test(arguments: [
        Tokeniser.grams(3), .grams(1), .grams(2), .grams(5), .grams(12), .wordGrams(3), .words,
        .wordsAndGrams(3),
    ])
    func oddTextsOfEveryKind(_ tokeniser: Tokeniser) throws {
        for weighting in [
            Weighting(), Weighting(occurrences: .sublinear), .bm25, Weighting(rarity: .none),
            Weighting(counted: .rightSide),
        ] {
            for (limit, minimum) in [(1, Float(0)), (3, 0.3), (100, 0), (100, 1)] {
                try expectNeighbours(
                    Self.odd, Self.odd.reversed() + ["abc"], tokeniser: tokeniser, weighting: weighting,
                    limit: limit, minimum: minimum)
                try expectNeighbours(
                    Self.odd + ["abc"], nil, tokeniser: tokeniser, weighting: weighting, limit: limit,
                    minimum: minimum)
            }
        }
    }
}
