/// How much a token of a text weighs before the vector is brought to length 1: a count of how often it stands
/// in the text, times its rarity.
public struct Weighting: Sendable, Hashable {
    /// What `tf` occurrences of a token in one text count.
    public enum Occurrences: Sendable, Hashable {
        /// tf.
        case raw
        /// 1 + ln tf.
        case sublinear
        /// tf (k1 + 1) / (tf + k1 (1 − b + b · tokens of the text / tokens of a text on average)), as in Okapi
        /// BM25 (Robertson, Walker et al. 1994). The average is over all texts that have a token.
        case saturating(k1: Double, b: Double)
    }

    /// What rarity counts, for a token in `df` of n texts.
    public enum Rarity: Sendable, Hashable {
        /// ln((1 + n) / (1 + df)) + 1, as scikit-learn has it.
        case smooth
        /// ln(1 + (n − df + 0.5) / (df + 0.5)), as in BM25.
        case probabilistic
        /// 1: all tokens are worth the same.
        case none
    }

    /// Which texts count for rarity.
    public enum Counted: Sendable, Hashable {
        /// Those of both sides together.
        case bothSides
        /// Those of the right side. A token that is in none of them is the rarest; it still counts for the
        /// length of a vector on the left, since a token that nothing answers tells against a pair.
        case rightSide
    }

    /// What occurrences count.
    public var occurrences: Occurrences
    /// What rarity counts.
    public var rarity: Rarity
    /// Which texts count for rarity.
    public var counted: Counted

    /// As scikit-learn's `TfidfVectorizer` unless told otherwise.
    public init(
        occurrences: Occurrences = .raw, rarity: Rarity = .smooth, counted: Counted = .bothSides
    ) {
        self.occurrences = occurrences
        self.rarity = rarity
        self.counted = counted
    }

    /// BM25 with its usual constants, made symmetric: the cosine of two such vectors.
    public static let bm25 = Weighting(
        occurrences: .saturating(k1: 1.2, b: 0.75), rarity: .probabilistic, counted: .bothSides)
}
