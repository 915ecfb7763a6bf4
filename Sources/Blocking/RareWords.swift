import Records

/// How many records hold each word of a field, both sources together; the basis of `rareWords`.
///
/// Open addressing over word hashes: a slot is a hash and a count. Two words with one 64-bit hash
/// share a count, which can only make a word look more common than it is.
struct WordCounts: ~Copyable, Sendable {
    private var hashes: [UInt64]
    private var counts: [UInt32]
    private var used = 0

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        hashes = [UInt64](repeating: 0, count: size)
        counts = [UInt32](repeating: 0, count: size)
    }

    /// Counts the words of `field` over the records of the tables; a word that stands twice in a
    /// value counts once.
    static func counting(field: Int, in tables: TablePair) -> WordCounts {
        var counts = WordCounts(capacity: tables.left.count * 2)
        counts.add(field: field, of: tables.left)
        if !tables.isDedupe { counts.add(field: field, of: tables.right) }
        return counts
    }

    private mutating func add(field: Int, of table: Table) {
        var seen: [UInt64] = []
        for record in 0..<table.count {
            seen.removeAll(keepingCapacity: true)
            let bytes = table[RecordIndex(record)].bytes(field)
            forEachWord(bytes) { word in
                let hash = nonZero(xxh3(word))
                if !seen.contains(hash) { seen.append(hash) }
            }
            for hash in seen { add(hash) }
        }
    }

    mutating func add(_ hash: UInt64) {
        if used * 2 >= hashes.count { grow() }
        let mask = hashes.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while hashes[slot] != 0 && hashes[slot] != hash { slot = (slot + 1) & mask }
        if hashes[slot] == 0 {
            hashes[slot] = hash
            used += 1
        }
        counts[slot] &+= 1
    }

    /// Records that hold the word; 0 for one never counted.
    func count(_ hash: UInt64) -> UInt32 {
        let mask = hashes.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while hashes[slot] != 0 {
            if hashes[slot] == hash { return counts[slot] }
            slot = (slot + 1) & mask
        }
        return 0
    }

    private mutating func grow() {
        let (oldHashes, oldCounts) = (hashes, counts)
        hashes = [UInt64](repeating: 0, count: oldHashes.count * 2)
        counts = [UInt32](repeating: 0, count: oldHashes.count * 2)
        let mask = hashes.count - 1
        for (hash, count) in zip(oldHashes, oldCounts) where hash != 0 {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while hashes[slot] != 0 { slot = (slot + 1) & mask }
            hashes[slot] = hash
            counts[slot] = count
        }
    }

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
