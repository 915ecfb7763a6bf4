import Records

/// The words of two sources, or of one compared with itself: which each text has, and what is known of each.
public final class WordLists: @unchecked Sendable {
    // Immutable once made. The texts are kept: the bytes of words lie there.

    /// A word: where its bytes are, and what it is worth.
    struct Word {
        var bytes: UnsafePointer<UInt8>
        var length: UInt32
        var hasDigit: Bool
        var isSingle: Bool
        /// ln((1 + n) / df) for a word in df of n texts: above 0.
        var rarity: Double
    }

    let space: TextSpace
    let words: [Word]
    /// The first word of each text; `noWord` for an empty one.
    let leftFirst: [UInt32]
    let rightFirst: [UInt32]
    /// The rarity of a word that stands in one text only, nearly.
    public let highestRarity: Double
    private let texts: [Texts]

    static let noWord = UInt32.max

    /// - Parameters: as for `TextSpace`.
    /// - Complexity: O(words · log words of a text).
    public init(left: Texts, right: Texts?, threads: Int, monitor: RunMonitor) throws {
        let space = try TextSpace(
            left: left, right: right, tokeniser: .words, weighting: Weighting(rarity: .none),
            threads: threads, monitor: monitor)
        let texts = [left] + (right.map { [$0] } ?? [])
        let all = Double(texts.reduce(0) { $0 + $1.count })
        var places = [UnsafeBufferPointer<UInt8>?](repeating: nil, count: space.tokenCount)
        let firsts = try texts.map { try Self.find($0, space.vocabulary, &places, monitor: monitor) }
        let counts = Self.counts(space)
        words = places.indices.map { word in
            guard let bytes = places[word], let base = bytes.baseAddress else {
                preconditionFailure("every word stands in a text")
            }
            return Word(
                bytes: base, length: UInt32(bytes.count),
                hasDigit: bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) },
                isSingle: bytes.count { $0 & 0xC0 != 0x80 } == 1,
                rarity: naturalLogarithm((1 + all) / Double(counts[word])))
        }
        self.space = space
        self.texts = texts
        leftFirst = firsts[0]
        rightFirst = firsts[firsts.count - 1]
        highestRarity = naturalLogarithm(1 + max(all, 1))
    }

    /// Texts of both sides that hold each word.
    private static func counts(_ space: TextSpace) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: space.tokenCount)
        for side in space.isDedupe ? [space.left] : [space.left, space.right] {
            for entry in 0..<side.entryCount { counts[Int(side.tokens[entry])] += 1 }
        }
        return counts
    }

    /// Goes over the texts once more for the bytes of the words, which the vocabulary does not keep.
    ///
    /// - Returns: the first word of each text.
    private static func find(
        _ texts: Texts, _ vocabulary: Vocabulary, _ places: inout [UnsafeBufferPointer<UInt8>?],
        monitor: RunMonitor
    ) throws -> [UInt32] {
        var firsts = [UInt32](repeating: noWord, count: texts.count)
        for record in 0..<texts.count {
            if record & 0xFFFF == 0 { try monitor.checkStop() }
            forEachWordKey(texts[record]) { bytes, key in
                guard let word = vocabulary.table.number(of: key) else {
                    preconditionFailure("a word is lost")
                }
                if places[Int(word)] == nil { places[Int(word)] = bytes }
                if firsts[record] == noWord { firsts[record] = word }
            }
        }
        return firsts
    }
}
