import Records

/// What the first pass sorts an id by: 8 of its bytes as a big-endian number.
struct IDSortEntry {
    let key: UInt64
    let record: RecordIndex

    /// - Parameter shared: bytes that all ids begin with; the key starts behind them. A shorter rest
    ///   is padded with zeros, and so sorts first among equals, as it should.
    @inline(__always)
    init(_ id: StoredID, after shared: Int, record: RecordIndex) {
        var key: UInt64 = 0
        for place in 0..<8 {
            key <<= 8
            if shared + place < id.count { key |= UInt64(id.start[shared + place]) }
        }
        self.key = key
        self.record = record
    }
}

/// Sorts by key, stably: least significant digit first, a byte a pass; a byte that is the same in all
/// keys costs nothing.
///
/// - Complexity: O(n) time for each byte that varies; room for n more entries.
func sortByKey(_ entries: inout [IDSortEntry]) {
    var counts = [Int](repeating: 0, count: 8 * 256)
    var sorted = true
    var last: UInt64 = 0
    for entry in entries {
        for byte in 0..<8 { counts[byte << 8 | Int(entry.key >> (8 * UInt64(byte)) & 0xFF)] += 1 }
        sorted = sorted && entry.key >= last
        last = entry.key
    }
    if sorted { return }
    var other = entries
    for byte in 0..<8 {
        let digits = byte << 8..<(byte + 1) << 8
        if counts[digits].contains(entries.count) { continue }
        var place = 0
        for digit in digits {
            let count = counts[digit]
            counts[digit] = place
            place += count
        }
        let shift = UInt64(8 * byte)
        entries.withUnsafeBufferPointer { source in
            other.withUnsafeMutableBufferPointer { target in
                counts.withUnsafeMutableBufferPointer { next in
                    for entry in source {
                        let digit = byte << 8 | Int(entry.key >> shift & 0xFF)
                        target[next[digit]] = entry
                        next[digit] += 1
                    }
                }
            }
        }
        swap(&entries, &other)
    }
}

/// The numbers `0 ..< rankOf.count`, taken in the order `items`, sorted stably by rank: one counting pass.
///
/// - Parameters:
///   - items: a permutation, or nil for the natural order.
///   - count: how many items.
///   - ranks: ranks are below this.
///   - rank: of an item.
func sortedByRank(
    _ items: [UInt32]?, count: Int, ranks: Int, rank: (Int) -> Int
) -> [UInt32] {
    var next = [UInt32](repeating: 0, count: ranks + 1)
    for item in 0..<count { next[rank(item) + 1] += 1 }
    for place in 0..<ranks { next[place + 1] += next[place] }
    return [UInt32](unsafeUninitializedCapacity: count) { sorted, used in
        for place in 0..<count {
            let item = items.map { $0[place] } ?? UInt32(truncatingIfNeeded: place)
            let slot = rank(Int(item))
            sorted[Int(next[slot])] = item
            next[slot] += 1
        }
        used = count
    }
}
