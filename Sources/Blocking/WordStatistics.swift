import Records
import Synchronization

/// The word counts of the fields of two tables, each counted when it is first asked for.
public final class WordStatistics: Sendable {
    private let tables: TablePair
    private let sample: (left: [RecordIndex], right: [RecordIndex])?
    private let threads: Int
    private let counted = Mutex<[Int: WordCounts]>([:])

    /// - Parameters:
    ///   - sample: records whose words are of interest; nil for all. Words are counted in all records
    ///     all the same.
    public init(
        _ tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex])? = nil, threads: Int
    ) {
        self.tables = tables
        self.sample = sample
        self.threads = threads
    }

    /// How many records hold each word of a field. A word that stands twice in a value counts once.
    ///
    /// - Complexity: O(words of all records), once a field; without a sample, once for each thread.
    func counts(_ field: Int) throws -> WordCounts {
        try counted.withLock { counted in
            if let known = counted[field] { return known }
            let counts = try sample.map { try count(field, wordsOf: $0) } ?? countAll(field, .words)
            counted[field] = counts
            return counts
        }
    }

    /// How rare the words or trigrams of a field are among all values of it, empty ones left out.
    ///
    /// - Precondition: all records are of interest.
    /// - Complexity: O(bytes of all records), once for each thread.
    public func rarities(_ field: Int, of parts: WeighedParts) throws -> WordRarities {
        precondition(sample == nil, "a sample does not know all words")
        let values = sides.reduce(0) { sum, side in
            (0..<side.count).reduce(sum) { $0 + (side[RecordIndex($1)].length(field) > 0 ? 1 : 0) }
        }
        let counts = try parts == .words ? counts(field) : countAll(field, parts)
        return WordRarities(counts: counts.tables, values: values)
    }

    private var sides: [Table] { tables.isDedupe ? [tables.left] : [tables.left, tables.right] }

    /// Counts all words or trigrams: each thread those of its share of the hashes, in all records.
    private func countAll(_ field: Int, _ counted: WeighedParts) throws -> WordCounts {
        var parts = 1
        while parts < threads { parts *= 2 }
        let results = Mutex<[Int: HashCounts]>([:])
        let work = WorkCounter(total: parts, step: 1)
        let (sides, total) = (sides, parts)
        try onThreads(threads) { _ in
            while let range = work.take() {
                for part in range {
                    var table = HashCounts(capacity: sides.reduce(0) { $0 + $1.count } / total)
                    var words = DistinctParts(counted)
                    for side in sides {
                        for record in 0..<side.count {
                            for hash in words.of(side[RecordIndex(record)].bytes(field))
                            where WordCounts.part(hash, of: total) == part {
                                table.add(hash)
                            }
                        }
                    }
                    results.withLock { $0[part] = table }
                }
            }
        }
        return WordCounts(results.withLock { tables in (0..<total).compactMap { tables[$0] } })
    }

    /// Counts the words that sampled records hold: a small table, filled first and then only looked up.
    private func count(_ field: Int, wordsOf sample: (left: [RecordIndex], right: [RecordIndex])) throws
        -> WordCounts
    {
        var known = HashCounts(capacity: sample.left.count)
        var words = DistinctParts(.words)
        for (table, records) in [(tables.left, sample.left), (tables.right, sample.right)] {
            table.forEachBlock(of: records[...], .all) { rows, _ in
                for row in rows {
                    for hash in words.of(row.bytes(field)) { known.add(hash, 0) }
                }
            }
        }
        let wanted = known
        let sum = Mutex([UInt32](repeating: 0, count: wanted.counts.count))
        for side in sides {
            let work = WorkCounter(total: side.count, step: 16384)
            try onThreads(threads) { _ in
                var counter = WantedWords(wanted)
                while let range = work.take() {
                    side.forEachBlock(of: range, .all) { rows, _ in
                        for row in rows { counter.add(row.bytes(field)) }
                    }
                }
                sum.withLock { sum in for slot in sum.indices { sum[slot] &+= counter.counts[slot] } }
            }
        }
        return WordCounts([wanted.with(counts: sum.withLock { $0 })])
    }
}

/// How many values hold each of some words: one thread's share of them.
private struct WantedWords {
    private let wanted: HashCounts
    /// By slot of the word.
    private(set) var counts: [UInt32]
    /// The value in which each word was seen last, counted from 1.
    private var seen: [UInt32]
    private var value: UInt32 = 0

    init(_ wanted: HashCounts) {
        self.wanted = wanted
        counts = Array(repeating: 0, count: wanted.counts.count)
        seen = counts
    }

    /// Counts the words of the next value, each once.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        value += 1
        forEachWord(bytes) { word in
            guard let slot = wanted.slot(nonZero(xxh3(word))), seen[slot] != value else { return }
            seen[slot] = value
            counts[slot] &+= 1
        }
    }
}
