import Records

/// A set of records of one source, a bit each.
struct RecordSet: Sendable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    @inline(__always)
    mutating func insert(_ record: RecordIndex) { words[Int(record >> 6)] |= 1 << UInt64(record & 63) }

    mutating func insert(_ records: [RecordIndex]) {
        words.withUnsafeMutableBufferPointer { words in
            for record in records { words[Int(record >> 6)] |= 1 << UInt64(record & 63) }
        }
    }

    @inline(__always)
    func contains(_ record: RecordIndex) -> Bool { words[Int(record >> 6)] >> UInt64(record & 63) & 1 == 1 }

    mutating func formUnion(_ other: RecordSet) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    /// Records in the set.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
