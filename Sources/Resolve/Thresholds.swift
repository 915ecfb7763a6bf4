import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two thresholds that make three bands, as match weights (log2 odds): `weight ≥ match` is a
/// match, `review ≤ weight < match` goes to people, everything lighter is a non-match.
///
/// - Invariant: `review ≤ match`, neither is NaN.
public struct Thresholds: Sendable, Equatable {
    /// Lightest match.
    public let match: Float
    /// Lightest pair worth a look.
    public let review: Float

    /// Thresholds given as match weights.
    ///
    /// - Throws: `TieoutError` where `review` is above `match` or one of them is NaN.
    public init(match: Float, review: Float) throws {
        guard review <= match else {
            throw TieoutError(
                "the review threshold (weight \(review)) is above the match threshold (weight \(match))",
                remedy: "lower --review or raise --threshold")
        }
        self.match = match
        self.review = review
    }

    /// Thresholds given as match probabilities, 0 … 1.
    ///
    /// - Throws: `TieoutError` where a probability is outside 0 … 1 or `review` is above `match`.
    public init(matchProbability match: Double, reviewProbability review: Double) throws {
        for (name, value) in [("--threshold", match), ("--review", review)] {
            guard value >= 0 && value <= 1 else {
                throw TieoutError(
                    "\(value) is not a probability", at: name, remedy: "give a number from 0 to 1")
            }
        }
        guard review <= match else {
            throw TieoutError(
                "the review threshold (\(review)) is above the match threshold (\(match))",
                remedy: "lower --review or raise --threshold")
        }
        self.match = matchWeight(probability: match)
        self.review = matchWeight(probability: review)
    }

    /// The band of a weight.
    @inlinable
    public func band(_ weight: Float) -> Band {
        weight >= match ? .match : weight >= review ? .review : .nonMatch
    }
}
