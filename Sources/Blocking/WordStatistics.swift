import Records
import Synchronization

/// The word counts of the fields of two tables, each counted when it is first asked for.
public final class WordStatistics: Sendable {
    private let tables: TablePair
    private let sample: WordSample?
    private let threads: Int
    private let counted = Mutex<[Int: WordCounts]>([:])

    /// - Parameter sample: records whose words are counted; nil for all.
    public init(_ tables: TablePair, sample: WordSample? = nil, threads: Int) {
        self.tables = tables
        self.sample = sample
        self.threads = threads
    }

    /// How many records hold each word of a field, by what the sample shows. A word that stands twice in a value
    /// counts once.
    ///
    /// - Complexity: O(words of the sample), once a field; of all records, once for each thread.
    func counts(_ field: Int) throws -> WordCounts {
        try counted.withLock { counted in
            if let known = counted[field] { return known }
            let counts = try sample.map { try count(field, in: $0) } ?? countAll(field, .words)
            counted[field] = counts
            return counts
        }
    }

    /// How rare the words or trigrams of a field are among all values of it, empty ones left out.
    ///
    /// - Precondition: words are counted in all records.
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

    /// Counts the words of sampled records, each of which stands for so many of its side. A word that one of them
    /// alone holds brings no two of them together, and counts once.
    private func count(_ field: Int, in sample: WordSample) throws -> WordCounts {
        let left = try count(field, of: sample.left, in: tables.left)
        let right = try count(field, of: sample.right, in: tables.right)
        let forLeft = Double(tables.left.count) / Double(max(sample.left.count, 1))
        let forRight = Double(tables.right.count) / Double(max(sample.right.count, 1))
        var all = HashCounts(capacity: max(left.distinct, right.distinct))
        func add(_ word: UInt64, _ lefts: UInt32, _ rights: UInt32) {
            let many = Double(lefts) * forLeft + Double(rights) * forRight
            all.add(word, lefts + rights == 1 ? 1 : UInt32(many.rounded()))
        }
        left.forEach { add($0, $1, right.count($0)) }
        right.forEach { word, rights in if left.count(word) == 0 { add(word, 0, rights) } }
        return WordCounts([all])
    }

    /// Records of one side that hold each word, each thread counting its share of them.
    private func count(_ field: Int, of records: [RecordIndex], in table: Table) throws -> HashCounts {
        let sum = Mutex(HashCounts(capacity: 0))
        let work = WorkCounter(total: records.count, step: 4096)
        try onThreads(threads) { _ in
            var own = HashCounts(capacity: 0)
            var words = DistinctParts(.words)
            while let range = work.take() {
                table.forEachBlock(of: records[range], .all) { rows, _ in
                    for row in rows {
                        for hash in words.of(row.bytes(field)) { own.add(hash) }
                    }
                }
            }
            sum.withLock { sum in own.forEach { sum.add($0, $1) } }
        }
        return sum.withLock { $0 }
    }
}

/// Records whose words tell how rare the words of all are.
public struct WordSample: Sendable {
    /// Of the left source.
    public let left: [RecordIndex]
    /// Of the right one; none in a dedupe.
    public let right: [RecordIndex]

    /// Some records of both sides; of the left one in a dedupe.
    public init(left: [RecordIndex], right: [RecordIndex]) {
        self.left = left
        self.right = right
    }
}
