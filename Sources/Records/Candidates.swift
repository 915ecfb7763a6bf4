/// Candidate pairs on their way from the blocker to the scorer: a few thousand at a time, reused.
///
/// - Invariant: the three buffers have the same length; in a dedupe `left < right` in every pair.
public struct CandidateBatch: Sendable {
    /// Records of the left source.
    public var left: [RecordIndex] = []
    /// Records of the right source (of the same source in a dedupe).
    public var right: [RecordIndex] = []
    /// The blocking rules that hold for the pair, a bit each; the lowest set bit is the rule that
    /// emitted it.
    public var rules: [UInt32] = []

    /// An empty batch with room for so many pairs.
    public init(capacity: Int) {
        left.reserveCapacity(capacity)
        right.reserveCapacity(capacity)
        rules.reserveCapacity(capacity)
    }

    /// Pairs in the batch.
    @inlinable
    public var count: Int { left.count }

    /// Adds a pair with the rules that hold for it, a bit each.
    @inlinable
    public mutating func append(_ l: RecordIndex, _ r: RecordIndex, rules mask: UInt32) {
        left.append(l)
        right.append(r)
        rules.append(mask)
    }

    /// Empties the batch; its room stays.
    public mutating func removeAll() {
        left.removeAll(keepingCapacity: true)
        right.removeAll(keepingCapacity: true)
        rules.removeAll(keepingCapacity: true)
    }
}

/// The one or two tables of a run.
public struct TablePair: Sendable {
    /// The left source, or the only one.
    public let left: Table
    /// Equal to `left` in a dedupe.
    public let right: Table
    /// One source compared with itself.
    public let isDedupe: Bool

    /// Two sources.
    public init(left: Table, right: Table) {
        self.left = left
        self.right = right
        isDedupe = false
    }

    /// One source compared with itself.
    public init(deduping table: Table) {
        left = table
        right = table
        isDedupe = true
    }

    /// All pairs there are: left × right, or n(n−1)/2.
    public var pairCount: Double {
        let l = Double(left.count)
        return isDedupe ? l * (l - 1) / 2 : l * Double(right.count)
    }
}
