import Records

/// Counts how many records hold each value of a field, both sources together, and notes the count in
/// every row, so that the pair loop finds it where it already is.
///
/// Values are told apart by the 32-bit hash in the row's head: two of 20,000 values share one with
/// a chance of 5 %, and then merely look as common as both together. Only fields whose values
/// repeat are counted; where they hardly do, no value is common.
///
/// - Complexity: O(records × fields), two passes.
func countTerms(_ tables: TablePair, fields: [Bool], threads: Int) throws {
    guard fields.contains(true) else { return }
    let sides = tables.isDedupe ? [tables.left] : [tables.left, tables.right]
    let total = sides.reduce(0) { $0 + $1.count }
    let counted = fields.indices.filter { fields[$0] }
    let partial = UnsafeMutableBufferPointer<[TermTable]>.allocate(capacity: threads)
    partial.initialize(repeating: [])
    defer {
        partial.deinitialize()
        partial.deallocate()
    }
    nonisolated(unsafe) let results = partial
    let share = (total + threads - 1) / threads
    try onThreads(threads) { thread in
        var terms = counted.map { _ in TermTable() }
        forEachRow(sides, min(thread * share, total)..<min((thread + 1) * share, total)) { row in
            for (place, field) in counted.enumerated() where row.length(field) > 0 {
                terms[place].add(row.hash(field), 1)
            }
        }
        results[thread] = terms
    }
    var merged = partial[0]
    for thread in 1..<max(threads, 1) where thread < threads {
        for place in merged.indices { merged[place].add(partial[thread][place]) }
    }
    let terms = merged
    try onThreads(threads) { thread in
        forEachRow(sides, min(thread * share, total)..<min((thread + 1) * share, total)) { row in
            for (place, field) in counted.enumerated() where row.length(field) > 0 {
                row.setTermCount(field, terms[place].count(row.hash(field)))
            }
        }
    }
}

/// The rows of several tables as one sequence.
private func forEachRow(_ tables: [Table], _ range: Range<Int>, _ body: (Row) -> Void) {
    var first = 0
    for table in tables {
        let part = range.clamped(to: first..<first + table.count)
        for record in part { body(table[RecordIndex(record - first)]) }
        first += table.count
    }
}

/// Counts by 32-bit hash; open addressing, at most half full.
private struct TermTable: Sendable {
    private var hashes: [UInt32] = Array(repeating: 0, count: 1024)
    private var counts: [UInt32] = Array(repeating: 0, count: 1024)
    private var used = 0

    mutating func add(_ hash: UInt32, _ count: UInt32) {
        if used * 2 >= hashes.count { grow() }
        let mask = hashes.count - 1
        var place = slot(hash)
        while counts[place] != 0 && hashes[place] != hash { place = (place + 1) & mask }
        if counts[place] == 0 {
            hashes[place] = hash
            used += 1
        }
        counts[place] &+= count
    }

    mutating func add(_ other: TermTable) {
        for (hash, count) in zip(other.hashes, other.counts) where count != 0 { add(hash, count) }
    }

    func count(_ hash: UInt32) -> UInt32 {
        let mask = hashes.count - 1
        var place = slot(hash)
        while counts[place] != 0 {
            if hashes[place] == hash { return counts[place] }
            place = (place + 1) & mask
        }
        return 0
    }

    private func slot(_ hash: UInt32) -> Int { Int(hash &* 0x9E37_79B1) & (hashes.count - 1) }

    private mutating func grow() {
        let old = (hashes, counts)
        hashes = Array(repeating: 0, count: old.0.count * 2)
        counts = Array(repeating: 0, count: old.0.count * 2)
        used = 0
        for (hash, count) in zip(old.0, old.1) where count != 0 { add(hash, count) }
    }
}
