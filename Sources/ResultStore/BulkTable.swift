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

    /// Sorts the ids of every source that are not `known` sorted, one thread a source.
    func idColumns(known: [Side: IDColumn], threads: Int) throws -> [IDColumn?] {
        try mapOnThreads(tables.count, threads: threads) { place in
            guard let table = tables[place] else { return nil }
            let side = Side.allCases[place]
            return try known[side] ?? IDColumn(table, side: side)
        }
    }

    /// The tables that have rows, sorted.
    func sorted(ids: [IDColumn?], threads: Int) throws -> [BulkTable] {
        let isDedupe = tables[Int(Side.source.rawValue)] != nil
        let left = ids[Int(isDedupe ? Side.source.rawValue : Side.left.rawValue)]
        let right = ids[Int(isDedupe ? Side.source.rawValue : Side.right.rawValue)]
        let tables: [BulkTable?] = try mapOnThreads(4, threads: threads) { table in
            switch table {
            case 0:
                guard let left, let right, !links.isEmpty else { return nil }
                return try sortedLinks(links, left: left, right: right)
            case 1:
                guard unmatched.contains(where: { !$0.isEmpty }) else { return nil }
                return try sortedRecords("unmatched_record", unmatched, ids: ids)
            case 2:
                guard !numbered.isEmpty else { return nil }
                return try sortedRecords("record_number", numbers, ids: ids)
            default:
                guard let left, !clusterMembers.isEmpty else { return nil }
                return try sortedMembers(clusterMembers, ids: left)
            }
        }
        return tables.compactMap { $0 }
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
