/// What is sorted by a key of 64 bits.
protocol Keyed: BitwiseCopyable {
    var key: UInt64 { get }
}

/// A key, and what it stands for.
struct SortEntry: Keyed {
    var key: UInt64
    var value: UInt32
}

/// A key, and in its lowest bits what it stands for.
struct PackedEntry: Keyed {
    var key: UInt64
}

/// Sorts by key, stably.
///
/// Shares the entries out by the highest bits in which their keys differ, and each share again, until a
/// share is short. All but the first pass work in the cache; passes from the lowest digit up would each
/// go through main memory.
///
/// - Complexity: O(n) time for each 8 bits by which keys must be told apart; room for n more entries.
func sortByKey<Entry: Keyed>(_ entries: inout [Entry]) {
    let isSorted = entries.withUnsafeBufferPointer { entries in
        entries.indices.dropFirst().allSatisfy { entries[$0 - 1].key <= entries[$0].key }
    }
    if isSorted { return }
    entries.withUnsafeMutableBufferPointer { entries in
        let room = UnsafeMutableBufferPointer<Entry>.allocate(capacity: entries.count)
        sortShare(entries, room: room)
        room.deallocate()
    }
}

private func sortShare<Entry: Keyed>(
    _ entries: UnsafeMutableBufferPointer<Entry>, room: UnsafeMutableBufferPointer<Entry>
) {
    if entries.count <= 24 { return insertionSort(entries) }
    var differing: UInt64 = 0
    for entry in entries { differing |= entry.key ^ entries[0].key }
    if differing == 0 { return }
    // Many buckets where there are many entries to fill them.
    let digit = entries.count > 1 << 14 ? 11 : 8
    let shift = UInt64(max(64 - differing.leadingZeroBitCount - digit, 0))
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << digit) { ends in
        distribute(entries, into: room, shift: shift, ends: ends)
        _ = entries.update(fromContentsOf: room)
        if shift == 0 { return }
        var start = 0
        for end in ends {
            if end - start > 1 {
                sortShare(
                    UnsafeMutableBufferPointer(rebasing: entries[start..<end]),
                    room: UnsafeMutableBufferPointer(rebasing: room[start..<end]))
            }
            start = end
        }
    }
}

/// Copies the entries into `target` in the order of a digit, stably, and notes where each bucket ends.
private func distribute<Entry: Keyed>(
    _ source: UnsafeMutableBufferPointer<Entry>, into target: UnsafeMutableBufferPointer<Entry>,
    shift: UInt64, ends: UnsafeMutableBufferPointer<Int>
) {
    // Entries agree above the digit, so no mask but this one is needed.
    let mask = UInt64(ends.count - 1)
    ends.update(repeating: 0)
    for entry in source { ends[Int(entry.key &>> shift & mask)] &+= 1 }
    var place = 0
    for bucket in ends.indices {
        let count = ends[bucket]
        ends[bucket] = place
        place &+= count
    }
    for entry in source {
        let bucket = Int(entry.key &>> shift & mask)
        target[ends[bucket]] = entry
        ends[bucket] &+= 1
    }
}

private func insertionSort<Entry: Keyed>(_ entries: UnsafeMutableBufferPointer<Entry>) {
    for place in 1..<max(entries.count, 1) {
        let entry = entries[place]
        var hole = place
        while hole > 0, entries[hole - 1].key > entry.key {
            entries[hole] = entries[hole - 1]
            hole -= 1
        }
        entries[hole] = entry
    }
}
