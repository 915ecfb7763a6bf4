import Records
import TestSupport
import Testing

@testable import Neighbours

/// Texts that are alike in parts: words of a small vocabulary, some of them in most texts, with typing errors.
private func madeUp(_ count: Int, _ random: inout Seeded) -> [String] {
    let syllables = ["ka", "ro", "mi", "stein", "ton", "le", "bur", "gh", "ön", "ix"]
    let frequent = ["road", "street", "the", "flat 1", "ltd"]
    return (0..<count).map { _ in
        if Int.random(in: 0..<40, using: &random) == 0 { return "" }
        var words = (0..<Int.random(in: 1...5, using: &random)).map { _ in
            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                syllables.randomElement(using: &random) ?? ""
            }
            .joined()
        }
        words += frequent.filter { _ in Bool.random(using: &random) }
        if Int.random(in: 0..<8, using: &random) == 0 { words += Array(repeating: "aaa", count: 9) }
        return words.shuffled(using: &random).joined(separator: " ")
    }
}

@Suite struct SearchTests {
    @Test(arguments: [
        (Tokeniser.grams(3), Weighting()), (.grams(2), .bm25), (.words, Weighting(occurrences: .sublinear)),
        (.wordsAndGrams(3), Weighting(counted: .rightSide)), (.wordGrams(4), Weighting(rarity: .none)),
    ])
    func randomTextsAsByTheReference(_ tokeniser: Tokeniser, _ weighting: Weighting) throws {
        var random = Seeded(5)
        for (leftCount, rightCount) in [(1, 1), (12, 100), (20, 65)] {
            let (left, right) = (madeUp(leftCount, &random), madeUp(rightCount, &random))
            for (limit, minimum) in [(1, Float(0)), (4, 0.3), (10, 0.6), (500, 0)] {
                try expectNeighbours(
                    left, right, tokeniser: tokeniser, weighting: weighting, limit: limit, minimum: minimum)
            }
            try expectNeighbours(
                right, nil, tokeniser: tokeniser, weighting: weighting, limit: 5, minimum: 0.2)
        }
    }

    /// More records than a block holds, and threshold guesses that rise from query to query.
    @Test func severalBlocksAsByPlainSums() throws {
        var random = Seeded(6)
        let right = madeUp(700, &random)
        let left = madeUp(120, &random) + ["", "aaa", "road"]
        let space = try TextSpace(left: texts(left), right: texts(right), threads: 2, monitor: quiet)
        let index = try NeighbourIndex(space.right, placesOfBlock: 128, threads: 2, monitor: quiet)
        #expect(index.blocks.count >= 5)
        for (limit, minimum) in [(10, Float(0.3)), (1, 0), (3, 0.95), (1000, 0.5)] {
            let lists = try nearestNeighbours(
                of: space.left, in: index, limit: limit, minimum: minimum, excludingSelf: false, threads: 2,
                monitor: quiet)
            for record in left.indices {
                let expected = plainNeighbours(space, record, limit: limit, minimum: minimum)
                #expect(Array(lists[RecordIndex(record)]) == expected)
            }
        }
    }

    @Test func gramsOfOneWordAreAFamily() throws {
        let all = (0..<40).map { $0 % 2 == 0 ? "zebra \($0)" : "quick \($0)" }
        let space = try TextSpace(left: texts(all), right: nil, threads: 1, monitor: quiet)
        let families = TokenFamilies(
            space.right, try ScaleOrder(space.right, threads: 1, monitor: quiet))
        func family(_ a: RecordIndex, _ b: RecordIndex) -> Set<UInt32> {
            let tokens = Set(space.right.vector(a).map(\.token))
                .intersection(space.right.vector(b).map(\.token))
            #expect(tokens.count == 4)
            return Set(tokens.map { families.first[Int($0)] })
        }
        let (zebra, quick) = (family(0, 22), family(1, 33))
        #expect(zebra.count == 1 && quick.count == 1 && zebra != quick)
    }

    @Test func equalTextsHaveCosineOneAndStandByNumber() throws {
        let all = Array(repeating: "the same", count: 30)
        let space = try TextSpace(left: texts(all), right: nil, threads: 2, monitor: quiet)
        let pairs = try space.neighbourPairs(limit: 3, minimum: 1, threads: 2, monitor: quiet)
        #expect(pairs.allSatisfy { $0.cosine == 1 && $0.left < $0.right })
        let index = try NeighbourIndex(space.right, threads: 1, monitor: quiet)
        let lists = try nearestNeighbours(
            of: space.left, in: index, limit: 3, minimum: 1, excludingSelf: true, threads: 1, monitor: quiet)
        #expect(lists[0].map(\.record) == [1, 2, 3])
        #expect(lists[2].map(\.record) == [0, 1, 3])
        #expect(lists[29].map(\.record) == [0, 1, 2])
    }

    @Test func nothingIsFoundWhereThereIsNothing() throws {
        for (left, right) in [([], ["abc"]), (["abc"], []), ([], []), ([""], ["abc"]), (["abc"], ["", ""])]
            as [([String], [String])]
        {
            let space = try TextSpace(left: texts(left), right: texts(right), threads: 2, monitor: quiet)
            #expect(try space.neighbourPairs(limit: 5, minimum: 0, threads: 2, monitor: quiet).isEmpty)
        }
    }

