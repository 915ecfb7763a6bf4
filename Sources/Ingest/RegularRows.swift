import CKernels

/// How the value of a field follows from where the field starts and ends.
protocol FieldValue {
    /// Start and length of the value, without quotes.
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32, delimiter: UInt8
    ) -> (start: UInt32, length: UInt32)
}

/// Spaces are kept: branch-free, since whether a field is quoted cannot be predicted.
enum KeptSpaces: FieldValue {
    @inline(__always)
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32, delimiter: UInt8
    ) -> (start: UInt32, length: UInt32) {
        let quoted: UInt32 = UInt32(bytes[Int(start)]) == quote ? 1 : 0
        return (start &+ quoted, end &- start &- quoted &* 2)
    }
}

/// Spaces and tabs do not count at either end, and around quotes.
enum TrimmedSpaces: FieldValue {
    @inline(__always)
    static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32, delimiter: UInt8
    ) -> (start: UInt32, length: UInt32) {
        var first = start
        var last = end
        // No delimiter stands between the ends of an unquoted field: a tab that is one needs no test.
        while first < last && isBlank(bytes[Int(first)]) { first &+= 1 }
        while first < last && isBlank(bytes[Int(last &- 1)]) { last &-= 1 }
        return KeptSpaces.value(bytes, first, last, quote: first < last ? quote : 256, delimiter: delimiter)
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
    /// What ended the run.
    enum Stop { case outOfEnds, unusual, doubled, chunkEnd }

    let bytes: UnsafePointer<UInt8>
    let ends: UnsafePointer<UInt32>
    let endCount: Int
    let columns: Int
    let delimiter: UInt8
    /// 256 where no byte is a quote.
    let quote: UInt32
    let rowLimit: Int
    let maxRecordBytes: Int

    /// Place of the record at hand, and ends and records used so far.
    var row: Int
    var used = 0
    var records = 0

    /// Writes the places of records behind one another; there is room for all the ends.
    mutating func take<Value: FieldValue>(
        _: Value.Type, starts: UnsafeMutablePointer<UInt32>, lengths: UnsafeMutablePointer<UInt32>,
        offsets: UnsafeMutablePointer<UInt32>
    ) -> Stop {
        var row = row
        var used = used
        var records = records
        var fields = 0
        defer {
            self.row = row
            self.used = used
            self.records = records
        }
        while row < rowLimit {
            guard used &+ columns <= endCount else { return .outOfEnds }
            var start = UInt32(truncatingIfNeeded: row)
            var lineEnds = 0
            var flags: UInt32 = 0
            for column in 0..<columns {
                let entry = ends[used &+ column]
                let end = entry & ~TIEOUT_SCAN_DOUBLED
                flags |= entry
                lineEnds &+= bytes[Int(end)] == delimiter ? 0 : 1
                let value = Value.value(bytes, start, end, quote: quote, delimiter: delimiter)
                starts[fields &+ column] = value.start
                lengths[fields &+ column] = value.length
                start = end &+ 1
            }
            let end = Int(start) &- 1
            guard lineEnds == 1 && bytes[end] != delimiter && end &- row <= maxRecordBytes else {
                return .unusual
            }
            offsets[records] = UInt32(truncatingIfNeeded: row)
            records &+= 1
            fields &+= columns
            used &+= columns
            row = ChunkScanner.behind(end, bytes)
            if flags & TIEOUT_SCAN_DOUBLED != 0 { return .doubled }
        }
        return .chunkEnd
    }
}
