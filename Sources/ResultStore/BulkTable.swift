import Records

/// A table with a row for each record or pair, ready to be written.
struct BulkTable: Sendable {
    let name: String
    let rows: any ResultRows
    /// Its indexes, each by its own key order.
    var indexes: [(name: String, rows: any ResultRows)] = []
}

/// What the engine handed over, and how it becomes tables in key order.
struct BulkRows: Sendable {
    var links: [Link] = []
    var clusterMembers: [ClusterMember] = []
    /// Records in no link with the code of the reason, by side code.
    var unmatched: [[(record: RecordIndex, value: UInt32)]] = [[], [], []]
    /// Sides whose records' numbers are to be found by their ids.
    var numbered: Set<Side> = []
    /// The sources by side code.
    var tables: [Table?] = [nil, nil, nil]

    /// Notes which table a side's record indexes are of.
    mutating func setTable(_ table: Table, side: Side) {
        let known = tables[Int(side.rawValue)]
        precondition(known == nil || known === table, "a side has one table")
        tables[Int(side.rawValue)] = table
    }

    /// The ids of every source in their order; those that are not `known` sorted are sorted, one thread a source.
    func idColumns(known: [Side: SortedIDs], threads: Int) throws -> [IDColumn?] {
        let sorted = try mapOnThreads(tables.count, threads: threads) { place in
            let side = Side.allCases[place]
            return tables[place].map { known[side] ?? SortedIDs($0, side: side) }
        }
        return try sorted.map { try $0.map { try IDColumn($0, threads: threads) } }
    }

    /// The tables that have rows, sorted.
    func sorted(ids: [IDColumn?], threads: Int) throws -> [BulkTable] {
        let isDedupe = tables[Int(Side.source.rawValue)] != nil
        let left = ids[Int(isDedupe ? Side.source.rawValue : Side.left.rawValue)]
        let right = ids[Int(isDedupe ? Side.source.rawValue : Side.right.rawValue)]
        // Tables and indexes side by side: sorting the links by either id takes as long as all the rest.
        let rows: [(any ResultRows)?] = try mapOnThreads(6, threads: threads) { part in
            switch part {
            case 0, 1:
                guard let left, let right, !links.isEmpty else { return nil }
                return part == 0
                    ? try sortedLinks(links, left: left, right: right)
                    : sortedLinkIndex(links, left: left, right: right)
            case 2: return unmatched.allSatisfy(\.isEmpty) ? nil : try sortedRecords(unmatched, ids: ids)
            case 3: return numbered.isEmpty ? nil : try sortedRecords(numbers, ids: ids)
            default:
                guard let left, !clusterMembers.isEmpty else { return nil }
                return part == 4
                    ? try sortedMembers(clusterMembers, ids: left)
                    : sortedMemberIndex(clusterMembers, ids: left)
            }
        }
        return [
            table("link", rows[0], indexes: [("link_right", rows[1])]),
            table("unmatched_record", rows[2]), table("record_number", rows[3]),
            table("cluster_member", rows[4], indexes: [("cluster_member_record", rows[5])]),
        ].compactMap { $0 }
    }

    private func table(
        _ name: String, _ rows: (any ResultRows)?, indexes: [(name: String, rows: (any ResultRows)?)] = []
    ) -> BulkTable? {
        rows.map { rows in
            BulkTable(
                name: name, rows: rows,
                indexes: indexes.compactMap { index in index.rows.map { (index.name, $0) } })
        }
    }
}

extension BulkRows {
    /// The number of every record of the numbered sides, counted from 1, by side code.
    private var numbers: [[(record: RecordIndex, value: UInt32)]] {
        Side.allCases.map { side in
            guard numbered.contains(side), let table = tables[Int(side.rawValue)] else { return [] }
            return (0..<RecordIndex(table.count)).map { ($0, $0 + 1) }
        }
    }
}

/// `body(0)` … `body(count − 1)`, worked out on several threads.
func mapOnThreads<Value: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
    let values = Slots<Value>(count)
    let next = WorkCounter(total: count, step: 1)
    try onThreads(max(1, min(threads, count))) { _ in
        while let taken = next.take() { values[taken.lowerBound] = try body(taken.lowerBound) }
    }
    return values.all
}

/// Places that threads fill, each its own.
private final class Slots<Value: Sendable>: @unchecked Sendable {
    // No two threads touch one place; they are read when all threads have ended.
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

    var all: [Value] { places.compactMap { $0 } }
}
