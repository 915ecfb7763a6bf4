/// A record that is not delivered, in places of its window.
struct FlawedRecord {
    /// First byte, and one past the last byte before the line end.
    var bytes: Range<Int>
    var flaw: RecordFlaw
    /// Line ends between the chunk's first byte and the record's, and inside the record.
    var linesBefore: UInt64 = 0
    var linesInside: UInt64 = 0

    /// Bytes of a rejected record that are shown.
    static let textBytes = 4096
}

/// What the scan of one chunk found besides regular fields. The window's bytes are still as in the
/// file: fields that must change are listed here and changed once the scan is known to be right.
struct ChunkFindings {
    /// Where the first record of the chunk was taken to start, and where the first behind it does.
    var start: UInt64 = 0
    var next: UInt64 = 0
    /// Line ends in the chunk.
    var lines: UInt64 = 0
    var blankLines: UInt64 = 0
    var strayQuotes: UInt64 = 0
    /// Records with fewer fields than there are columns.
    var shortRecords: UInt64 = 0
    /// A byte above 0x7F may be in a record.
    var hasNonASCII = false
    /// Bytes that are not UTF-8 may be in a record.
    var hasMalformed = false
    /// The authority was asked at least once.
    var wasIrregular = false
    var flawed: [FlawedRecord] = []
    /// Where comments start, in places of the window.
    var comments: [Int] = []
    /// A record that is too long: one that began in an earlier chunk and ends here, and one that goes on
    /// behind `next`.
    var closed: OverlongRecord?
    var open: OverlongRecord?
    /// Records that are not delivered, and end here.
    var rejected: Int { flawed.count + (closed == nil ? 0 : 1) }
    /// Fields, as indices into the field table, in which doubled quotes are to be halved.
    var doubled: [Int] = []
    /// Records, as indices into the table, that are not as wide as the source or that the authority has read.
    var unusual: [UInt32] = []
    /// Records that the authority unescaped: where its bytes lie in `rewritten`, and where they go.
    var replacements: [(from: Range<Int>, to: Int)] = []
    var rewritten: [UInt8] = []
}
