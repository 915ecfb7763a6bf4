import Records

/// Where neighbours are looked for, and how.
struct TextSearch {
    var search = NeighbourSearch()
    /// The records, with the field that is searched.
    let tables: TablePair
    /// Its place among their fields.
    var field = 0

    /// All that records say, as `match` and `dedupe` search it.
    init(_ texts: TablePair) { tables = texts }

    /// One field of the records, or their texts.
    init(_ search: NeighbourSearch, _ tables: TablePair, field: Int) {
        (self.search, self.tables, self.field) = (search, tables, field)
    }

    /// - Complexity: that of a search for neighbours by each way, in each direction.
    func find(threads: Int, monitor: RunMonitor) throws -> TextCandidates {
        try TextCandidates(tables, field: field, search: search, threads: threads, monitor: monitor)
    }

    /// All that records say, where something else was searched.
    ///
    /// - Parameter texts: all that they say.
    func others(_ texts: TablePair) -> TablePair? { search.field == nil ? nil : texts }
}
