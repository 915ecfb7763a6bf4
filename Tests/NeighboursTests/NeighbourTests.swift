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
    limit: Int, minimum: Float, threads: Int = 2, _ comment: Comment? = nil
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
    for record in left.indices {
        let all = reference.cosines(record).filter { right != nil || $0.record != record }
        let byRecord = Dictionary(uniqueKeysWithValues: all.map { ($0.record, $0.cosine) })
        let nearest = all.map(\.cosine).sorted(by: >)
        let found = lists[RecordIndex(record)]
        #expect(found.count <= limit)
        for (place, neighbour) in found.enumerated() {
            let cosine = Double(neighbour.cosine)
            #expect(neighbour.cosine >= minimum && neighbour.cosine > 0 && neighbour.cosine <= 1, comment)
            #expect(abs(cosine - (byRecord[Int(neighbour.record)] ?? -1)) < 1e-6, comment)
            #expect(abs(cosine - nearest[place]) < 1e-6, comment)
        }
        for (one, next) in zip(found, found.dropFirst()) { #expect(one < next, comment) }
        let least = all.count { $0.cosine >= Double(minimum) + 1e-6 }
        #expect(found.count >= min(least, limit), comment)
    }
}

@Suite struct NeighbourTests {
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
            for minimum: Float in [0, 0.3, 1] {
                for limit in [1, 3, 100] {
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
}
