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
        let bits = HashParts.bits(hashes: hashes.count)
        let count = 1 << bits
        memory = LargeMemory(byteCount: hashes.count * MemoryLayout<Entry>.stride, inLargePages: false)
        entries = memory.base.bindMemory(to: Entry.self, capacity: hashes.count)

        let lists = ListPlaces(lists: count, threads: threads)
        try onThreads(threads) { thread in
            let own = lists.ofThread(thread)
            for record in lists.share(thread, of: hashes.count) {
                own[HashParts.part(of: hashes[record], bits)] &+= 1
            }
        }
        bounds = lists.turnToStarts(0..<count)
        nonisolated(unsafe) let target = entries
        try onThreads(threads) { [memory] thread in
            memory.bringIn(share: thread, of: threads)
            let own = lists.ofThread(thread)
            for record in lists.share(thread, of: hashes.count) {
                let part = HashParts.part(of: hashes[record], bits)
                (target + own[part]).initialize(
                    to: Entry(
                        bits: UInt32(truncatingIfNeeded: (hashes[record] << UInt64(bits)) >> 32),
                        record: RecordIndex(truncatingIfNeeded: record)))
                own[part] &+= 1
            }
        }
    }

    /// log2 of the parts: no more than 4,096, so that those of very many hashes are larger.
    private static func bits(hashes: Int) -> Int {
        var bits = 0
        while bits < 12 && hashes >> bits > 1 << 14 { bits += 1 }
        return bits
    }

    @inline(__always)
    private static func part(of hash: UInt64, _ bits: Int) -> Int {
        // A shift by 64 gives 0, where there is but one part.
        Int(truncatingIfNeeded: hash >> UInt64(64 - bits))
    }

    /// Parts.
    var count: Int { bounds.count - 1 }

    /// The entries of a part.
    subscript(part: Int) -> UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(start: entries + bounds[part], count: bounds[part + 1] - bounds[part])
    }
}
