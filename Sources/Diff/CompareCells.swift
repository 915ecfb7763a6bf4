import Records
import Synchronization

/// How many of what the comparison of cells has found.
struct CellCounts: Sendable {
    /// Records of unique keys with a changed cell, and without one though their bytes differ.
    var rowsChanged: UInt64 = 0
    var rowsAgreeing: UInt64 = 0
    /// The same for records whose key stands more than once.
    var duplicateRowsChanged: UInt64 = 0
    var duplicateRowsAgreeing: UInt64 = 0
    /// Pairs of records whose keys share a hash and nothing else: one removed, one added.
    var strangers: UInt64 = 0
    /// Changed cells of unique keys, by compared column.
    var cells: [UInt64]
    /// Changed cells of keys that stand more than once, by compared column.
    var duplicateCells: [UInt64]

    init(columns: Int) {
        cells = [UInt64](repeating: 0, count: columns)
        duplicateCells = cells
    }

    mutating func add(_ other: CellCounts) {
        rowsChanged += other.rowsChanged
        rowsAgreeing += other.rowsAgreeing
        duplicateRowsChanged += other.duplicateRowsChanged
        duplicateRowsAgreeing += other.duplicateRowsAgreeing
        strangers += other.strangers
        for column in cells.indices {
            cells[column] += other.cells[column]
            duplicateCells[column] += other.duplicateCells[column]
        }
    }
}

/// Compares the cells of records that were found to differ, and describes those that are on one side only.
struct CellComparison {
    let left: ReadSide
    let right: ReadSide
    let columns: ComparedColumns
    /// How the cells of each compared column are compared.
    let rules: [CellRule]
    /// Values stay out of the differences.
    let noValues: Bool
    let threads: Int
    let monitor: RunMonitor

    /// Items whose records are in memory at once.
    private static let block = 1 << 18
    /// Items of one batch of differences.
    private static let batch = 1 << 12

    /// - Parameter items: in the order in which they are to be reported; left places ascending, each once, and
    ///   no right place twice.
    /// - Complexity: O(items) time, and a pass over the bytes around them for each 262,144 of them.
    func compare(_ items: [CompareItem]) throws -> (batches: [DifferenceBatch], counts: CellCounts) {
        var batches: [DifferenceBatch] = []
        var counts = CellCounts(columns: columns.cells.count)
        for start in stride(from: 0, to: items.count, by: Self.block) {
            let block = Array(items[start..<min(start + Self.block, items.count)])
            let found = try compare(block: block)
            batches += found.batches
            counts.add(found.counts)
            monitor.unitsDone.add(block.count, ordering: .relaxed)
        }
        return (batches, counts)
    }

    private func compare(block: [CompareItem]) throws -> (batches: [DifferenceBatch], counts: CellCounts) {
        let (lefts, rights) = try orders(of: block)
        let leftRecords = try FetchedSide(left, places: lefts.places, threads: threads, monitor: monitor)
        let rightRecords = try FetchedSide(right, places: rights.places, threads: threads, monitor: monitor)
        let count = (block.count + Self.batch - 1) / Self.batch
        let done = Mutex(
            (
                batches: [DifferenceBatch](repeating: DifferenceBatch(), count: count),
                counts: CellCounts(columns: columns.cells.count)
            ))
        let work = WorkCounter(total: block.count, step: Self.batch)
        try onThreads(max(1, min(threads, count))) { _ in
            while let range = work.take() {
                var description = DifferenceDescription(
                    columns: columns, rules: rules, noValues: noValues, left: leftRecords, right: rightRecords
                )
                for index in range {
                    description.describe(block[index], lefts.index[index], rights.index[index])
                }
                let (batch, counts) = (description.batch, description.counts)
                done.withLock {
                    $0.batches[range.lowerBound / Self.batch] = batch
                    $0.counts.add(counts)
                }
            }
        }
        return done.withLock { $0 }
    }

    /// The order in which the records of each side are fetched, both sorted at once.
    private func orders(of block: [CompareItem]) throws -> (lefts: Order, rights: Order) {
        try together({ Order(block.map(\.leftPlace)) }, { Order(block.map(\.rightPlace)) })
    }

    /// Places in ascending order, and where each item's stands among them.
    private struct Order: Sendable {
        var places: [UInt64] = []
        var index: [Int]

        init(_ wanted: [UInt64?]) {
            index = [Int](repeating: 0, count: wanted.count)
            var order: [(place: UInt64, item: Int)] = []
            order.reserveCapacity(wanted.count)
            for (item, place) in wanted.enumerated() { if let place { order.append((place, item)) } }
            order.sort { $0.place < $1.place }
            places.reserveCapacity(order.count)
            for (place, item) in order {
                precondition(places.last != place, "a record is compared once")
                index[item] = places.count
                places.append(place)
            }
        }
    }
}
