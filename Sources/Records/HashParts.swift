/// Hashes in parts by their top bits, each with the record at whose place it stood: parts of about 16,000 hashes, which
/// stay in the nearer caches with what is noted about them.
struct HashParts: @unchecked Sendable {
    // Immutable once made.

    /// A record, and those 32 bits of its hash that come after the bits of the part.
    struct Entry {
        var bits: UInt32
        var record: RecordIndex
    }

    private let memory: LargeMemory
    private let entries: UnsafeMutablePointer<Entry>
    /// Start of each part in `entries`, and the end of the last.
    private let bounds: [Int]

    /// Shares out hashes; in each part the records ascend.
    ///
    /// - Complexity: O(hashes), two passes.
    init(_ hashes: [UInt64], threads: Int) throws {
        let split = KeySplit(keys: hashes.count, size: 1 << 14)
        memory = LargeMemory(byteCount: hashes.count * MemoryLayout<Entry>.stride, inLargePages: false)
        entries = memory.base.bindMemory(to: Entry.self, capacity: hashes.count)

        let lists = ListPlaces(lists: split.count, threads: threads)
        try onThreads(threads) { thread in
            let own = lists.ofThread(thread)
            for record in lists.share(thread, of: hashes.count) {
                own[split.part(of: hashes[record])] &+= 1
            }
        }
        bounds = lists.turnToStarts(0..<split.count)
        nonisolated(unsafe) let target = entries
        try onThreads(threads) { [memory] thread in
            memory.bringIn(share: thread, of: threads)
            let own = lists.ofThread(thread)
            for record in lists.share(thread, of: hashes.count) {
                let part = split.part(of: hashes[record])
                (target + own[part]).initialize(
                    to: Entry(
                        bits: split.rest(of: hashes[record]), record: RecordIndex(truncatingIfNeeded: record))
                )
                own[part] &+= 1
            }
        }
    }

    /// Parts.
    var count: Int { bounds.count - 1 }

    /// The entries of a part.
    subscript(part: Int) -> UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(start: entries + bounds[part], count: bounds[part + 1] - bounds[part])
    }
}