    @Test func anyNumberOfThreadsGivesTheSameBits() throws {
        var random = Seeded(7)
        let (left, right) = (madeUp(300, &random), madeUp(400, &random))
        let results = try [1, 2, 7].map { threads in
            let space = try TextSpace(
                left: texts(left), right: texts(right), threads: threads, monitor: quiet)
            return try space.neighbourPairs(limit: 4, minimum: 0.1, threads: threads, monitor: quiet)
        }
        #expect(results[0].count > 500)
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test func theOrderOfTheRecordsDoesNotMatter() throws {
        var random = Seeded(8)
        let (left, right) = (madeUp(100, &random), Array(Set(madeUp(150, &random))).sorted())
        let (leftOrder, rightOrder) = (
            left.indices.shuffled(using: &random), right.indices.shuffled(using: &random)
        )
        // So many that no tie falls on the last place.
        func pairs(_ left: [String], _ right: [String]) throws -> [NeighbourPair] {
            try TextSpace(left: texts(left), right: texts(right), threads: 2, monitor: quiet)
                .neighbourPairs(limit: 1000, minimum: 0.2, threads: 2, monitor: quiet)
        }
        let plain = try pairs(left, right)
        let shuffled = try pairs(leftOrder.map { left[$0] }, rightOrder.map { right[$0] })
        let back = shuffled.map {
            [leftOrder[Int($0.left)], rightOrder[Int($0.right)], Int($0.cosine.bitPattern)]
        }
        #expect(
            Set(plain.map { [Int($0.left), Int($0.right), Int($0.cosine.bitPattern)] }) == Set(back)
                && plain.count == back.count)
    }

    @Test func bothDirectionsGiveNoPairTwice() throws {
        var random = Seeded(9)
        let (left, right) = (madeUp(120, &random), madeUp(90, &random))
        let space = try TextSpace(left: texts(left), right: texts(right), threads: 2, monitor: quiet)
        func pairs(_ directions: NeighbourDirections) throws -> [NeighbourPair] {
            try space.neighbourPairs(
                limit: 3, minimum: 0.1, directions: directions, threads: 2, monitor: quiet)
        }
        let (forward, backward) = (try pairs(.leftToRight), try pairs(.rightToLeft))
        let both = try pairs(.both)
        let key = { (pair: NeighbourPair) in [pair.left, pair.right] }
        #expect(Set(both.map(key)).count == both.count)
        #expect(Set(both.map(key)) == Set(forward.map(key)).union(backward.map(key)))
        #expect(both.allSatisfy { $0.rankOfRight < 3 || $0.rankOfLeft < 3 })
        #expect(zip(both, both.dropFirst()).allSatisfy { ($0.left, $0.right) < ($1.left, $1.right) })
        let ofLeft = Dictionary(uniqueKeysWithValues: forward.map { (key($0), $0.rankOfRight) })
        let ofRight = Dictionary(uniqueKeysWithValues: backward.map { (key($0), $0.rankOfLeft) })
        #expect(both.allSatisfy { $0.rankOfRight == ofLeft[key($0)] ?? NeighbourPair.unranked })
        #expect(both.allSatisfy { $0.rankOfLeft == ofRight[key($0)] ?? NeighbourPair.unranked })
    }

    @Test func cosinesOfPairsAreThoseOfTheSearch() throws {
        var random = Seeded(10)
        let (left, right) = (madeUp(50, &random), madeUp(60, &random))
        let space = try TextSpace(left: texts(left), right: texts(right), threads: 1, monitor: quiet)
        let reference = ReferenceSpace(left, right, .grams(3), Weighting())
        let pairs = left.indices.flatMap { l in right.indices.map { (UInt32(l), UInt32($0)) } }
        let (lefts, rights) = (pairs.map(\.0), pairs.map(\.1))
        var found = [Float](repeating: -1, count: pairs.count)
        lefts.withUnsafeBufferPointer { lefts in
            rights.withUnsafeBufferPointer { rights in
                found.withUnsafeMutableBufferPointer {
                    cosines(
                        left: space.left, right: space.right, leftRecords: lefts, rightRecords: rights,
                        into: $0)
                }
            }
        }
        #expect(
            zip(pairs, found).allSatisfy { pair, cosine in
                abs(Double(cosine) - reference.cosine(Int(pair.0), Int(pair.1))) < 1e-6
            })
        let nearest = try space.neighbourPairs(limit: 60, minimum: 0, threads: 1, monitor: quiet)
        #expect(nearest.count == found.count { $0 > 0 })
        #expect(
            nearest.allSatisfy { $0.cosine == found[Int($0.left) * right.count + Int($0.right)] })
    }

    @Test func aStopIsHeard() throws {
        let monitor = RunMonitor(run: "test")
        monitor.stopSignal.store(2, ordering: .relaxed)
        #expect(throws: TieoutError.self) {
            try TextSpace(left: texts(["a"]), right: nil, threads: 1, monitor: monitor)
        }
    }
}

/// The neighbours of a record by its products with all others.
private func plainNeighbours(_ space: TextSpace, _ record: Int, limit: Int, minimum: Float) -> [Neighbour] {
    var found: [Neighbour] = []
    for other in 0..<space.right.count {
        let cosine = cosine(
            ofSum: product(space.left, space.left.entries(record), space.right, space.right.entries(other)))
        if cosine > 0, cosine >= minimum {
            found.append(Neighbour(record: RecordIndex(other), cosine: cosine))
        }
    }
    found.sort(by: <)
    return Array(found.prefix(limit))
}
