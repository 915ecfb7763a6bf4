/// The blocks of one partition of sorted keys, found by their key. One a thread, for one partition after the
/// other.
///
/// Only one side of a join has to be in order: the other looks its keys up here, once, which in the nearest caches
/// costs less than sorting it, and than walking two lists side by side.
struct BlockIndex: ~Copyable {
    /// Blocks of the partition.
    private(set) var count = 0
    private var entries = UnsafeBufferPointer<KeyEntry>(start: nil, count: 0)
    // By block: its key, and its first entry. One more block ends the last.
    private var keys = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    private var starts = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    /// By the top bits of a key: the first block with such a key, or with a larger one.
    private var firsts = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    private var shift: UInt32 = 31
    private var capacity = 0

    init() {}

    deinit { free() }

    private func free() {
        keys.deallocate()
        starts.deallocate()
        firsts.deallocate()
    }

    /// Takes another partition.
    ///
    /// - Parameter entries: sorted by key; they outlive their use here.
    /// - Complexity: O(entries).
    mutating func take(_ entries: UnsafeBufferPointer<KeyEntry>) {
        precondition(entries.count < Int(Int32.max))
        self.entries = entries
        // As many places as entries at least, so that hardly two blocks share one.
        var bits = 1
        while bits < 20 && 1 << bits < entries.count { bits += 1 }
        shift = UInt32(32 - bits)
        makeRoom(max(entries.count, 1 << bits))
        count = 0
        var place = 0
        var before: UInt32 = 0
        for (start, entry) in entries.enumerated() where start == 0 || entry.bits != before {
            before = entry.bits
            while place <= top(before) {
                firsts[place] = Int32(truncatingIfNeeded: count)
                place &+= 1
            }
            keys[count] = before
            starts[count] = Int32(truncatingIfNeeded: start)
            count &+= 1
        }
        starts[count] = Int32(truncatingIfNeeded: entries.count)
        while place <= 1 << bits {
            firsts[place] = Int32(truncatingIfNeeded: count)
            place &+= 1
        }
    }

    private mutating func makeRoom(_ blocks: Int) {
        if blocks <= capacity { return }
        free()
        capacity = blocks
        keys = .allocate(capacity: blocks)
        starts = .allocate(capacity: blocks + 1)
        firsts = .allocate(capacity: blocks + 1)
    }

    @inline(__always)
    private func top(_ key: UInt32) -> Int { Int(truncatingIfNeeded: key &>> shift) }

    /// The block with a key; nil where there is none.
    ///
    /// - Complexity: O(1) for keys as even as hashes are.
    @inline(__always)
    func block(of key: UInt32) -> Int? {
        var block = Int(firsts[top(key)])
        let end = Int(firsts[top(key) &+ 1])
        while block < end && keys[block] < key { block &+= 1 }
        return block < end && keys[block] == key ? block : nil
    }

    /// The entries of a block, by record.
    @inline(__always)
    subscript(block: Int) -> UnsafeBufferPointer<KeyEntry> {
        UnsafeBufferPointer(
            rebasing: entries[Int(starts[block])..<Int(starts[block &+ 1])])
    }

    /// Keeps those entries of the other side that meet a block, in their order: with the place of the block's first
    /// entry instead of their key, so that nobody looks for it again.
    ///
    /// - Parameter counts: how many meet each block.
    /// - Returns: entries kept, from the first place on.
    func meet(_ others: UnsafeMutableBufferPointer<KeyEntry>, counts: inout [UInt32]) -> Int {
        counts.removeAll(keepingCapacity: true)
        counts.append(contentsOf: repeatElement(0, count: count))
        var kept = 0
        counts.withUnsafeMutableBufferPointer { counts in
            for entry in others {
                guard let block = block(of: entry.bits) else { continue }
                counts[block] &+= 1
                others[kept] = KeyEntry(
                    bits: UInt32(truncatingIfNeeded: starts[block]), record: entry.record)
                kept &+= 1
            }
        }
        return kept
    }
}
