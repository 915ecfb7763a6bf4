import Records
import TestSupport
import Testing

@testable import Neighbours

/// Sets of word shingles by the book.
private func shingles(_ text: String, _ length: Int) -> Set<String> {
    let words = text.split(separator: " ").map(String.init)
    guard words.count > length else { return words.isEmpty ? [] : [words.joined(separator: " ")] }
    return Set((0...words.count - length).map { words[$0..<$0 + length].joined(separator: " ") })
}

private func jaccard(_ a: String, _ b: String, _ length: Int) -> Double {
    let (a, b) = (shingles(a, length), shingles(b, length))
    let all = a.union(b).count
    return all == 0 ? 0 : Double(a.intersection(b).count) / Double(all)
}

/// Documents of some words, each with a copy in which a share of the places got other words.
private func documents(_ count: Int, words: Int, _ random: inout Seeded) -> (left: [String], right: [String])
{
    func word() -> String { "w\(Int.random(in: 0..<100_000, using: &random))" }
    var (left, right): ([String], [String]) = ([], [])
    for number in 0..<count {
        let document = (0..<words).map { _ in word() }
        let share = Double(number) / Double(count) * 0.6
        left.append(document.joined(separator: " "))
        right.append(
            document.map { Double.random(in: 0..<1, using: &random) < share ? word() : $0 }.joined(
                separator: " "))
    }
    return (left, right)
}

private func pairs(
    _ left: [String], _ right: [String]?, _ hashing: MinHashing, most: Int? = nil, threads: Int = 2
) throws -> [[UInt32]]? {
    try SimilarTexts(
        left: texts(left), right: right.map { try texts($0) }, hashing, most: most, threads: threads,
        monitor: RunMonitor(run: "test")
    ).map { found in (0..<found.count).map { [found.left[$0], found.right[$0]] } }
}

@Suite("MinHash")
struct MinHashTests {
    @Test("shingles are runs of words, of a shorter text all of it", arguments: [1, 2, 3, 5])
    func runs(_ length: Int) throws {
        for text in ["", " ", "a", "a b", "a b c", "aa b aa b aa", "ä öü  ß x  y z", " a b c d e f "] {
            var found: Set<UInt64> = []
            Array(text.utf8).withUnsafeBufferPointer {
                MinHashing(shingle: length).forEachShingle($0) { found.insert($0) }
            }
            // Canonical text has single spaces; what stands between words of other text counts as it is.
            guard !text.contains("  ") else { continue }
            let expected = shingles(text, length).map { shingle in
                Array(shingle.utf8).withUnsafeBufferPointer { xxh3($0) }
            }
            #expect(found == Set(expected), "\(text)")
        }
    }

    @Test("hashes agree as often as texts have shingles in common")
    func unbiased() throws {
        var random = Seeded(21)
        let (left, right) = documents(60, words: 100, &random)
        let hashing = MinHashing(shingle: 3, bands: 16, rows: 8)
        var (one, two) = (MinHashes(hashing), MinHashes(hashing))
        var (agreeing, expected, variance) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            Array(a.utf8).withUnsafeBufferPointer { _ = one.take($0) }
            Array(b.utf8).withUnsafeBufferPointer { _ = two.take($0) }
            let similarity = jaccard(a, b, 3)
            agreeing += Double(zip(one.least, two.least).count { $0 == $1 })
            expected += similarity * 128
            variance += similarity * (1 - similarity) * 128
        }
        #expect(abs(agreeing - expected) < 4 * variance.squareRoot())
        #expect(expected > 60 * 128 / 4 && expected < 60 * 128 * 3 / 4)
    }

    @Test(
        "pairs are found as often as 1 − (1 − s^r)^b says",
        arguments: [(32, 4), (20, 5), (64, 2), (8, 1), (1, 3)])
    func probability(bands: Int, rows: Int) throws {
        var random = Seeded(UInt64(bands))
        let (left, right) = documents(300, words: 40, &random)
        let hashing = MinHashing(shingle: 2, bands: bands, rows: rows)
        let found = Set(try #require(try pairs(left, right, hashing)))
        // By fifths of similarity, so that no error in one makes up for another.
        var hits = [Double](repeating: 0, count: 5)
        var (expected, variance) = (hits, hits)
        for (number, (a, b)) in zip(left, right).enumerated() {
            let similarity = jaccard(a, b, 2)
            let chance = hashing.probability(similarity)
            let part = min(Int(similarity * 5), 4)
            hits[part] += found.contains([UInt32(number), UInt32(number)]) ? 1 : 0
            expected[part] += chance
            variance[part] += chance * (1 - chance)
        }
        for part in 0..<5 {
            #expect(abs(hits[part] - expected[part]) <= 4 * variance[part].squareRoot() + 0.5, "\(part)")
        }
        // Strangers have nothing in common but by chance.
        let strangers = found.count { $0[0] != $0[1] }
        #expect(strangers < 10)
    }

    @Test("those and only those whose hashes agree in a band, each once and in order", arguments: [1, 2, 5])
    func join(threads: Int) throws {
        var random = Seeded(3)
        let words = ["red", "blue", "drill", "saw", "kit"]
        func some(_ count: Int) -> [String] {
            (0..<count).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in words.randomElement(using: &random)! }
                    .joined(separator: " ")
            }
        }
        let (left, right) = (some(90), some(70))
        let hashing = MinHashing(shingle: 2, bands: 6, rows: 2)
        func keys(_ texts: [String]) -> [[UInt64]?] {
            var hashes = MinHashes(hashing)
            return texts.map { text in
                let holdsWords = Array(text.utf8).withUnsafeBufferPointer { hashes.take($0) }
                return holdsWords ? (0..<6).map { hashes.key($0) } : nil
            }
        }
        func slow(_ left: [[UInt64]?], _ right: [[UInt64]?], isDedupe: Bool) -> [[UInt32]] {
            left.indices.flatMap { a in
                right.indices.filter { b in
                    guard let one = left[a], let two = right[b], !isDedupe || a < b else { return false }
                    return zip(one, two).contains { $0 == $1 }
                }.map { [UInt32(a), UInt32($0)] }
            }
        }
        let linked = slow(keys(left), keys(right), isDedupe: false)
        #expect(try pairs(left, right, hashing, threads: threads) == linked)
        let same = slow(keys(left), keys(left), isDedupe: true)
        #expect(try pairs(left, nil, hashing, threads: threads) == same)
        #expect(linked.count > 100 && same.count > 100)
        // Equal texts are always a pair, and texts without words never.
        for (a, one) in left.enumerated() {
            for (b, two) in right.enumerated() where one == two {
                #expect(linked.contains([UInt32(a), UInt32(b)]) == !one.isEmpty)
            }
        }
        #expect(try pairs(left, right, hashing, most: linked.count, threads: threads) == linked)
        #expect(try pairs(left, right, hashing, most: linked.count - 1, threads: threads) == nil)
        #expect(try pairs(left, nil, hashing, most: same.count - 1, threads: threads) == nil)
        #expect(try pairs([], right, hashing, threads: threads) == [] && pairs([], nil, hashing) == [])
    }
}
