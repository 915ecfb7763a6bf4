/// Counts by 64-bit hash: open addressing, at most half full. Hash 0 stands for an empty slot and must not
/// be added.
public struct HashCounts: Sendable {
    private var hashes: [UInt64]
    /// Counts by slot.
    public private(set) var counts: [UInt32]
    private var used = 0

    /// An empty table with room for about `capacity` hashes.
    public init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        hashes = [UInt64](repeating: 0, count: size)
        counts = [UInt32](repeating: 0, count: size)
    }

    /// Adds to the count of a hash.
    ///
    /// - Returns: the count before.
    @discardableResult
    public mutating func add(_ hash: UInt64, _ times: UInt32 = 1) -> UInt32 {
        if used * 2 >= hashes.count { grow() }
        let slot = place(hash)
        if hashes[slot] == 0 {
            hashes[slot] = hash
            used += 1
        }
        let before = counts[slot]
        counts[slot] = before &+ times
        return before
    }

    /// The count of a hash; 0 for one never added.
    public func count(_ hash: UInt64) -> UInt32 { counts[place(hash)] }

    /// Hashes that were added.
    public var distinct: Int { used }

    /// Calls `body` with each hash that was added and its count, in no order to rely on.
    public func forEach(_ body: (UInt64, UInt32) -> Void) {
        for (hash, count) in zip(hashes, counts) where hash != 0 { body(hash, count) }
    }

    /// Forgets everything; the room stays.
    public mutating func removeAll() {
        for slot in hashes.indices {
            hashes[slot] = 0
            counts[slot] = 0
        }
        used = 0
    }

    @inline(__always)
    private func place(_ hash: UInt64) -> Int {
        hashes.withUnsafeBufferPointer { hashes in
            let mask = hashes.count &- 1
            var slot = Int(truncatingIfNeeded: hash) & mask
            while hashes[slot] != 0 && hashes[slot] != hash { slot = (slot &+ 1) & mask }
            return slot
        }
    }

    private mutating func grow() {
        let old = (hashes, counts)
        hashes = [UInt64](repeating: 0, count: old.0.count * 2)
        counts = [UInt32](repeating: 0, count: old.0.count * 2)
        for (hash, count) in zip(old.0, old.1) where hash != 0 {
            let slot = place(hash)
            hashes[slot] = hash
            counts[slot] = count
        }
    }
}
