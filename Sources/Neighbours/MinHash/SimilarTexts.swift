import Records
import Synchronization

/// Pairs of records whose texts agree in a band of their hashes (`MinHashing`), each once, by left and then right
/// record. In a dedupe the left one is the lower.
public struct SimilarTexts: Sendable {
    /// The left record of each pair.
    public private(set) var left: [RecordIndex] = []
    /// The right record of each.
    public private(set) var right: [RecordIndex] = []

    /// Pairs.
    public var count: Int { left.count }

    /// Finds them.
    ///
    /// The same texts give the same pairs, for any number of threads.
    ///
    /// - Parameters:
    ///   - left: texts of the left source.
    ///   - right: those of the right source; nil where one source is compared with itself.
    ///   - most: pairs beyond which no more are made.
    ///   - threads: above 0.
    ///   - monitor: asked whether to stop.
    /// - Returns: nil where there are more than `most`.
    /// - Complexity: O(words × hashes + bands × records log records + bands × pairs); 8 bytes for each band of each
    ///   record.
    public init?(
        left: Texts, right: Texts?, _ hashing: MinHashing, most: Int? = nil, threads: Int, monitor: RunMonitor
    ) throws {
        let lefts = try BandKeys(left, hashing, threads: threads, monitor: monitor)
        let rights = try right.map { try BandKeys($0, hashing, threads: threads, monitor: monitor) } ?? lefts
        let isDedupe = right == nil
        let found = Mutex<[[UInt64]]>([])
        let count = Atomic(0)
        let bands = WorkCounter(total: hashing.bands, step: 1)
        try onThreads(threads) { _ in
            while let band = bands.take()?.lowerBound {
                let pairs = try lefts.pairs(band, rights, isDedupe: isDedupe) { more in
                    try monitor.checkStop()
                    return count.add(more, ordering: .relaxed).newValue <= most ?? .max
                }
                found.withLock { $0.append(pairs) }
            }
        }
        if count.load(ordering: .relaxed) > most ?? .max { return nil }
        // No two bands bring the same pair.
        var all = found.withLock { $0.flatMap { $0 } }
        all.sort()
        self.left = all.map { RecordIndex($0 >> 32) }
        self.right = all.map { RecordIndex(truncatingIfNeeded: $0) }
    }
}

/// The keys of all bands of the texts of one source.
private struct BandKeys: @unchecked Sendable {
    // Written while being made, immutable afterwards.
    private let memory: LargeMemory
    /// Records that have words, ascending.
    private let records: [RecordIndex]
    private let bands: Int

    init(_ texts: Texts, _ hashing: MinHashing, threads: Int, monitor: RunMonitor) throws {
        bands = hashing.bands
        memory = LargeMemory(byteCount: max(texts.count * bands, 1) * MemoryLayout<UInt64>.stride)
        nonisolated(unsafe) let keys = memory.base.bindMemory(to: UInt64.self, capacity: texts.count * bands)
        let empty = Mutex<Set<RecordIndex>>([])
        let bands = bands
        let work = WorkCounter(total: texts.count, step: 256)
        try onThreads(threads) { _ in
            var hashes = MinHashes(hashing)
            while let range = work.take() {
                try monitor.checkStop()
                for record in range {
                    guard hashes.take(texts[record]) else {
                        empty.withLock { _ = $0.insert(RecordIndex(record)) }
                        continue
                    }
                    for band in 0..<bands { keys[record * bands + band] = hashes.key(band) }
                }
            }
        }
        let without = empty.withLock { $0 }
        records = (0..<RecordIndex(texts.count)).filter { !without.contains($0) }
    }

    private var keys: UnsafePointer<UInt64> {
        UnsafePointer(memory.base.assumingMemoryBound(to: UInt64.self))
    }

    /// Records with their keys of one band, ascending.
    private func sorted(_ band: Int) -> [(key: UInt64, record: RecordIndex)] {
        records.map { (keys[Int($0) * bands + band], $0) }.sorted { $0 < $1 }
    }

    /// Pairs, as left << 32 | right, whose keys are the same in one band and in none before it.
    ///
    /// - Parameter goesOn: told how many more there are, after each left record; false ends it.
    func pairs(_ band: Int, _ rights: BandKeys, isDedupe: Bool, goesOn: (Int) throws -> Bool) rethrows
        -> [UInt64]
    {
        let left = sorted(band)
        let right = isDedupe ? left : rights.sorted(band)
        var pairs: [UInt64] = []
        var (start, end) = (0, 0)
        for (place, (key, one)) in left.enumerated() {
            if place == 0 || left[place - 1].key != key {
                start = end
                while start < right.count, right[start].key < key { start += 1 }
                end = start
                while end < right.count, right[end].key == key { end += 1 }
            }
            let before = pairs.count
            for (_, two) in right[start..<end] where !isDedupe || one < two {
                guard !agree(one, rights, two, before: band) else { continue }
                pairs.append(UInt64(one) << 32 | UInt64(two))
            }
            if try !goesOn(pairs.count - before) { break }
        }
        return pairs
    }

    private func agree(_ one: RecordIndex, _ others: BandKeys, _ two: RecordIndex, before band: Int) -> Bool {
        let (a, b) = (keys + Int(one) * bands, others.keys + Int(two) * bands)
        return (0..<band).contains { a[$0] == b[$0] }
    }
}
