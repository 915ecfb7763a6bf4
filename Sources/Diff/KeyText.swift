import Records

/// Writes the key of a record as one text: a key of one column as it is; the parts of a composite one with
/// `|` between them, and a backslash before every `|` and backslash inside a part.
///
/// So different keys have different texts, and the text can be taken apart again.
func appendKey(
    _ record: Int, of side: FetchedSide, columns: [Int], to batch: inout DifferenceBatch
) -> Difference.Text {
    let start = batch.bytes.count
    guard columns.count > 1 else {
        if let column = columns.first { batch.bytes.append(contentsOf: side.field(record, column)) }
        return Difference.Text(start: start, count: batch.bytes.count - start)
    }
    let bar = UInt8(ascii: "|")
    let backslash = UInt8(ascii: "\\")
    for (place, column) in columns.enumerated() {
        if place > 0 { batch.bytes.append(bar) }
        for byte in side.field(record, column) {
            if byte == bar || byte == backslash { batch.bytes.append(backslash) }
            batch.bytes.append(byte)
        }
    }
    return Difference.Text(start: start, count: batch.bytes.count - start)
}
