import Records

/// What the resolver decided, and why.
public struct Resolution: Sendable {
    /// The links, by left, then right record.
    public var links: [Link] = []
    /// The cardinality the links keep to.
    public var cardinality: Cardinality
    /// Why that cardinality, a sentence for a person.
    public var cardinalityReason: String
    /// Groups of two or more records that are one thing (dedupe), each ascending, ordered by first
    /// record. Built from edges of band match only.
    public var clusters: [[RecordIndex]] = []
    /// Every record that had an edge at or above the review threshold and yet no link; left side
    /// first, by record.
    public var unlinked: [UnlinkedRecord] = []
    /// Components too large for the exact method, and what was done instead.
    public var fallbacks: [ResolveFallback] = []
    /// Chains of matches that were cut into coherent clusters (dedupe).
    public var splits: [ClusterSplit] = []
    /// What became of the edges.
    public var counts = ResolveCounts()

    /// A resolution without links, yet.
    public init(cardinality: Cardinality, reason: String) {
        self.cardinality = cardinality
        cardinalityReason = reason
    }
}

/// What became of the edges. Every edge at or above the review threshold is counted in exactly one
/// of `linked`, `alternatives`, `lostToRival` and `ruledOut`; `decided` are links of people, scored
/// or not.
public struct ResolveCounts: Sendable, Equatable {
    /// Edges at or above the review threshold, each pair once.
    public var edges = 0
    /// Edges that became links, tied ones included.
    public var linked = 0
    /// Edges kept in review because they tie with a link.
    public var alternatives = 0
    /// Edges that lost to a rival, tied ones beyond `maxAlternatives` included.
    public var lostToRival = 0
    /// Edges that a person ruled out.
    public var ruledOut = 0
    /// Links that people decided.
    public var decided = 0
    /// Links of band match or better by weight that went to review because of a tie.
    public var tied = 0
    /// Edges of band match between records of different clusters; they are links in review.
    public var cutFromClusters = 0

    /// All zero.
    public init() {}
}

/// A record with an edge at or above the review threshold, but without a link.
public struct UnlinkedRecord: Sendable, Equatable {
    /// Of which source the record is.
    public enum Side: String, Sendable, Codable { case left, right }

    /// Why it has no link.
    public enum Reason: String, Sendable, Codable {
        /// The partner of its heaviest edge is linked to a rival.
        case lostToRival = "lost to a rival"
        /// A person ruled out all its edges.
        case ruledOut = "ruled out by a decision"
    }

    /// Source of the record.
    public var side: Side
    /// The record.
    public var record: RecordIndex
    /// Why it has no link.
    public var reason: Reason
    /// Its heaviest edge; of equals, the one with the lowest partner.
    public var edge: Edge
    /// The edge that won the partner, where one did.
    public var rival: Edge?
}

/// A component that was too large for the exact method.
public struct ResolveFallback: Sendable, Equatable {
    /// What was done instead.
    public enum Method: String, Sendable, Codable {
        /// One-to-one: edges by descending weight, each taken if both records are free; at least
        /// half of the best total.
        case heaviestFirst = "heaviest edge first"
        /// Clusters: the component was cut at its lightest edges until every part was small enough.
        case raisedThreshold = "raised threshold"
    }

    /// What was done instead.
    public var method: Method
    /// Lowest record of the component (of the left source).
    public var firstRecord: RecordIndex
    /// Records of the component, both sides together.
    public var records: Int
    /// Edges of the component.
    public var edges: Int
    /// The limit it exceeded: `maxComponentEdges`, `maxAssignmentSteps` or `maxClusterEdges`.
    public var limit: Int
}

/// A chain of matches that was cut.
public struct ClusterSplit: Sendable, Equatable {
    /// Records hanging together by edges of band match.
    public var records: Int
    /// Its lowest record.
    public var firstRecord: RecordIndex
    /// Parts it was cut into, single records included.
    public var parts: Int
    /// Edges of band match that were cut; they are links in review.
    public var cutEdges: Int
}
