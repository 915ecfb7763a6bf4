/// What is sorted: a key, and what it stands for.
struct SortEntry {
    var key: UInt64
    var value: UInt32
}

/// Sorts by key, stably: least significant digit first, 11 bits a pass; a digit that is the same in all
/// keys costs nothing.
///
/// - Complexity: O(n) time for each digit that varies; room for n more entries of 16 bytes.
func sortByKey(_ entries: inout [SortEntry]) {
    let digitBits: UInt64 = 11
    let digits = 6
    let buckets = 1 << Int(digitBits)
    let mask = UInt64(buckets - 1)
    var counts = [UInt32](repeating: 0, count: digits * buckets)
    let isSorted = counts.withUnsafeMutableBufferPointer { counts in
        var sorted = true
        var last: UInt64 = 0
        for entry in entries {
            for digit in 0..<digits {
                counts[digit &* buckets &+ Int(entry.key >> (UInt64(digit) &* digitBits) & mask)] &+= 1
            }
            sorted = sorted && entry.key >= last
            last = entry.key
        }
        return sorted
    }
    if isSorted { return }
    var other = entries
    for digit in 0..<digits {
        let own = digit * buckets..<(digit + 1) * buckets
        if counts[own].contains(UInt32(entries.count)) { continue }
        var place: UInt32 = 0
        for bucket in own {
            let count = counts[bucket]
            counts[bucket] = place
            place += count
        }
        let shift = UInt64(digit) * digitBits
        entries.withUnsafeBufferPointer { source in
            other.withUnsafeMutableBufferPointer { target in
                counts.withUnsafeMutableBufferPointer { next in
                    for entry in source {
                        let bucket = own.lowerBound &+ Int(entry.key >> shift & mask)
                        target[Int(next[bucket])] = entry
                        next[bucket] &+= 1
                    }
                }
            }
        }
        swap(&entries, &other)
    }
}
