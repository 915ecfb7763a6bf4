import Records

/// The tokens of one or two sides, numbered from the most frequent on, and what each is worth.
///
/// Numbers depend on what the texts are, not on their order: tokens in as many texts are ordered by their
/// keys.
final class Vocabulary: @unchecked Sendable {
    // Immutable.

    /// Numbers by key.
    let table: TokenTable
    /// What a token's rarity counts, by number.
    let rarities: [Double]
    /// Tokens of a text on average, over all texts that have a token.
    let meanLength: Double

    /// Tokens there are.
    var count: Int { rarities.count }

    init(_ counts: borrowing TokenCounts, weighting: Weighting) {
        let keys = counts.table.keys()
        var order = Array(UInt32(0)..<UInt32(keys.count))
        order.sort {
            let (a, b) = (Int($0), Int($1))
            let (left, right) = (counts.texts[a], counts.texts[b])
            return left == right ? keys[a] < keys[b] : left > right
        }
        var table = TokenTable(capacity: keys.count)
        for number in order { _ = table.add(keys[Int(number)]) }
        self.table = table
        let isRight = weighting.counted == .rightSide
        let all = Double(isRight ? counts.rightTexts : counts.allTexts)
        rarities = order.map {
            let texts = Double(isRight ? counts.rightTextsOfToken[Int($0)] : counts.texts[Int($0)])
            return weighting.rarity.value(texts: texts, of: all)
        }
        meanLength = counts.filledTexts > 0 ? Double(counts.tokens) / Double(counts.filledTexts) : 1
    }
}

extension Weighting.Rarity {
    func value(texts: Double, of all: Double) -> Double {
        switch self {
        case .smooth: naturalLogarithm((1 + all) / (1 + texts)) + 1
        case .probabilistic: naturalLogarithm(1 + (all - texts + 0.5) / (texts + 0.5))
        case .none: 1
        }
    }
}

extension Weighting.Occurrences {
    /// What `times` occurrences count in a text of `length` tokens.
    @inline(__always)
    func value(_ times: Int, length: Int, meanLength: Double) -> Double {
        let times = Double(times)
        switch self {
        case .raw: return times
        case .sublinear: return times == 1 ? 1 : 1 + naturalLogarithm(times)
        case .saturating(let k1, let b):
            return times * (k1 + 1) / (times + k1 * (1 - b + b * Double(length) / meanLength))
        }
    }
}
