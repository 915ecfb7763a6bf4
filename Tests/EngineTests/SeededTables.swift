import Records
import TestSupport

/// A table of texts; an empty text is a null. Ids are given, or are record numbers.
func table(_ records: [[String]], fieldCount: Int = 1, ids: [String]? = nil) -> Table {
    Table(
        segments: [segment(records[...], fieldCount: fieldCount, ids: ids)], fieldCount: fieldCount,
        hasIds: ids != nil)
}

/// Some of its records, as they are read.
func segment(
    _ records: ArraySlice<[String]>, sequence: Int = 0, fieldCount: Int = 1, ids: [String]? = nil
) -> SealedSegment {
    var segment = RowSegment(
        sequence: sequence, signatures: Array(repeating: .characters, count: fieldCount), capacity: 0)
    for (number, record) in zip(records.indices, records) {
        segment.append(record.map { Array($0.utf8) }, id: Array((ids?[number] ?? "").utf8))
    }
    return segment.seal()
}
