import Records

/// A neighbour of a record.
public struct Neighbour: Sendable, Hashable, BitwiseCopyable {
    /// The neighbour.
    public var record: RecordIndex
    /// How alike the two are, above 0, at most 1.
    public var cosine: Float

    /// Takes both.
    public init(record: RecordIndex, cosine: Float) {
        self.record = record
        self.cosine = cosine
    }

    /// Nearer, or as near with a lower number: the order in which neighbours are listed and kept.
    @inline(__always)
    static func < (a: Neighbour, b: Neighbour) -> Bool {
        a.cosine == b.cosine ? a.record < b.record : a.cosine > b.cosine
    }
}

/// The neighbours of every record of a source, the nearest first, ties by record number.
public struct NeighbourLists: Sendable {
    /// The neighbours of all records, one list after the other.
    public internal(set) var neighbours: [Neighbour] = []
    /// Where each record's list starts, and where the last ends: one more than there are records.
    public internal(set) var starts: [Int] = [0]

    /// Records that were asked for.
    public var count: Int { starts.count - 1 }

    /// The neighbours of a record.
    public subscript(record: RecordIndex) -> ArraySlice<Neighbour> {
        neighbours[starts[Int(record)]..<starts[Int(record) + 1]]
    }
}
