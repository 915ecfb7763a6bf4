import CKernels
import Records

/// Links by (left id, right id).
func sortedLinks(_ links: [Link], left: IDColumn, right: IDColumn) throws -> LinkRows {
    var order = rankPairs(links.count, first: left, second: right) { place in
        (links[place].edge.left, links[place].edge.right)
    }
    sortByKey(&order)
    try refuseRepeats(order)
    let bits = rankBits(right)
    var entries: [LinkRows.Entry] = []
    entries.reserveCapacity(order.count)
    links.withUnsafeBufferPointer { links in
        // The links of neighbouring ids lie anywhere.
        forEachRun(of: order.indices) { run in
            for entry in order[run] {
                tieout_touch(links.baseAddress.unsafelyUnwrapped + Int(entry.value), MemoryLayout<Link>.size)
            }
            for entry in order[run] {
                let (first, second) = unpack(entry.key, secondBits: bits)
                let link = links[Int(entry.value)]
                entries.append(
                    LinkRows.Entry(
                        left: first, right: second, weight: link.edge.weight, margin: link.margin,
                        pattern: link.edge.pattern, rule: link.edge.rule, band: bandCode(link.band)))
            }
        }
    }
    return LinkRows(entries: entries, left: left, right: right)
}

/// The index of the links by (right id, left id).
func sortedLinkIndex(_ links: [Link], left: IDColumn, right: IDColumn) -> PairRows {
    sortedPairs(links.count, first: right, second: left) { place in
        (links[place].edge.right, links[place].edge.left)
    }
}

/// Cluster members by (cluster id, record id).
func sortedMembers(_ members: [ClusterMember], ids: IDColumn) throws -> PairRows {
    let rows = sortedPairs(members.count, first: ids, second: ids) {
        (members[$0].cluster, members[$0].record)
    }
    for (entry, next) in zip(rows.entries, rows.entries.dropFirst()) where entry == next {
        throw decidedTwice
    }
    return rows
}

/// The index of the cluster members by (record id, cluster id).
func sortedMemberIndex(_ members: [ClusterMember], ids: IDColumn) -> PairRows {
    sortedPairs(members.count, first: ids, second: ids) { (members[$0].record, members[$0].cluster) }
}

/// Records with their values by (record id, side): each side in the order of its ids, then the sides merged.
///
/// - Parameter values: by side code, the record and its value in place of the key.
func sortedRecords(
    _ values: [[(record: RecordIndex, value: UInt32)]], ids: [IDColumn?]
) throws -> RecordRows {
    var merged: [RecordRows.Entry] = []
    for side in Side.allCases {
        let records = values[Int(side.rawValue)]
        guard let column = ids[Int(side.rawValue)], !records.isEmpty else { continue }
        var order = records.map { SortEntry(key: UInt64(column.rank[Int($0.record)]), value: $0.value) }
        sortByKey(&order)
        try refuseRepeats(order)
        let entries = order.map {
            RecordRows.Entry(rank: UInt32($0.key), value: $0.value, side: side.rawValue)
        }
        merged = merged.isEmpty ? entries : merge(merged, entries, ids)
    }
    return RecordRows(entries: merged, ids: ids)
}

/// Entries whose keys sort as (rank of the first record, rank of the second).
private func rankPairs(
    _ count: Int, first: IDColumn, second: IDColumn, pair: (Int) -> (RecordIndex, RecordIndex)
) -> [SortEntry] {
    let bits = rankBits(second)
    return (0..<count).map { place in
        let (one, other) = pair(place)
        return SortEntry(
            key: UInt64(first.rank[Int(one)]) << bits | UInt64(second.rank[Int(other)]),
            value: UInt32(truncatingIfNeeded: place))
    }
}

/// Bits of the ranks of a column: as few as they can be, so that few digits vary.
private func rankBits(_ column: IDColumn) -> UInt64 {
    UInt64(bitsOfNumbers(upTo: column.count))
}

@inline(__always)
private func unpack(_ key: UInt64, secondBits: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: key >> secondBits), UInt32(truncatingIfNeeded: key & (1 << secondBits &- 1)))
}

/// Pairs of records by the ids of the first, then of the second.
private func sortedPairs(
    _ count: Int, first: IDColumn, second: IDColumn, pair: (Int) -> (RecordIndex, RecordIndex)
) -> PairRows {
    var order = rankPairs(count, first: first, second: second, pair: pair)
    sortByKey(&order)
    let bits = rankBits(second)
    let entries = order.map { entry in
        let (one, other) = unpack(entry.key, secondBits: bits)
        return PairRows.Entry(first: one, second: other)
    }
    return PairRows(entries: entries, first: first, second: second)
}

private func refuseRepeats(_ order: [SortEntry]) throws {
    for place in order.indices.dropFirst() where order[place - 1].key == order[place].key {
        throw decidedTwice
    }
}

private let decidedTwice = TieoutError(
    "a record or pair was decided twice", remedy: "report this as a bug")

private func merge(
    _ one: [RecordRows.Entry], _ other: [RecordRows.Entry], _ ids: [IDColumn?]
) -> [RecordRows.Entry] {
    guard let side = one.first?.side, let otherSide = other.first?.side, let column = ids[Int(side)],
        let otherColumn = ids[Int(otherSide)]
    else { return one + other }
    var merged: [RecordRows.Entry] = []
    merged.reserveCapacity(one.count + other.count)
    var next = 0
    for entry in other {
        // Equal ids: the lower side first, which is in `one`.
        while next < one.count, column.compare(one[next].rank, with: entry.rank, of: otherColumn) <= 0 {
            merged.append(one[next])
            next += 1
        }
        merged.append(entry)
    }
    merged.append(contentsOf: one[next...])
    return merged
}
