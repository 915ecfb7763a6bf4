import Neighbours
import Records

/// Records, and the one field of them in which something is looked for.
struct SearchedTexts {
    let tables: TablePair
    /// Its place among their fields; of a kind that is text.
    let field: Int

    /// Takes both; records that are texts have one field.
    init(_ tables: TablePair, field: Int = 0) { (self.tables, self.field) = (tables, field) }

    /// The texts of the left source, and of the right one where there is one.
    ///
    /// - Complexity: O(bytes).
    func sides(threads: Int) throws -> [Texts] {
        try ([tables.left] + (tables.isDedupe ? [] : [tables.right])).map {
            try Texts($0, fields: [field], threads: threads)
        }
    }
}

/// Where neighbours are looked for, and how.
struct TextSearch {
    var search = NeighbourSearch()
    let texts: SearchedTexts

    /// All that records say, as `match` and `dedupe` search it.
    init(_ texts: TablePair) { self.texts = SearchedTexts(texts) }

    /// What a strategy says.
    init(_ search: NeighbourSearch, in texts: SearchedTexts) { (self.search, self.texts) = (search, texts) }

    /// - Complexity: that of a search for neighbours by each way, in each direction.
    func find(threads: Int, monitor: RunMonitor) throws -> TextCandidates {
        try TextCandidates(texts, search: search, threads: threads, monitor: monitor)
    }

    /// All that the records of either side say, where something else was searched.
    ///
    /// - Parameter all: what they say.
    func others(_ all: TablePair, threads: Int) throws -> [Texts]? {
        search.field == nil ? nil : try SearchedTexts(all).sides(threads: threads)
    }
}
