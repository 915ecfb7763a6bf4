import Records

/// The texts of two sources, or of one compared with itself, as vectors over the same tokens: what there is to
/// know before neighbours are looked for and pairs compared.
public final class TextSpace: Sendable {
    /// The left source, or the only one.
    public let left: TextVectors
    /// Equal to `left` in a dedupe.
    public let right: TextVectors
    /// One source compared with itself.
    public let isDedupe: Bool
    /// Different tokens of both sources.
    public var tokenCount: Int { vocabulary.count }
    let vocabulary: Vocabulary

    /// Cuts texts into tokens, weighs them, and makes vectors of length 1.
    ///
    /// The same texts give the same vectors, bit for bit, for any number of threads; the order of the records
    /// matters to none of them.
    ///
    /// - Parameters:
    ///   - left: texts of the left source.
    ///   - right: those of the right source; nil where one source is compared with itself.
    ///   - threads: above 0.
    ///   - monitor: asked whether to stop.
    /// - Complexity: O(tokens · log tokens of a text); 8 bytes for each different token of each text.
    public init(
        left leftTexts: Texts, right rightTexts: Texts?, tokeniser: Tokeniser = .grams(3),
        weighting: Weighting = Weighting(), threads: Int, monitor: RunMonitor
    ) throws {
        precondition(tokeniser.isValid)
        let sides = [leftTexts] + (rightTexts.map { [$0] } ?? [])
        let lengths = sides.map { LargeMemory(byteCount: $0.count * MemoryLayout<UInt32>.stride) }
        defer { withExtendedLifetime(lengths) {} }
        let places = zip(lengths, sides).map {
            $0.base.bindMemory(to: UInt32.self, capacity: $1.count)
        }
        let counts = try TokenCounts(
            left: leftTexts, right: rightTexts, tokeniser: tokeniser, threads: threads, monitor: monitor,
            distinct: places)
        vocabulary = Vocabulary(counts, weighting: weighting)
        var vectors: [TextVectors] = []
        for (texts, lengths) in zip(sides, places) {
            let made = TextVectors(lengths: lengths, count: texts.count, rarities: vocabulary.rarities)
            try made.fill(
                from: texts, tokeniser: tokeniser, occurrences: weighting.occurrences,
                vocabulary: vocabulary, threads: threads, monitor: monitor)
            vectors.append(made)
        }
        left = vectors[0]
        right = vectors[vectors.count - 1]
        isDedupe = rightTexts == nil
    }
}
