import Synchronization

/// Those of a list of hashes that stand more than once: for each, the records at whose places it stands.
///
/// The hashes are shared out by their top bits, so that equal ones meet in a part, and of each part a sieve drops
/// what stands once: both work in the nearer caches. What is left, little in most lists, is sorted.
public struct RepeatedHashes: Sendable {
    /// By part and hash; of one hash ascending.
    private var records: [RecordIndex] = []
    /// One past the last record of each hash.
    private var ends: [Int] = []

    /// - Parameter hashes: by record, spread evenly over all bits.
    /// - Complexity: O(hashes) for those that stand once, O(n log n) for n others.
    public init(_ hashes: [UInt64], threads: Int) throws {
        let parts = try HashParts(hashes, threads: threads)
        let found = Mutex<[(part: Int, own: RepeatedHashes)]>([])
        let work = WorkCounter(total: parts.count, step: 1)
        try onThreads(threads) { _ in
            while let part = work.take()?.lowerBound {
                let own = RepeatedHashes(among: RepeatedHashes.suspects(parts[part]), hashes)
                if !own.records.isEmpty { found.withLock { $0.append((part, own)) } }
            }
        }
        for (_, own) in found.withLock({ $0.sorted { $0.part < $1.part } }) {
            ends += own.ends.lazy.map { [start = records.count] in start + $0 }
            records += own.records
        }
    }

    private init(among suspects: [RecordIndex], _ hashes: [UInt64]) {
        let hash = { (record: RecordIndex) in hashes[Int(record)] }
        let sorted = suspects.sorted { (hash($0), $0) < (hash($1), $1) }
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, hash(sorted[end]) == hash(sorted[start]) { end += 1 }
            if end - start > 1 {
                records += sorted[start..<end]
                ends.append(records.count)
            }
            start = end
        }
    }

    /// The records of a part whose hashes may stand more than once: all that do, and a few others.
    private static func suspects(_ part: UnsafeBufferPointer<HashParts.Entry>) -> [RecordIndex] {
        let sieve = RepeatSieve(capacity: part.count)
        for entry in part { sieve.add(UInt64(entry.bits)) }
        return part.lazy.filter { sieve.mayRepeat(UInt64($0.bits)) }.map(\.record)
    }

    /// Calls `body` with the records of each hash that stands more than once, ascending.
    public func forEach(_ body: (ArraySlice<RecordIndex>) -> Void) {
        var start = 0
        for end in ends {
            body(records[start..<end])
            start = end
        }
    }
}
