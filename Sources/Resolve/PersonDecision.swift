import Records

/// What a person decided about a pair. It is kept always: above weights, thresholds and cardinality.
public struct PersonDecision: Sendable, Hashable {
    /// The two things a person can say.
    public enum Verdict: String, Sendable, Codable {
        case mustLink = "must-link"
        case mustNotLink = "must-not-link"
    }

    /// Record of the left source; in a dedupe, one of the two, in either order.
    public var left: RecordIndex
    /// Record of the right source; in a dedupe, the other of the two.
    public var right: RecordIndex
    /// What was decided.
    public var verdict: Verdict

    /// A decision.
    public init(left: RecordIndex, right: RecordIndex, verdict: Verdict) {
        self.left = left
        self.right = right
        self.verdict = verdict
    }

    /// Pattern of a link that a person decided and that was never scored.
    public static let unscoredPattern = UInt32.max
    /// Rule of a link that a person decided and that no rule made a candidate.
    public static let unscoredRule = UInt16.max
    /// Weight of a link that a person decided and that was never scored.
    public static let unscoredWeight = Float.infinity
}

/// Decisions in the form the resolver asks them in: each pair once, free of contradiction.
struct DecisionBook {
    /// Pairs that must be linked, by left, then right.
    private(set) var mustLink: [PairKey] = []
    /// Pairs that must not be linked, by left, then right.
    private(set) var mustNotLink: [PairKey] = []
    // Only ever asked for membership, never walked.
    private var linked: Set<PairKey> = []
    private var refused: Set<PairKey> = []

    /// - Throws: `TieoutError` where a record does not exist, a pair is one record twice (dedupe),
    ///   or one pair has both verdicts.
    init(_ decisions: [PersonDecision], leftCount: Int, rightCount: Int, oneSource: Bool) throws {
        for decision in decisions {
            guard Int(decision.left) < leftCount, Int(decision.right) < rightCount else {
                throw TieoutError(
                    "decision about records \(decision.left + 1) and \(decision.right + 1), but there are "
                        + "\(leftCount) and \(rightCount) records",
                    remedy: "remove it from the decisions")
            }
            var key = PairKey(decision.left, decision.right)
            if oneSource {
                guard decision.left != decision.right else {
                    throw TieoutError(
                        "decision about record \(decision.left + 1) and itself",
                        remedy: "remove it from the decisions")
                }
                key = PairKey(min(decision.left, decision.right), max(decision.left, decision.right))
            }
            switch decision.verdict {
            case .mustLink: linked.insert(key)
            case .mustNotLink: refused.insert(key)
            }
        }
        mustLink = linked.sorted()
        mustNotLink = refused.sorted()
        if let both = mustLink.first(where: { refused.contains($0) }) {
            throw TieoutError(
                "records \(both.left + 1) and \(both.right + 1) are decided both ways",
                remedy: "keep one of the two decisions")
        }
    }

    func isMustLink(_ left: RecordIndex, _ right: RecordIndex) -> Bool {
        !linked.isEmpty && linked.contains(PairKey(left, right))
    }

    func isMustNotLink(_ left: RecordIndex, _ right: RecordIndex) -> Bool {
        !refused.isEmpty && refused.contains(PairKey(left, right))
    }
}

/// A pair of records as one integer, ordered by left, then right.
struct PairKey: Hashable, Comparable {
    let bits: UInt64

    init(_ left: RecordIndex, _ right: RecordIndex) { bits = UInt64(left) << 32 | UInt64(right) }

    var left: RecordIndex { RecordIndex(truncatingIfNeeded: bits >> 32) }
    var right: RecordIndex { RecordIndex(truncatingIfNeeded: bits) }

    static func < (a: PairKey, b: PairKey) -> Bool { a.bits < b.bits }
}
