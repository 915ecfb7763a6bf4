import Records

/// A pair as a rule brings it, in one integer: the left record, counted from the first of its bucket, then
/// the right one, then the rule. In ascending order the rules of a pair stand side by side.
struct BlockPair: Comparable {
    private(set) var bits: UInt64

    private static let ruleBits: UInt64 = 5
    private static let recordBits: UInt64 = 32

    /// - Parameter left: place in the bucket, below 2^27.
    @inline(__always)
    init(left: Int, right: RecordIndex, rule: Int) {
        bits =
            UInt64(truncatingIfNeeded: left) << (BlockPair.recordBits + BlockPair.ruleBits)
            | UInt64(right) << BlockPair.ruleBits | UInt64(truncatingIfNeeded: rule)
    }

    /// The left record, counted from the first of its bucket.
    @inline(__always)
    var left: Int { Int(truncatingIfNeeded: bits >> (BlockPair.recordBits + BlockPair.ruleBits)) }

    @inline(__always)
    var right: RecordIndex { RecordIndex(truncatingIfNeeded: bits >> BlockPair.ruleBits) }

    /// The rule, as a bit.
    @inline(__always)
    var rule: UInt32 { 1 << UInt32(truncatingIfNeeded: bits & 31) }

    /// The same two records.
    @inline(__always)
    func isSamePair(_ other: BlockPair) -> Bool { (bits ^ other.bits) >> BlockPair.ruleBits == 0 }

    @inline(__always)
    static func < (a: BlockPair, b: BlockPair) -> Bool { a.bits < b.bits }
}

/// Puts the pairs of a bucket in order. One a thread.
///
/// A counting sort by left record leaves a few pairs of each, which an insertion sort finishes.
struct PairSorter: ~Copyable {
    private var sorted: [BlockPair] = []
    /// End of each left record's pairs.
    private var ends: [Int32]

    /// - Parameter records: left records of a bucket.
    init(records: Int) { ends = Array(repeating: 0, count: records + 1) }

    /// Calls `body` with the pairs in ascending order, by left and then right record.
    ///
    /// - Complexity: O(pairs + records of a bucket), and a sort of the pairs of each left record.
    mutating func sort(
        _ pairs: UnsafeBufferPointer<BlockPair>, _ body: (UnsafeBufferPointer<BlockPair>) throws -> Void
    )
        rethrows
    {
        if sorted.count < pairs.count {
            sorted = Array(repeating: BlockPair(left: 0, right: 0, rule: 0), count: pairs.count)
        }
        try sorted.withUnsafeMutableBufferPointer { sorted in
            ends.withUnsafeMutableBufferPointer { ends in
                for record in ends.indices { ends[record] = 0 }
                for pair in pairs { ends[pair.left &+ 1] &+= 1 }
                for record in 1..<ends.count { ends[record] &+= ends[record &- 1] }
                // What counted where a record's pairs start becomes, pair by pair, where they end.
                for pair in pairs {
                    let place = Int(ends[pair.left])
                    sorted[place] = pair
                    ends[pair.left] &+= 1
                }
                var start = 0
                for record in 0..<(ends.count &- 1) {
                    let end = Int(ends[record])
                    if end &- start > 1 { sortFew(UnsafeMutableBufferPointer(rebasing: sorted[start..<end])) }
                    start = end
                }
            }
            try body(UnsafeBufferPointer(rebasing: sorted[..<pairs.count]))
        }
    }
}

/// Insertion sort up to two dozen pairs, beyond that the library's sort.
private func sortFew(_ pairs: UnsafeMutableBufferPointer<BlockPair>) {
    if pairs.count > 24 {
        var rest = pairs
        return rest.sort()
    }
    for place in 1..<pairs.count {
        let pair = pairs[place]
        var hole = place
        while hole > 0 && pair < pairs[hole &- 1] {
            pairs[hole] = pairs[hole &- 1]
            hole &-= 1
        }
        pairs[hole] = pair
    }
}
