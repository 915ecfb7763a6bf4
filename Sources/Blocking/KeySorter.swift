/// Puts the entries of one partition after the other in the order of their keys, stably. One a thread: its room serves
/// all of them, and stays in the nearest cache with the entries.
struct KeySorter {
    private var sorted: [KeyEntry] = []
    private var ends: [UInt32] = []

    /// Sorts by key, stably.
    ///
    /// A counting sort by the highest bits leaves runs of one or two keys, which an insertion sort finishes.
    ///
    /// - Complexity: O(entries) for keys as even as hashes are.
    mutating func sort(_ part: UnsafeMutableBufferPointer<KeyEntry>) {
        guard part.count > 1 else { return }
        var bits = 1
        while bits < 16 && 1 << bits < part.count { bits += 1 }
        let shift = UInt32(32 - bits)
        if sorted.count < part.count {
            sorted = [KeyEntry](repeating: KeyEntry(bits: 0, record: 0), count: part.count)
        }
        let buckets = 1 << bits
        if ends.count < buckets { ends = [UInt32](repeating: 0, count: buckets) }
        sorted.withUnsafeMutableBufferPointer { sorted in
            ends.withUnsafeMutableBufferPointer { ends in
                let ends = UnsafeMutableBufferPointer(rebasing: ends[..<buckets])
                countingSort(part, into: sorted, shift: shift, ends: ends)
                var start = 0
                for end in ends {
                    let end = Int(end)
                    if end - start > 1 {
                        sortBucket(UnsafeMutableBufferPointer(rebasing: sorted[start..<end]))
                    }
                    start = end
                }
            }
            part.baseAddress.unsafelyUnwrapped.update(
                from: sorted.baseAddress.unsafelyUnwrapped, count: part.count)
        }
    }
}

/// Copies the entries into `target` in the order of their highest bits, and notes where each bucket ends.
@inline(__always)
private func countingSort(
    _ part: UnsafeMutableBufferPointer<KeyEntry>, into target: UnsafeMutableBufferPointer<KeyEntry>,
    shift: UInt32, ends: UnsafeMutableBufferPointer<UInt32>
) {
    ends.update(repeating: 0)
    for entry in part { ends[Int(entry.bits &>> shift)] &+= 1 }
    var place: UInt32 = 0
    for bucket in ends.indices {
        let count = ends[bucket]
        ends[bucket] = place
        place &+= count
    }
    for entry in part {
        let bucket = Int(entry.bits &>> shift)
        target[Int(ends[bucket])] = entry
        ends[bucket] &+= 1
    }
}

/// Insertion sort while it is cheap: a bucket is nearly always one key, or two short runs. A bucket
/// where it is not (many keys fell together) goes to the library's sort, with the record as the
/// second key, which gives the same order.
private func sortBucket(_ bucket: UnsafeMutableBufferPointer<KeyEntry>) {
    var moves = 8 * bucket.count
    for place in 1..<bucket.count {
        let entry = bucket[place]
        var hole = place
        while hole > 0 && bucket[hole - 1].bits > entry.bits {
            bucket[hole] = bucket[hole - 1]
            hole -= 1
        }
        bucket[hole] = entry
        moves -= place - hole
        if moves < 0 {
            var rest = bucket
            return rest.sort { ($0.bits, $0.record) < ($1.bits, $1.record) }
        }
    }
}
