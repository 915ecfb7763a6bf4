import CKernels
import Records

/// Some queries made ready for the blocks of an index, and the nearest that each has found so far.
struct QueryGroup: ~Copyable {
    /// What each query is, and what its lists and cuts are.
    private(set) var queries: [Query] = []
    /// The lists of all queries one after the other, those of a query by token; with what each adds to a sum.
    private(set) var lists: [UInt32] = []
    private(set) var values: [UInt16] = []
    /// One query.
    struct Query {
        var record: Int
        /// Its lists.
        var lists: Range<Int>
        /// What rarity times weight is multiplied with to be added to a sum; 0 for a query with so many
        /// tokens that their roundings alone would fill one: it has no lists, and everything reaches it.
        var unit: Float
    }

    /// Most that the values of a query sum up to.
    private static let mostSum = 44_000
    private static let mostTokens = 20_000
    /// Where each list stands among those of the present query; −1 for one that it does not have.
    private var slots: [Int32] = []

    /// Takes queries in place of those before.
    mutating func fill(_ records: ArraySlice<RecordIndex>, of vectors: TextVectors, for index: NeighbourIndex)
    {
        queries.removeAll(keepingCapacity: true)
        lists.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        for record in records { append(Int(record), vectors, index) }
    }

    private mutating func append(_ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex) {
        let entries = vectors.entries(record)
        var most: Float = 0
        for entry in entries {
            let token = Int(vectors.tokens[entry])
            most += index.lists.most(token) * vectors.weights[entry] * Float(vectors.rarities[token])
        }
        let fits = entries.count <= QueryGroup.mostTokens
        let unit = fits && most > 0 ? Float(QueryGroup.mostSum - 2 * entries.count) / most * 0.999_99 : 0
        let first = lists.count
        if fits { appendLists(record, vectors, index, unit) }
        queries.append(Query(record: record, lists: first..<lists.count, unit: unit))
    }

    private mutating func appendLists(
        _ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex, _ unit: Float
    ) {
        let starts = index.lists.starts
        let first = lists.count
        if slots.isEmpty { slots = [Int32](repeating: -1, count: index.lists.count) }
        for entry in vectors.entries(record) {
            let token = Int(vectors.tokens[entry])
            let value = vectors.weights[entry] * Float(vectors.rarities[token]) * unit
            for kind in Int(starts[token])..<Int(starts[token + 1]) {
                let list = index.lists.lists[kind]
                // Rounded up, or one more.
                let rounded = UInt16(value * index.lists.multiples[kind]) + 1
                if slots[Int(list)] >= 0 {
                    values[first + Int(slots[Int(list)])] += rounded
                } else {
                    slots[Int(list)] = Int32(lists.count - first)
                    lists.append(list)
                    values.append(rounded)
                }
            }
        }
        for place in first..<lists.count { slots[Int(lists[place])] = -1 }
    }
}
