import Records

/// How many records hold each word of a field, both sources together; the basis of `rareWords`.
///
/// Words are told apart by 64-bit hashes: two words with one hash share a count, which can only make a
/// word look more common than it is.
struct WordCounts: Sendable {
    /// Tables for words by the top bits of their hashes, a power of two of them.
    let tables: [HashCounts]

    init(_ tables: [HashCounts]) {
        precondition(tables.count.nonzeroBitCount == 1)
        self.tables = tables
    }

    /// Records that hold the word; 0 for one never counted.
    @inline(__always)
    func count(_ hash: UInt64) -> UInt32 { tables[WordCounts.part(hash, of: tables.count)].count(hash) }

    /// Which of so many tables a word belongs to.
    @inline(__always)
    static func part(_ hash: UInt64, of parts: Int) -> Int { Int(hash >> 48) & (parts - 1) }

    /// The `limit` rarest words of a value that 2 … `atMost` records hold, rarest first, ties by
    /// hash. A word that one record alone holds cannot bring two together.
    ///
    /// - Parameters:
    ///   - ranks: scratch of `limit` places.
    ///   - keys: `limit` places; those not filled are set to 0.
    func rarest(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, atMost: Int, ranks: UnsafeMutablePointer<UInt32>,
        into keys: UnsafeMutablePointer<UInt64>
    ) {
        var found = 0
        forEachWord(bytes) { word in
            let hash = nonZero(xxh3(word))
            let rank = count(hash)
            guard rank >= 2, rank <= atMost else { return }
            for place in 0..<found where keys[place] == hash { return }
            var place = found
            while place > 0, (ranks[place - 1], keys[place - 1]) > (rank, hash) {
                if place < limit {
                    ranks[place] = ranks[place - 1]
                    keys[place] = keys[place - 1]
                }
                place -= 1
            }
            guard place < limit else { return }
            ranks[place] = rank
            keys[place] = hash
            if found < limit { found += 1 }
        }
        for place in found..<limit { keys[place] = 0 }
    }
}
