import Records

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
