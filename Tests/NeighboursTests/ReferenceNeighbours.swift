import Foundation

@testable import Neighbours

/// Neighbours the slow way: texts as strings, vectors as dictionaries, every pair compared.
struct ReferenceSpace {
    typealias Vector = [String: Double]
    let left: [Vector]
    let right: [Vector]

    init(_ left: [String], _ right: [String], _ tokeniser: Tokeniser, _ weighting: Weighting) {
        let (leftTokens, rightTokens) = (
            left.map { referenceTokens($0, tokeniser) }, right.map { referenceTokens($0, tokeniser) }
        )
        let all = leftTokens + rightTokens
        self.init(
            leftTokens, rightTokens, counted: weighting.counted == .bothSides ? all : rightTokens, all: all,
            weighting)
    }

    init(deduping texts: [String], _ tokeniser: Tokeniser, _ weighting: Weighting) {
        let tokens = texts.map { referenceTokens($0, tokeniser) }
        self.init(tokens, tokens, counted: tokens, all: tokens, weighting)
    }

    private init(
        _ left: [[String]], _ right: [[String]], counted: [[String]], all: [[String]], _ weighting: Weighting
    ) {
        var texts: [String: Double] = [:]
        for tokens in counted { for token in Set(tokens) { texts[token, default: 0] += 1 } }
        let number = Double(counted.count)
        let filled = all.filter { !$0.isEmpty }
        let mean = filled.isEmpty ? 1 : Double(filled.reduce(0) { $0 + $1.count }) / Double(filled.count)
        func vector(_ tokens: [String]) -> Vector {
            var vector: Vector = [:]
            var occurrences: [String: Double] = [:]
            for token in tokens { occurrences[token, default: 0] += 1 }
            for (token, times) in occurrences {
                let df = texts[token] ?? 0
                let rarity =
                    switch weighting.rarity {
                    case .smooth: log((1 + number) / (1 + df)) + 1
                    case .probabilistic: log(1 + (number - df + 0.5) / (df + 0.5))
                    case .none: 1.0
                    }
                let count =
                    switch weighting.occurrences {
                    case .raw: times
                    case .sublinear: 1 + log(times)
                    case .saturating(let k1, let b):
                        times * (k1 + 1) / (times + k1 * (1 - b + b * Double(tokens.count) / mean))
                    }
                vector[token] = count * rarity
            }
            let norm = vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.mapValues { $0 / norm }
        }
        self.left = left.map(vector)
        self.right = right.map(vector)
    }

    func cosine(_ l: Int, _ r: Int) -> Double {
        left[l].reduce(0) { $0 + $1.value * (right[r][$1.key] ?? 0) }
    }

    /// The cosines of a record with all on the right that it shares a token with.
    func cosines(_ l: Int) -> [(record: Int, cosine: Double)] {
        right.indices.filter { r in left[l].keys.contains { right[r][$0] != nil } }
            .map { ($0, cosine(l, $0)) }
    }
}

/// Tokens by the book.
func referenceTokens(_ text: String, _ tokeniser: Tokeniser) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    func grams(_ text: String, _ length: Int) -> [String] {
        let characters = Array(text.unicodeScalars)
        guard characters.count > length else { return characters.isEmpty ? [] : [text] }
        return (0...characters.count - length).map { start in
            var gram = String.UnicodeScalarView()
            gram.append(contentsOf: characters[start..<start + length])
            return String(gram)
        }
    }
    switch tokeniser {
    case .grams(let length): return grams(text, length)
    case .wordGrams(let length): return words.flatMap { grams(" \($0) ", length) }
    case .words: return words
    case .wordsAndGrams(let length):
        return words.map { "word:\($0)" } + grams(text, length).map { "run:\($0)" }
    }
}
