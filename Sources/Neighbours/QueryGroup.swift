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
    private static let mostTokens = 40_000

    /// Takes queries in place of those before.
    mutating func fill(_ records: ArraySlice<RecordIndex>, of vectors: TextVectors, for index: NeighbourIndex)
    {
        queries.removeAll(keepingCapacity: true)
        lists.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        for record in records { append(Int(record), vectors, index) }
    }

    private mutating func append(_ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex) {
        let starts = index.lists.starts
        let entries = vectors.entries(record)
        var most: Float = 0
        for entry in entries {
            let token = Int(vectors.tokens[entry])
            var highest: Float = 0
            for list in starts[token]..<starts[token + 1] {
                highest = max(highest, index.lists.multiples[Int(list)])
            }
            most += highest * vectors.weights[entry] * Float(vectors.rarities[token])
        }
        let fits = entries.count <= QueryGroup.mostTokens
        let unit = fits && most > 0 ? Float(QueryGroup.mostSum - entries.count) / most * 0.999_99 : 0
        let first = lists.count
        if fits { appendLists(record, vectors, index, unit) }
        queries.append(Query(record: record, lists: first..<lists.count, unit: unit))
    }

    private mutating func appendLists(
        _ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex, _ unit: Float
    ) {
        let starts = index.lists.starts
        for entry in vectors.entries(record) {
            let token = vectors.tokens[entry]
            let value = vectors.weights[entry] * Float(vectors.rarities[Int(token)]) * unit
            for list in starts[Int(token)]..<starts[Int(token) + 1] {
                lists.append(list)
                // Rounded up, or one more.
                values.append(UInt16(value * index.lists.multiples[Int(list)]) + 1)
            }
        }
    }
}
