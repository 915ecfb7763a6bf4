/// How many pairs rules bring, known before any pair exists.
public struct BlockCounts: Sendable {
    /// Pairs each rule would bring by itself. For rules over rare words an upper bound, as a pair counts
    /// for each word it shares; for others exact but for the odd pair whose keys share 41 bits.
    public private(set) var pairsByRule: [Int]
    /// The largest block of each rule, in pairs.
    public private(set) var largestBlocks: [Int]

    /// No pairs, yet.
    public init(rules: Int) {
        pairsByRule = Array(repeating: 0, count: rules)
        largestBlocks = pairsByRule
    }

    /// Pairs of all rules; a pair that several rules bring counts for each.
    public var pairs: Int { pairsByRule.reduce(0, +) }

    /// Adds a block.
    public mutating func add(_ pairs: Int, rule: Int) {
        pairsByRule[rule] += pairs
        largestBlocks[rule] = max(largestBlocks[rule], pairs)
    }

    /// Adds the blocks that another thread has counted.
    mutating func add(_ other: BlockCounts) {
        for rule in pairsByRule.indices {
            pairsByRule[rule] += other.pairsByRule[rule]
            largestBlocks[rule] = max(largestBlocks[rule], other.largestBlocks[rule])
        }
    }
}
