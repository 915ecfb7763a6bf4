import Records

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A table of texts; an empty text is a null. Ids are given, or are record numbers.
func table(_ records: [[String]], fieldCount: Int = 1, ids: [String]? = nil) -> Table {
    var segment = RowSegment(
        sequence: 0, signatures: Array(repeating: .characters, count: fieldCount), capacity: 0)
    for (number, record) in records.enumerated() {
        segment.openRow()
        for value in record {
            let bytes = Array(value.utf8)
            let room = segment.roomForField(bytes.count)
            for (place, byte) in bytes.enumerated() { room[place] = byte }
            segment.closeField(length: bytes.count)
        }
        Array((ids?[number] ?? "").utf8).withUnsafeBufferPointer { segment.closeRow(id: $0) }
    }
    return Table(segments: [segment.seal()], fieldCount: fieldCount, hasIds: ids != nil)
}
