/// What the two thresholds make of a pair.
public enum Band: String, Codable, Sendable {
    case match, review
    case nonMatch = "non-match"
}

/// How many partners a record may have on the other side.
public enum Cardinality: String, Codable, Sendable, CaseIterable {
    case oneToOne = "one-to-one"
    case oneToMany = "one-to-many"
    case manyToOne = "many-to-one"
    case manyToMany = "many-to-many"
    /// Records of one source that are the same thing, in groups.
    case clusters
}

/// A candidate pair that may be a link: the edge of a graph between records.
public struct Edge: Sendable, Equatable {
    /// Record of the left source (in a dedupe: the lower record index).
    public var left: RecordIndex
    /// Record of the right source (in a dedupe: the higher record index of the same source).
    public var right: RecordIndex
    /// Match weight: log2 of the Bayes factor times the prior odds, so 0 is an even chance.
    public var weight: Float
    /// Agreement pattern, as an index into the run's list of patterns.
    public var pattern: UInt32
    /// The first rule that made the pair a candidate.
    public var rule: UInt16

    /// An edge.
    public init(left: RecordIndex, right: RecordIndex, weight: Float, pattern: UInt32, rule: UInt16) {
        self.left = left
        self.right = right
        self.weight = weight
        self.pattern = pattern
        self.rule = rule
    }
}

/// A decided pair.
public struct Link: Sendable, Equatable {
    /// The pair and its weight.
    public var edge: Edge
    /// `match` or `review`.
    public var band: Band
    /// Weight minus that of the best rival: the heaviest other edge of either record; infinite where
    /// there is none.
    public var margin: Float

    /// A link.
    public init(edge: Edge, band: Band, margin: Float) {
        self.edge = edge
        self.band = band
        self.margin = margin
    }
}
