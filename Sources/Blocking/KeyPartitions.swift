import Records

/// A record, and 32 bits of the key it has: those that come after the bits of the partition.
///
/// With the partition that is 41 bits of a million keys. That two unlike keys share them happens to
/// about one pair of records in two rules, which is then scored as the pair of strangers that it is.
struct KeyEntry {
    /// Of the key; when the entry has met a block of the other side (`BlockIndex.meet`), the place of its first entry.
    var bits: UInt32
    var record: RecordIndex
}

extension UnsafeBufferPointer<KeyEntry> {
    /// End of the block, of entries in order, that begins at a place.
    @inline(__always)
    func endOfBlock(from start: Int) -> Int {
        var end = start &+ 1
        while end < count && self[end].bits == self[start].bits { end &+= 1 }
        return end
    }

    /// Calls `body` with each block of entries in order.
    @inline(__always)
    func forEachBlock(_ body: (UnsafeBufferPointer<KeyEntry>) throws -> Void) rethrows {
        var start = 0
        while start < count {
            let end = endOfBlock(from: start)
            try body(UnsafeBufferPointer(rebasing: self[start..<end]))
            start = end
        }
    }
}

/// The keys of one side under one rule, in partitions by their top bits that are small enough for the
/// nearest cache.
final class KeyPartitions: @unchecked Sendable {
    // Filled by `partition` and `sort`; then immutable, but for `meet`, which one thread does to a partition, once,
    // before anyone emits.

    private let memory: LargeMemory
    fileprivate let entries: UnsafeMutablePointer<KeyEntry>
    /// Start of each partition in `entries`, and the end of the last.
    private let bounds: [Int]
    /// End of each partition's entries that have met another side's.
    private let ends: UnsafeMutableBufferPointer<Int>

    /// Partitions of about 2,048 entries each.
    static func split(entries: Int) -> KeySplit { KeySplit(keys: entries, size: 2048) }

    private init(count: Int, bounds: [Int]) {
        self.bounds = bounds
        memory = LargeMemory(byteCount: count * MemoryLayout<KeyEntry>.stride, inLargePages: false)
        entries = memory.base.bindMemory(to: KeyEntry.self, capacity: count)
        ends = .allocate(capacity: bounds.count - 1)
        _ = ends.initialize(from: bounds.dropFirst())
    }

    deinit { ends.deallocate() }

    /// The keys of all rules, in each partition by record. Takes two passes over each column: one counts what
    /// goes into which partition, one puts it there.
    ///
    /// - Parameters:
    ///   - table: keys by record; entry `record` is the table's place.
    ///   - places: where each rule's keys stand in a record's slots.
    ///   - split: the partitions; the same for both sides of a join.
    static func partition(
        _ table: KeyTable, places: [(offset: Int, width: Int)], _ split: KeySplit, threads: Int
    ) throws -> [KeyPartitions] {
        let partitions = split.count
        let lists = ListPlaces(lists: places.count * partitions, threads: threads)
        try onThreads(threads) { thread in
            for (rule, place) in places.enumerated() {
                let own = lists.ofThread(thread) + rule * partitions
                table.forEachKey(lists.share(thread, of: table.count), place) { _, key in
                    own[split.part(of: key)] &+= 1
                }
            }
        }
        let parts = places.indices.map { rule in
            let bounds = lists.turnToStarts(rule * partitions..<(rule + 1) * partitions)
            return KeyPartitions(count: bounds[partitions], bounds: bounds)
        }
        try onThreads(threads) { thread in
            for part in parts { part.memory.bringIn(share: thread, of: threads) }
            for (rule, place) in places.enumerated() {
                let own = lists.ofThread(thread) + rule * partitions
                let entries = parts[rule].entries
                table.forEachKey(lists.share(thread, of: table.count), place) { record, key in
                    let list = split.part(of: key)
                    (entries + own[list]).initialize(
                        to: KeyEntry(
                            bits: split.rest(of: key), record: RecordIndex(truncatingIfNeeded: record)))
                    own[list] &+= 1
                }
            }
        }
        return parts
    }

    /// The same, each partition sorted by key and within a key by record.
    ///
    /// - Complexity: O(entries); see `KeySorter`.
    static func sort(
        _ table: KeyTable, places: [(offset: Int, width: Int)], _ split: KeySplit, threads: Int
    ) throws -> [KeyPartitions] {
        let sorted = try partition(table, places: places, split, threads: threads)
        let work = WorkCounter(total: places.count * split.count, step: 1)
        try onThreads(threads) { _ in
            var sorter = KeySorter()
            while let range = work.take() {
                for list in range {
                    let (keys, partition) = (sorted[list / split.count], list % split.count)
                    let (start, end) = (keys.bounds[partition], keys.bounds[partition + 1])
                    let part = UnsafeMutableBufferPointer(start: keys.entries + start, count: end - start)
                    sorter.sort(part)
                }
            }
        }
        return sorted
    }

    /// The entries of one partition; those that have met, where it has met another.
    func partition(_ index: Int) -> UnsafeBufferPointer<KeyEntry> {
        UnsafeBufferPointer(start: entries + bounds[index], count: ends[index] - bounds[index])
    }

    /// Lets the entries of one partition meet the blocks of another side's: those that meet none are dropped, and the
    /// others know the first entry of their block from then on. Threads may do so for different partitions.
    ///
    /// - Parameter counts: set to how many meet each block.
    func meet(_ blocks: borrowing BlockIndex, in index: Int, counts: inout [UInt32]) {
        let all = UnsafeMutableBufferPointer(
            start: entries + bounds[index], count: bounds[index + 1] - bounds[index])
        ends[index] = bounds[index] + blocks.meet(all, counts: &counts)
    }

    /// Bytes held.
    var byteCount: Int { (bounds.last ?? 0) * MemoryLayout<KeyEntry>.stride }
}
