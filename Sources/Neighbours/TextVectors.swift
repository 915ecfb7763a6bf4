import Records

/// The texts of one source as sparse vectors of length 1: for every record its tokens, ascending, and what
/// each weighs there. A text without tokens has a vector without entries.
public final class TextVectors: @unchecked Sendable {
    // Written while being made, immutable afterwards.

    /// Vectors, one a record.
    public let count: Int
    /// Entries of all vectors together.
    public let entryCount: Int
    /// Bytes they take.
    public var byteCount: Int { startMemory.byteCount + tokenMemory.byteCount + weightMemory.byteCount }
    private let startMemory: LargeMemory
    private let tokenMemory: LargeMemory
    private let weightMemory: LargeMemory

    /// What the rarity of each token counts, the same on both sides of a space.
    let rarities: [Double]

    /// Room for vectors of `lengths` entries each.
    init(lengths: UnsafePointer<UInt32>, count: Int, rarities: [Double]) {
        self.count = count
        self.rarities = rarities
        startMemory = LargeMemory(byteCount: (count + 1) * MemoryLayout<Int64>.stride)
        let starts = startMemory.base.bindMemory(to: Int64.self, capacity: count + 1)
        var end = 0
        for record in 0..<count {
            starts[record] = Int64(end)
            end += Int(lengths[record])
        }
        starts[count] = Int64(end)
        entryCount = end
        tokenMemory = LargeMemory(byteCount: end * MemoryLayout<UInt32>.stride)
        weightMemory = LargeMemory(byteCount: end * MemoryLayout<Float>.stride)
        _ = tokenMemory.base.bindMemory(to: UInt32.self, capacity: end)
        _ = weightMemory.base.bindMemory(to: Float.self, capacity: end)
    }

    /// Where each vector starts among the entries, and where the last ends.
    var starts: UnsafePointer<Int64> { UnsafePointer(startMemory.base.assumingMemoryBound(to: Int64.self)) }
    /// The token of each entry, ascending in a vector.
    var tokens: UnsafeMutablePointer<UInt32> { tokenMemory.base.assumingMemoryBound(to: UInt32.self) }
    /// What the token weighs in its vector, above 0.
    var weights: UnsafeMutablePointer<Float> { weightMemory.base.assumingMemoryBound(to: Float.self) }

    /// The entries of a record's vector.
    @inline(__always)
    func entries(_ record: Int) -> Range<Int> {
        Range(uncheckedBounds: (Int(starts[record]), Int(starts[record &+ 1])))
    }

    /// The tokens of a record and their weights; tokens are numbers, the same on both sides of a
    /// `TextSpace`. For tests and for showing.
    public func vector(_ record: RecordIndex) -> [(token: UInt32, weight: Float)] {
        precondition(record < count)
        return entries(Int(record)).map { (tokens[$0], weights[$0]) }
    }
}
