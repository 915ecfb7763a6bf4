import Records
import Synchronization

/// The nearest records of an index for each of some vectors over the same tokens: exactly those that a
/// comparison with all would find, the nearest first, ties by record number.
///
/// - Parameters:
///   - limit: neighbours of each record, 1 … 65,535.
///   - minimum: least cosine. Records that share no token are never neighbours.
///   - excludingSelf: queries and index are the same records, and none is its own neighbour.
/// - Complexity: O(postings of the tokens of each query); tokens that many records hold cost a 64th of the records
///   each. Measured, half a millisecond for a title of 50 characters among a million.
public func nearestNeighbours(
    of queries: TextVectors, in index: NeighbourIndex, limit: Int, minimum: Float, excludingSelf: Bool,
    threads: Int, monitor: RunMonitor
) throws -> NeighbourLists {
    precondition((1...65_535).contains(limit) && !minimum.isNaN)
    precondition(!excludingSelf || queries === index.vectors)
    precondition(queries.rarities.count == index.vectors.rarities.count)
    guard !index.blocks.isEmpty else { return NeighbourLists(of: queries.count, []) }
    let order = excludingSelf ? index.order : try ScaleOrder(queries, threads: threads, monitor: monitor)
    let found = Mutex<[FoundLists]>([])
    let room = min(limit, index.vectors.count)
    let groupSize = max(min(256, order.records.count / (4 * threads)), 1)
    let work = WorkCounter(total: order.records.count, step: groupSize)
    try onThreads(threads) { _ in
        var group = QueryGroup()
        var nearest = NearestSoFar(queries: groupSize, limit: room, minimum: min(minimum, 2))
        var search = BlockSearch(index, queries: queries, excludingSelf: excludingSelf)
        while let range = work.take() {
            try monitor.checkStop()
            let records = order.records[range]
            group.fill(records, of: queries, for: index)
            let home = index.block(ofScale: order.scales[(range.lowerBound + range.upperBound) / 2])
            search.search(group, home: home, nearest: &nearest)
            let lists = FoundLists(records, nearest)
            found.withLock { $0.append(lists) }
        }
    }
    return NeighbourLists(of: queries.count, found.withLock { $0 })
}

/// What a group of queries found.
private struct FoundLists: Sendable {
    var records: ArraySlice<RecordIndex>
    var ends: [Int] = []
    var neighbours: [Neighbour] = []

    init(_ records: ArraySlice<RecordIndex>, _ nearest: borrowing NearestSoFar) {
        self.records = records
        for query in 0..<records.count {
            neighbours += nearest.list(query)
            ends.append(neighbours.count)
        }
    }
}

extension NeighbourLists {
    /// The lists of `count` queries, which groups of them found in any order.
    fileprivate init(of count: Int, _ found: [FoundLists]) {
        starts = [Int](repeating: 0, count: count + 1)
        for group in found {
            var start = 0
            for (record, end) in zip(group.records, group.ends) {
                starts[Int(record) + 1] = end - start
                start = end
            }
        }
        for record in 0..<count { starts[record + 1] += starts[record] }
        neighbours = [Neighbour](repeating: Neighbour(record: 0, cosine: 0), count: starts[count])
        for group in found {
            var place = 0
            for (record, end) in zip(group.records, group.ends) {
                let first = starts[Int(record)]
                for next in place..<end { neighbours[first + next - place] = group.neighbours[next] }
                place = end
            }
        }
    }
}

extension NeighbourIndex {
    /// The block of records with about this scale.
    fileprivate func block(ofScale scale: Float) -> Int {
        var block = 0
        while block + 1 < blocks.count, blocks[block + 1].scales[0] >= scale { block += 1 }
        return block
    }
}
