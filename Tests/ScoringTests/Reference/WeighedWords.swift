import Foundation
import Records
import Scoring

/// TF-IDF and soft TF-IDF by their definitions, over dictionaries: of words, or of runs of three characters.
struct WeighedWords {
    let parts: WeighedParts
    /// Values that hold each word, of so many.
    var holders: [String: Int] = [:]
    var values = 0

    /// Counts the words of some values.
    init(_ values: [String], of parts: WeighedParts = .words) {
        self.parts = parts
        self.values = values.count
        for value in values { for word in Set(words(value)) { holders[word, default: 0] += 1 } }
    }

    /// Counts of nothing: all words are equally rare.
    init(of parts: WeighedParts = .words) { self.parts = parts }

    /// The same for the scorer.
    var rarities: WordRarities? {
        guard values > 0 else { return nil }
        var counts = HashCounts(capacity: 0)
        for (word, count) in holders { counts.add(hash(word), UInt32(count)) }
        return WordRarities(counts: [counts], values: values)
    }

    func similarity(_ measure: TextMeasure, _ a: String, _ b: String) -> Double {
        let (first, second) = (weights(a), weights(b))
        if first.isEmpty || second.isEmpty { return first.isEmpty && second.isEmpty ? 1 : 0 }
        var sum = 0.0
        for (word, weight) in first { sum += weight * (second[word] ?? 0) }
        if measure == .softTFIDF { sum += near(first, second) }
        let norms = [first, second].map { $0.values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        return sum / (norms[0] * norms[1])
    }

    private func words(_ value: String) -> [String] {
        if parts == .words { return value.split(separator: " ").map(String.init) }
        let scalars = Array(value.unicodeScalars)
        if scalars.count < 3 { return scalars.isEmpty ? [] : [value] }
        return (2..<scalars.count).map { end in
            String(String.UnicodeScalarView(scalars[(end - 2)...end]))
        }
    }

    private func hash(_ word: String) -> UInt64 {
        var hash: UInt64 = 0
        Array(word.utf8).withUnsafeBufferPointer { bytes in
            if parts == .words { hash = xxh3(bytes) } else { forEachTrigram(bytes) { hash = $0 } }
        }
        return hash
    }

    private func weights(_ value: String) -> [String: Double] {
        var counts: [String: Int] = [:]
        for word in words(value) { counts[word, default: 0] += 1 }
        return Dictionary(
            uniqueKeysWithValues: counts.map { word, count in
                let rarity = values == 0 ? 1 : log2(Double(1 + values) / Double(holders[word] ?? 1))
                return (word, log2(Double(1 + count)) * rarity)
            })
    }

    /// All pairs of words that only one has, the nearest first; each word once.
    private func near(_ a: [String: Double], _ b: [String: Double]) -> Double {
        struct Near {
            var similarity: Float
            var product: Double
            var hashes: [UInt64]
            var words: (String, String)
        }
        let isPlain = { (word: String) in !word.contains { ("0"..."9").contains($0) } }
        var all: [Near] = []
        for (x, weightX) in a where b[x] == nil && isPlain(x) {
            for (y, weightY) in b where a[y] == nil && isPlain(y) {
                let similarity = TextReference.jaro(
                    Array(x.unicodeScalars), Array(y.unicodeScalars), prefixScale: 1)
                guard similarity >= 0.9 else { continue }
                all.append(
                    Near(
                        similarity: similarity, product: Double(Float(weightX)) * Double(Float(weightY)),
                        hashes: [hash(x), hash(y)].sorted(), words: (x, y)))
            }
        }
        all.sort {
            ($1.similarity, $1.product, $0.hashes[0], $0.hashes[1])
                < ($0.similarity, $0.product, $1.hashes[0], $1.hashes[1])
        }
        var sum = 0.0
        var taken: (Set<String>, Set<String>) = ([], [])
        for pair in all where !taken.0.contains(pair.words.0) && !taken.1.contains(pair.words.1) {
            taken.0.insert(pair.words.0)
            taken.1.insert(pair.words.1)
            sum += Double(pair.similarity) * pair.product
        }
        return sum
    }
}
