import Records
import Synchronization

/// The nearest records of an index for each of some vectors over the same tokens: exactly those that a
/// comparison with all would find, the nearest first, ties by record number.
///
/// - Parameters:
///   - limit: neighbours of each record, 1 … 65,535.
///   - minimum: least cosine. Records that share no token are never neighbours.
///   - excludingSelf: queries and index are the same records, and none is its own neighbour.
/// - Complexity: O(postings of the tokens of each query) at worst.
public func nearestNeighbours(
    of queries: TextVectors, in index: NeighbourIndex, limit: Int, minimum: Float, excludingSelf: Bool,
    threads: Int, monitor: RunMonitor
) throws -> NeighbourLists {
    precondition((1...65_535).contains(limit) && !minimum.isNaN)
    precondition(!excludingSelf || queries === index.vectors)
    let step = 256
    let parts = Mutex<[Int: [[Neighbour]]]>([:])
    let work = WorkCounter(total: queries.count, step: step)
    try onThreads(threads) { _ in
        var sums = [Double](repeating: 0, count: index.vectors.count)
        while let range = work.take() {
            try monitor.checkStop()
            let lists = range.map { query -> [Neighbour] in
                var touched: [RecordIndex] = []
                for entry in queries.entries(query) {
                    let token = Int(queries.tokens[entry])
                    guard token + 1 < index.starts.count else { continue }
                    for posting in index.starts[token]..<index.starts[token + 1] {
                        let record = index.records[posting]
                        if sums[Int(record)] == 0 { touched.append(record) }
                        sums[Int(record)] += Double(queries.weights[entry]) * Double(index.weights[posting])
                    }
                }
                var found: [Neighbour] = []
                for record in touched {
                    let cosine = cosine(ofSum: sums[Int(record)])
                    sums[Int(record)] = 0
                    if cosine >= minimum, !(excludingSelf && Int(record) == query) {
                        found.append(Neighbour(record: record, cosine: cosine))
                    }
                }
                found.sort(by: <)
                return Array(found.prefix(limit))
            }
            parts.withLock { $0[range.lowerBound] = lists }
        }
    }
    let found = parts.withLock { $0 }
    var lists = NeighbourLists()
    for first in stride(from: 0, to: queries.count, by: step) {
        for list in found[first] ?? [] {
            lists.neighbours += list
            lists.starts.append(lists.neighbours.count)
        }
    }
    return lists
}
