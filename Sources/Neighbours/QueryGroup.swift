import CKernels
import Records

/// Some queries made ready for the blocks of an index, and the nearest that each has found so far.
struct QueryGroup: ~Copyable {
    /// What each query is, and what its lists and cuts are.
    private(set) var queries: [Query] = []
    /// The lists of all queries one after the other, those of a query by token; with what each adds to a sum.
    private(set) var lists: [UInt32] = []
    private(set) var values: [UInt16] = []
    /// For each query and cut the first list that is not before the cut, and the length of the part of the
    /// query's vector that is. At the first cut that is all lists, and nothing; a query has one cut more
    /// than the index.
    private(set) var firsts: [Int] = []
    private(set) var rests: [Float] = []

    /// One query.
    struct Query {
        var record: Int
        /// One past its lists.
        var end: Int
        /// What rarity times weight is multiplied with to be added to a sum; 0 for a query with so many
        /// tokens that their roundings alone would fill one: it has no lists, and everything reaches it.
        var unit: Float
    }

    /// Cuts of a query: that before all tokens, and those of the index.
    static let cuts = RestCuts.count + 1
    /// Most that the values of a query sum up to.
    private static let mostSum = 44_000
    private static let mostTokens = 40_000

    /// The lists of a query before one of its cuts.
    func lists(_ query: Int, beforeCut cut: Int) -> Range<Int> {
        firsts[query * QueryGroup.cuts]..<firsts[query * QueryGroup.cuts + cut]
    }

    /// Takes queries in place of those before.
    mutating func fill(_ records: ArraySlice<RecordIndex>, of vectors: TextVectors, for index: NeighbourIndex)
    {
        queries.removeAll(keepingCapacity: true)
        lists.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        firsts.removeAll(keepingCapacity: true)
        rests.removeAll(keepingCapacity: true)
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
        if fits {
            appendLists(record, vectors, index, unit)
            appendRests(record, vectors, index)
        } else {
            for _ in 0..<QueryGroup.cuts {
                firsts.append(lists.count)
                rests.append(0)
            }
        }
        queries.append(Query(record: record, end: lists.count, unit: unit))
    }

    private mutating func appendLists(
        _ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex, _ unit: Float
    ) {
        let starts = index.lists.starts
        firsts.append(lists.count)
        var cut = 0
        for entry in vectors.entries(record) {
            let token = vectors.tokens[entry]
            while cut < RestCuts.count, index.cuts.tokens[cut] <= token {
                firsts.append(lists.count)
                cut += 1
            }
            let value = vectors.weights[entry] * Float(vectors.rarities[Int(token)]) * unit
            for list in starts[Int(token)]..<starts[Int(token) + 1] {
                lists.append(list)
                values.append(UInt16((value * index.lists.multiples[Int(list)]).rounded(.up)))
            }
        }
        while cut < RestCuts.count {
            firsts.append(lists.count)
            cut += 1
        }
    }

    private mutating func appendRests(_ record: Int, _ vectors: TextVectors, _ index: NeighbourIndex) {
        let starts = index.lists.starts
        rests.append(0)
        // What no record of the index holds adds nothing.
        index.cuts.forEachRest(of: record, in: vectors, where: { starts[$0] < starts[$0 + 1] }) { _, rest in
            rests.append(rest)
        }
    }
}
