import CKernels

/// How the value of a field follows from where the field starts and ends.
protocol FieldValue {
    /// Start and length of the value, without quotes.
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32
    ) -> (start: UInt32, length: UInt32)
}

/// No byte is a quote, and spaces are kept.
enum PlainFields: FieldValue {
    @inline(__always)
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32
    ) -> (start: UInt32, length: UInt32) {
        (start, end &- start)
    }
}

/// Spaces are kept: branch-free, since whether a field is quoted cannot be predicted.
enum KeptSpaces: FieldValue {
    @inline(__always)
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32
    ) -> (start: UInt32, length: UInt32) {
        let quoted: UInt32 = bytes[Int(start)] == UInt8(truncatingIfNeeded: quote) ? 1 : 0
        return (start &+ quoted, end &- start &- quoted &* 2)
    }
}

/// Spaces and tabs do not count at either end, and around quotes.
enum TrimmedSpaces: FieldValue {
    @inline(__always)
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32
    ) -> (start: UInt32, length: UInt32) {
        var first = start
        var last = end
        // No delimiter stands between the ends of an unquoted field: a tab that is one needs no test.
        while first < last && isBlank(bytes[Int(first)]) { first &+= 1 }
        while first < last && isBlank(bytes[Int(last &- 1)]) { last &-= 1 }
        let isQuoted = first < last && UInt32(bytes[Int(first)]) == quote
        return isQuoted ? (first &+ 1, last &- first &- 2) : (first, last &- first)
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// A run of records that are as wide as the source, no longer than allowed, and have no doubled
/// quotes but perhaps in the last: the loop in which reading spends its time, so all it needs is in
/// registers.
struct RegularRows {
    /// What ended the run: no more records here, one that needs care, or a doubled quote in the last.
    enum Stop { case end, unusual, doubled }

    let bytes: UnsafePointer<UInt8>
    let ends: UnsafePointer<UInt32>
    /// For each record, the ends up to and with its last.
    let rows: UnsafePointer<UInt32>
    let rowCount: Int
    let columns: Int
    /// 256 where no byte is a quote.
    let quote: UInt32
    let rowLimit: Int
    let maxRecordBytes: Int

    /// Place of the record at hand, its number among `rows`, and the ends used before it.
    var row: Int
    var next: Int
    var used: Int

    /// Writes the places of fields and records one behind the other; there is room for all.
    mutating func take<Value: FieldValue>(
        _: Value.Type, starts: UnsafeMutablePointer<UInt32>, lengths: UnsafeMutablePointer<UInt32>,
        offsets: UnsafeMutablePointer<UInt32>
    ) -> Stop {
        let bytes = bytes
        let columns = columns
        let quote = quote
        var starts = starts
        var lengths = lengths
        var offsets = offsets
        var row = row
        var next = next
        var used = used
        defer {
            self.row = row
            self.next = next
            self.used = used
        }
        while row < rowLimit && next < rowCount {
            guard Int(rows[next]) &- used == columns else { return .unusual }
            let ends = ends + used
            var start = UInt32(truncatingIfNeeded: row)
            var flags: UInt32 = 0
            for column in 0..<columns {
                let entry = ends[column]
                let end = entry & ~TIEOUT_SCAN_DOUBLED
                flags |= entry
                let value = Value.value(bytes, start, end, quote: quote)
                starts[column] = value.start
                lengths[column] = value.length
                start = end &+ 1
            }
            let end = Int(start) &- 1
            guard end &- row <= maxRecordBytes else { return .unusual }
            offsets[0] = UInt32(truncatingIfNeeded: row)
            offsets += 1
            starts += columns
            lengths += columns
            used &+= columns
            next &+= 1
            row = ChunkScanner.behind(end, bytes)
            if flags & TIEOUT_SCAN_DOUBLED != 0 { return .doubled }
        }
        return .end
    }
}
