import Records

/// A table with a row for each record or pair, ready to be written.
struct BulkTable: Sendable {
    let name: String
    let rows: any SortedRows
    /// Its indexes, each by its own key order.
    var indexes: [(name: String, rows: any SortedRows)] = []
}

/// What the engine handed over, and how it becomes tables in key order.
struct BulkRows {
    var links: [Link] = []
    var unmatched: [UnmatchedRows.Entry] = []
    var clusterMembers: [ClusterMember] = []
    /// The sources by side code.
    var tables: [Table?] = [nil, nil, nil]

    /// Notes which table a side's record indexes are of.
    mutating func setTable(_ table: Table, side: Side) {
        let known = tables[Int(side.rawValue)]
        precondition(known == nil || known === table, "a side has one table")
        tables[Int(side.rawValue)] = table
    }

    /// Sorts the ids of every source, one thread a source.
    func idColumns(threads: Int) throws -> [IDColumn?] {
        let columns = Slots<IDColumn>(tables.count)
        let present = tables.indices.filter { tables[$0] != nil }
        let next = WorkCounter(total: present.count, step: 1)
        try onThreads(max(1, min(threads, present.count))) { _ in
            while let taken = next.take() {
                let side = present[taken.lowerBound]
                guard let table = tables[side] else { continue }
                columns[side] = try IDColumn(table, side: Side.allCases[side])
            }
        }
        return columns.values
    }

    /// The tables, sorted.
    func sorted(ids: [IDColumn?]) throws -> [BulkTable] {
        var tables: [BulkTable] = []
        if !links.isEmpty { tables.append(try linkTable(ids)) }
        if !clusterMembers.isEmpty { tables.append(try clusterTable(ids)) }
        if !unmatched.isEmpty { tables.append(unmatchedTable(ids)) }
        return tables
    }

    private func linkTable(_ ids: [IDColumn?]) throws -> BulkTable {
        let isDedupe = tables[Int(Side.source.rawValue)] != nil
        let left = ids[Int(isDedupe ? Side.source.rawValue : Side.left.rawValue)].unsafelyUnwrapped
        let right = ids[Int(isDedupe ? Side.source.rawValue : Side.right.rawValue)].unsafelyUnwrapped
        let pairs = links.map { (first: $0.edge.left, second: $0.edge.right) }
        let (order, indexOrder) = try pairOrders(pairs, first: left, second: right)
        let index = indexOrder.map {
            (key: links[Int($0)].edge.right, other: links[Int($0)].edge.left)
        }
        return BulkTable(
            name: "link", rows: LinkRows(links: links, left: left, right: right, order: order),
            indexes: [("link_right", PairIndexRows(pairs: index, key: right, other: left))])
    }

    private func clusterTable(_ ids: [IDColumn?]) throws -> BulkTable {
        let column = ids[Int(Side.source.rawValue)].unsafelyUnwrapped
        let pairs = clusterMembers.map { (first: $0.cluster, second: $0.record) }
        let (order, indexOrder) = try pairOrders(pairs, first: column, second: column)
        let members = order.map { item in
            (key: clusterMembers[Int(item)].cluster, other: clusterMembers[Int(item)].record)
        }
        let index = indexOrder.map { item in
            (key: clusterMembers[Int(item)].record, other: clusterMembers[Int(item)].cluster)
        }
        return BulkTable(
            name: "cluster_member", rows: PairIndexRows(pairs: members, key: column, other: column),
            indexes: [("cluster_member_record", PairIndexRows(pairs: index, key: column, other: column))])
    }

    private func unmatchedTable(_ ids: [IDColumn?]) -> BulkTable {
        // Each side in the order of its ids, then the sides merged.
        var merged: [UnmatchedRows.Entry] = []
        for side in Side.allCases {
            let entries = unmatched.filter { $0.side == side }
            guard let column = ids[Int(side.rawValue)], !entries.isEmpty else { continue }
            let order = sortedByRank(nil, count: entries.count, ranks: column.count) {
                Int(column.rank[Int(entries[$0].record)])
            }
            merged = merge(merged, order.map { entries[Int($0)] }, ids)
        }
        return BulkTable(name: "unmatched_record", rows: UnmatchedRows(entries: merged, ids: ids))
    }

    private func merge(
        _ one: [UnmatchedRows.Entry], _ other: [UnmatchedRows.Entry], _ ids: [IDColumn?]
    ) -> [UnmatchedRows.Entry] {
        if one.isEmpty { return other }
        let id = { (entry: UnmatchedRows.Entry) in ids[Int(entry.side.rawValue)].unsafelyUnwrapped[entry.record] }
        var merged: [UnmatchedRows.Entry] = []
        merged.reserveCapacity(one.count + other.count)
        var next = 0
        for entry in other {
            // Equal ids of two sides: the lower side first, which is in `one`.
            while next < one.count, compare(id(one[next]), id(entry)) <= 0 {
                merged.append(one[next])
                next += 1
            }
            merged.append(entry)
        }
        merged.append(contentsOf: one[next...])
        return merged
    }

    /// The pairs by (first, second) and by (second, first), both in the order of ids.
    private func pairOrders(
        _ pairs: [(first: RecordIndex, second: RecordIndex)], first: IDColumn, second: IDColumn
    ) throws -> (byFirst: [UInt32], bySecond: [UInt32]) {
        let firstRank = { Int(first.rank[Int(pairs[$0].first)]) }
        let secondRank = { Int(second.rank[Int(pairs[$0].second)]) }
        let half = sortedByRank(nil, count: pairs.count, ranks: second.count, rank: secondRank)
        let byFirst = sortedByRank(half, count: pairs.count, ranks: first.count, rank: firstRank)
        for place in byFirst.indices.dropFirst() {
            let (one, other) = (pairs[Int(byFirst[place - 1])], pairs[Int(byFirst[place])])
            guard one.first != other.first || one.second != other.second else {
                throw TieoutError("a pair of records was decided twice", remedy: "report this as a bug")
            }
        }
        let bySecond = sortedByRank(byFirst, count: pairs.count, ranks: second.count, rank: secondRank)
        return (byFirst, bySecond)
    }
}

/// Places that threads fill, each its own.
private final class Slots<Value: Sendable>: @unchecked Sendable {
    // No two threads touch one place; the array itself is read when all have ended.
    private let places: UnsafeMutableBufferPointer<Value?>

    init(_ count: Int) {
        places = .allocate(capacity: count)
        places.initialize(repeating: nil)
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    subscript(place: Int) -> Value? {
        get { places[place] }
        set { places[place] = newValue }
    }

    var values: [Value?] { Array(places) }
}
