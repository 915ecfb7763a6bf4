import Foundation

/// Neighbours among texts by the book, the slow way: every pair that shares a token, its cosine.
struct ReferenceTexts {
    enum Way { case words, grams, wordGrams }

    /// Of each left text the right ones that share a token with it.
    let cosines: [[Int: Double]]
    let rightCount: Int

    /// - Parameter bm25: weights of Okapi BM25 in the place of TF-IDF.
    init(_ left: [String], _ right: [String], isDedupe: Bool = false, by way: Way, bm25: Bool) {
        let lefts = left.map { Self.tokens($0, way) }
        let rights = right.map { Self.tokens($0, way) }
        let all = isDedupe ? lefts : lefts + rights
        var texts: [String: Double] = [:]
        for tokens in all { for token in Set(tokens) { texts[token, default: 0] += 1 } }
        let number = Double(all.count)
        let filled = all.filter { !$0.isEmpty }
        let mean = Double(filled.reduce(0) { $0 + $1.count }) / Double(max(filled.count, 1))
        func vector(_ tokens: [String]) -> [String: Double] {
            var times: [String: Double] = [:]
            for token in tokens { times[token, default: 0] += 1 }
            var vector: [String: Double] = [:]
            for (token, tf) in times {
                let df = texts[token] ?? 0
                if bm25 {
                    let share = Double(tokens.count) / mean
                    vector[token] =
                        tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * share))
                        * log(1 + (number - df + 0.5) / (df + 0.5))
                } else {
                    vector[token] = (way == .grams ? 1 + log(tf) : 1) * (log((1 + number) / (1 + df)) + 1)
                }
            }
            let length = vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.mapValues { $0 / length }
        }
        var postings: [String: [(record: Int, weight: Double)]] = [:]
        for (record, tokens) in rights.enumerated() {
            for (token, weight) in vector(tokens) { postings[token, default: []].append((record, weight)) }
        }
        cosines = lefts.enumerated().map { record, tokens in
            var sums: [Int: Double] = [:]
            for (token, weight) in vector(tokens) {
                for other in postings[token] ?? [] where !isDedupe || other.record != record {
                    sums[other.record, default: 0] += weight * other.weight
                }
            }
            return sums
        }
        rightCount = right.count
    }

    /// The pairs that must be found, and those that may be, as `left-right`: where several are equally near, any of them.
    func pairs(count: Int, least: Double, ofLeft: Bool, ofRight: Bool) -> (
        sure: Set<String>, any: Set<String>
    ) {
        var (sure, any) = (Set<String>(), Set<String>())
        func take(_ list: [(cosine: Double, name: String)]) {
            let near = list.filter { $0.cosine > least - 1e-6 }.sorted { $0.cosine > $1.cosine }
            let last = near.count > count ? near[count - 1].cosine : -1
            let next = near.count > count ? near[count].cosine : -1
            for pair in near where pair.cosine > last - 1e-6 {
                any.insert(pair.name)
                if pair.cosine > next + 1e-6 && pair.cosine > least + 1e-6 { sure.insert(pair.name) }
            }
        }
        var ofRights = [[(cosine: Double, name: String)]](repeating: [], count: rightCount)
        for (left, others) in cosines.enumerated() {
            let list = others.map { (cosine: $1, name: "\(left)-\($0)", right: $0) }
            for pair in list { ofRights[pair.right].append((pair.cosine, pair.name)) }
            if ofLeft { take(list.map { ($0.cosine, $0.name) }) }
        }
        if ofRight { ofRights.forEach(take) }
        return (sure, any)
    }

    private static func tokens(_ text: String, _ way: Way) -> [String] {
        let words = folded(text).split(separator: " ").map(String.init)
        func grams(_ text: String) -> [String] {
            let bytes = Array(text.utf8)
            guard bytes.count > 3 else { return bytes.isEmpty ? [] : [text] }
            return (0...bytes.count - 3).map { String(decoding: bytes[$0..<$0 + 3], as: UTF8.self) }
        }
        switch way {
        case .words: return words
        case .grams: return grams(words.joined(separator: " "))
        case .wordGrams: return words.flatMap { grams(" \($0) ") }
        }
    }

    /// Lower case, all else spaces: of ASCII, what canonical text is.
    private static func folded(_ text: String) -> String {
        precondition(text.utf8.allSatisfy { $0 < 128 })
        return String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " })
    }
}

/// Records of a CSV whose values may stand in quotes, the header first.
func recordsOfCSV(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
