import CKernels
import Records

/// What the words of two texts say for and against their being of one thing, whatever the order of the words.
public struct WordEvidence: Sendable, BitwiseCopyable, Equatable {
    /// Cosine of the words weighed by rarity, where words that are alike count as far as they are (soft TF-IDF:
    /// Cohen, Ravikumar and Fienberg 2003): 0 … 1.
    public var cosine = 0.0
    /// Share of the rarity of the lighter text that the other has too: 0 … 1.
    public var containment = 0.0
    /// Rarity of what both have over that of what either has: 0 … 1.
    public var overlap = 0.0
    /// The greatest rarity of a word that both have, over that of a word in one text only: 0 … 1.
    public var rarestShared = 0.0
    /// Both have words with digits that the other lacks.
    public var hasNumberConflict = false
    /// One of them has, and the other not.
    public var hasNumberExtra = false
    /// Both begin with the same word.
    public var sharesFirst = false

    /// Nothing for or against.
    public init() {}
}
