/// The smallest hashes of a set: exactly how many there are while they are few, else an estimate.
///
/// Bottom-k sketch (Bar-Yossef, Jayram, Kumar, Sivakumar, Trevisan 2002): if the k-th smallest of n evenly
/// spread hashes is h (as a share of their range), n is about (k − 1) / h, with a standard error of
/// 1/sqrt(k − 2). What it holds in the end depends on the set alone, not on the order or on how it was
/// divided among sketches that are joined.
struct DistinctSketch: ~Copyable {
    /// Hashes kept at least.
    let size: Int
    /// Open addressing; 0 is an empty slot.
    private var slots: UnsafeMutableBufferPointer<UInt64>
    private var used = 0
    /// Hashes above it are not among the `size` smallest.
    private var limit = UInt64.max

    /// - Parameter size: k, a power of two, at least 16.
    init(size: Int) {
        precondition(size >= 16 && size & (size - 1) == 0)
        self.size = size
        slots = .allocate(capacity: 4 * size)
        slots.initialize(repeating: 0)
    }

    deinit { slots.deallocate() }

    /// Adds a hash; 0 counts as 1.
    @inline(__always)
    mutating func add(_ hash: UInt64) {
        if hash <= limit { insert(max(hash, 1)) }
    }

    /// Adds all that another sketch holds.
    mutating func join(_ other: borrowing DistinctSketch) {
        precondition(other.size == size)
        for hash in other.slots where hash != 0 { add(hash) }
        if other.limit < limit {
            limit = other.limit
            keepSmallest()
        }
    }

    private mutating func insert(_ hash: UInt64) {
        // The upper bits decide whether a hash is kept, so the lower ones place it.
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if slots[slot] == hash { return }
            slot = (slot + 1) & mask
        }
        slots[slot] = hash
        used += 1
        if used == 2 * size { keepSmallest() }
    }

    /// Forgets all but the `size` smallest, and those above the limit.
    private mutating func keepSmallest() {
        var hashes = slots.filter { $0 != 0 && $0 <= limit }
        hashes.sort()
        if hashes.count > size {
            hashes.removeLast(hashes.count - size)
            limit = hashes[size - 1]
        }
        slots.update(repeating: 0)
        used = 0
        for hash in hashes { insert(hash) }
    }

    /// How many there are, and the standard error of that as a share of it, 0 if it is exact.
    ///
    /// - Complexity: O(size log size)
    mutating func estimate() -> (count: Int, error: Double) {
        keepSmallest()
        guard limit < .max else { return (used, 0) }
        // More hashes than `size` there have been, so that the greatest kept is the size-th smallest.
        let share = Double(limit) / Double(UInt64.max)
        return (Int((Double(size - 1) / share).rounded()), 1 / Double(size - 2).squareRoot())
    }
}
