import Records

/// How edges become links.
public struct ResolveOptions: Sendable {
    /// How many partners a record may have; nil lets the data say (`chooseCardinality`). Of no
    /// meaning to `resolveClusters`.
    public var cardinality: Cardinality?
    /// The two thresholds.
    public var thresholds: Thresholds
    /// Two solutions whose totals differ by at most this much (bits) are a tie, and go to review.
    public var tieMargin: Float = 1e-3
    /// Tied alternatives kept for each record, beside its link.
    public var maxAlternatives = 5
    /// Edges of the largest component that is assigned one-to-one exactly; beyond it a named
    /// fallback decides.
    public var maxComponentEdges = 5_000_000
    /// Edges that the searches of one component's exact assignment may look at, each as often as it
    /// is looked at (some 2 × 10^7 a second); beyond it the same fallback decides. A component of
    /// 10^6 edges with one clear partner each needs fewer than 10^6, one of random weights 3 × 10^7 to 10^8,
    /// one of five equal weights at random more than 10^8.
    public var maxAssignmentSteps = 50_000_000
    /// Edges of the largest chain of matches that is clustered as one; beyond it a named fallback
    /// cuts it first.
    public var maxClusterEdges = 10_000_000
    /// Weight that two records of one source without an edge at or above the review threshold lend
    /// to the question whether their clusters are one. Nil: two bits below the review threshold, or
    /// below an even chance where the review threshold is above that.
    public var absentWeight: Float?
    /// Two clusters become one only while the mean weight over all pairs between them is at least
    /// this. Nil: an even chance, 0, or the match threshold where that is lower.
    public var cohesion: Float?

    var effectiveAbsentWeight: Float { absentWeight ?? min(thresholds.review, 0) - 2 }

    // A pair at the match threshold must be able to merge, or bands and clusters would disagree.
    var effectiveCohesion: Float { min(cohesion ?? 0, thresholds.match) }

    /// Options with the defaults above.
    public init(thresholds: Thresholds, cardinality: Cardinality? = nil) {
        self.thresholds = thresholds
        self.cardinality = cardinality
    }
}
