import Foundation
import Records
import TestSupport
import Testing

@testable import Neighbours

/// What words say, against sets of texts put together one by one.
@Suite("Evidence of words")
struct WordEvidenceTests {
    static let words = [
        "sony", "sonny", "camera", "cameras", "kamera", "dsc", "w120", "w130", "120", "black", "blak", "a",
        "ü", "überholt", "uberholt", "digital", "x", "и", "б", "борис",
    ]

    static func lists(_ left: [String], _ right: [String]?, threads: Int = 1) throws -> WordLists {
        let texts = try ([left] + (right.map { [$0] } ?? [])).map { try Texts($0.map { Array($0.utf8) }) }
        return try WordLists(
            left: texts[0], right: texts.count > 1 ? texts[1] : nil, threads: threads,
            monitor: RunMonitor(run: "test"))
    }

    /// The definition, over dictionaries of texts.
    struct Reference {
        let rarity: [String: Double]
        let highest: Double

        init(_ texts: [String]) {
            var counts: [String: Int] = [:]
            for text in texts {
                for word in Set(text.split(separator: " ").map(String.init)) { counts[word, default: 0] += 1 }
            }
            let all = Double(texts.count)
            rarity = counts.mapValues { log((1 + all) / Double($0)) }
            highest = log(1 + max(all, 1))
        }

        func compare(_ left: String, _ right: String) -> WordEvidence {
            let (a, b) = (
                left.split(separator: " ").map(String.init), right.split(separator: " ").map(String.init)
            )
            let both = Set(a).intersection(b)
            var (mine, theirs) = (Set(a).subtracting(both), Set(b).subtracting(both))
            var shared = both.reduce(0) { $0 + rarity[$1]! }
            var product = both.reduce(0) { $0 + rarity[$1]! * rarity[$1]! }
            var candidates: [(Double, String, String)] = []
            for x in mine where !hasDigit(x) {
                for y in theirs where !hasDigit(y) {
                    let alike =
                        x.count == 1 || y.count == 1
                        ? (x.first == y.first ? 0.5 : 0) : jaroWinkler(x, y)
                    if alike == 0.5 && (x.count == 1 || y.count == 1) || alike >= 0.85 {
                        candidates.append((alike, x, y))
                    }
                }
            }
            // No two of the words here are as alike as two others, but for initials of one word.
            candidates.sort { $0.0 > $1.0 }
            for (alike, x, y) in candidates where mine.contains(x) && theirs.contains(y) {
                mine.remove(x)
                theirs.remove(y)
                shared += alike * min(rarity[x]!, rarity[y]!)
                product += alike * rarity[x]! * rarity[y]!
            }
            let sum = { (words: [String]) in Set(words).reduce(0) { $0 + rarity[$1]! } }
            let squares = { (words: [String]) in Set(words).reduce(0) { $0 + rarity[$1]! * rarity[$1]! } }
            var evidence = WordEvidence()
            if !a.isEmpty && !b.isEmpty {
                evidence.cosine = min(product / (squares(a) * squares(b)).squareRoot(), 1)
                evidence.containment = min(shared / min(sum(a), sum(b)), 1)
                evidence.overlap = min(shared / (sum(a) + sum(b) - shared), 1)
            }
            evidence.rarestShared = (both.map { rarity[$0]! }.max() ?? 0) / highest
            evidence.hasNumberConflict = mine.contains(where: hasDigit) && theirs.contains(where: hasDigit)
            evidence.hasNumberExtra = mine.contains(where: hasDigit) != theirs.contains(where: hasDigit)
            evidence.sharesFirst = a.first != nil && a.first == b.first
            return evidence
        }

        private func hasDigit(_ word: String) -> Bool { word.utf8.contains { (48...57).contains($0) } }

        private func jaroWinkler(_ x: String, _ y: String) -> Double {
            let (a, b) = (Array(x.unicodeScalars), Array(y.unicodeScalars))
            let reach = max(max(a.count, b.count) / 2 - 1, 0)
            var taken = [Bool](repeating: false, count: b.count)
            var matches: [Unicode.Scalar] = []
            for (place, scalar) in a.enumerated() {
                for other in b.indices
                where !taken[other] && b[other] == scalar && abs(place - other) <= reach {
                    taken[other] = true
                    matches.append(scalar)
                    break
                }
            }
            guard !matches.isEmpty else { return 0 }
            let others = b.indices.filter { taken[$0] }.map { b[$0] }
            let moved = Double(zip(matches, others).count { $0 != $1 }) / 2
            let m = Double(matches.count)
            let jaro = (m / Double(a.count) + m / Double(b.count) + (m - moved) / m) / 3
            let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
            return jaro + 0.1 * Double(prefix) * (1 - jaro)
        }
    }

    private func expectSame(_ found: WordEvidence, _ expected: WordEvidence, _ comment: Comment) {
        for value in [
            \WordEvidence.cosine, \.containment, \.overlap, \.rarestShared,
        ] {
            #expect(abs(found[keyPath: value] - expected[keyPath: value]) < 1e-6, comment)
        }
        for value in [
            \WordEvidence.hasNumberConflict, \.hasNumberExtra, \.sharesFirst,
        ] {
            #expect(found[keyPath: value] == expected[keyPath: value], comment)
        }
    }

    @Test("is the definition's, for random texts, between two sources and in one")
    func againstReference() throws {
        var random = Seeded(5)
        func text() -> String {
            let count = Int.random(in: 0..<7, using: &random)
            return (0..<count).map { _ in Self.words.randomElement(using: &random)! }.joined(separator: " ")
        }
        let (left, right) = ((0..<60).map { _ in text() }, (0..<50).map { _ in text() })
        let lists = try Self.lists(left, right)
        let reference = Reference(left + right)
        var comparison = WordComparison(lists)
        for (i, a) in left.enumerated() {
            for (j, b) in right.enumerated() {
                expectSame(
                    comparison.compare(RecordIndex(i), RecordIndex(j)), reference.compare(a, b), "\(a) | \(b)"
                )
            }
        }
        let own = try Self.lists(left, nil)
        let ownReference = Reference(left)
        var ownComparison = WordComparison(own)
        for i in left.indices {
            for j in left.indices where i != j {
                expectSame(
                    ownComparison.compare(RecordIndex(i), RecordIndex(j)),
                    ownReference.compare(left[i], left[j]), "\(left[i]) | \(left[j])")
            }
        }
    }

    @Test("does not depend on which side is left, nor on threads")
    func symmetry() throws {
        var random = Seeded(6)
        var texts: [String] = []
        for _ in 0..<80 {
            let count = Int.random(in: 0..<8, using: &random)
            texts.append(
                (0..<count).map { _ in Self.words.randomElement(using: &random)! }.joined(separator: " "))
        }
        let (left, right) = (Array(texts[..<40]), Array(texts[40...]))
        let lists = try Self.lists(left, right)
        let swapped = try Self.lists(right, left, threads: 3)
        var one = WordComparison(lists)
        var other = WordComparison(swapped)
        for i in left.indices {
            for j in right.indices {
                #expect(
                    one.compare(RecordIndex(i), RecordIndex(j))
                        == other.compare(RecordIndex(j), RecordIndex(i)))
            }
        }
    }

    @Test("of texts without words is none")
    func empty() throws {
        let lists = try Self.lists(["", "a"], ["", "b"])
        var comparison = WordComparison(lists)
        #expect(comparison.compare(0, 0) == WordEvidence())
        #expect(comparison.compare(0, 1).cosine == 0)
    }
}
