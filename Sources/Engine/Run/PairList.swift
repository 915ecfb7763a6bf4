import Records

/// Pairs of records, by left, then right record, as two columns.
struct PairList {
    var left: [RecordIndex] = []
    var right: [RecordIndex] = []

    var count: Int { left.count }

    /// The number of a pair; nil where it is not there.
    ///
    /// - Complexity: O(log pairs).
    func place(of one: RecordIndex, _ other: RecordIndex) -> Int? {
        let place = lowerBound(0..<count) { (left[$0], right[$0]) < (one, other) }
        return place < count && left[place] == one && right[place] == other ? place : nil
    }

    func contains(_ one: RecordIndex, _ other: RecordIndex) -> Bool { place(of: one, other) != nil }
}
