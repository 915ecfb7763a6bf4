import Records

/// All pairs of records whose canonical values are equal in every field, those of no value at all left out.
///
/// - Parameter most: pairs beyond which none are made.
/// - Returns: nil where there are more.
/// - Complexity: O(records log records + pairs).
func equalRecords(_ tables: TablePair, most: Int?) -> PairList? {
    let left = orderedRows(tables.left)
    let right = tables.isDedupe ? left : orderedRows(tables.right)
    var pairs: [(RecordIndex, RecordIndex)] = []
    var first = 0
    var other = 0
    while first < left.count {
        let key = left[first].key
        var end = first
        while end < left.count, left[end].key == key { end += 1 }
        while other < right.count, right[other].key < key { other += 1 }
        var otherEnd = other
        while otherEnd < right.count, right[otherEnd].key == key { otherEnd += 1 }
        for a in left[first..<end] {
            for b in right[other..<otherEnd] where !tables.isDedupe || a.record < b.record {
                guard areEqual(tables.left[a.record], tables.right[b.record]) else { continue }
                pairs.append((a.record, b.record))
                if let most, pairs.count > most { return nil }
            }
        }
        first = end
    }
    pairs.sort { $0 < $1 }
    return PairList(left: pairs.map(\.0), right: pairs.map(\.1))
}

/// The rows that hold a value, by a hash of all they hold.
private func orderedRows(_ table: Table) -> [(key: UInt64, record: RecordIndex)] {
    var keys: [(key: UInt64, record: RecordIndex)] = []
    keys.reserveCapacity(table.count)
    for record in 0..<RecordIndex(table.count) {
        let row = table[record]
        var key: UInt64 = 0
        var holdsValue = false
        for field in 0..<row.fieldCount {
            key = combine(key, UInt64(row.length(field)) << 32 | UInt64(row.hash(field)))
            holdsValue = holdsValue || row.length(field) > 0
        }
        if holdsValue { keys.append((key, record)) }
    }
    return keys.sorted { $0 < $1 }
}

/// The same bytes in every field: hashes prove a difference, never equality.
func areEqual(_ a: Row, _ b: Row) -> Bool {
    (0..<a.fieldCount).allSatisfy { a.bytes($0).elementsEqual(b.bytes($0)) }
}
