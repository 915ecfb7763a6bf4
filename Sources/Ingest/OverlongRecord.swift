import CKernels

/// A record longer than any that is taken, passed over without being held in memory: from chunk to chunk
/// if it must be, as a broken quote may make a record of the rest of the source.
struct OverlongRecord {
    /// File offset of its first byte.
    let offset: UInt64
    /// Line ends between the first byte of the chunk in which it starts, and its own first byte.
    var linesBefore: UInt64 = 0
    /// Its first line, once the lines before that chunk have been counted.
    var firstLine: UInt64?
    /// Line ends inside it, so far.
    private(set) var lines: UInt64 = 0
    /// Its beginning.
    private(set) var text: [UInt8] = []

    private var reader: ScalarReader
    private var previous: UInt8 = 0

    init(_ dialect: Dialect, at offset: UInt64) {
        self.offset = offset
        reader = ScalarReader(dialect, stores: false)
        reader.begin()
    }

    /// Reads on.
    ///
    /// - Returns: the place in `bytes` of the line end that ends the record; nil if it goes on.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let consumed = reader.feed(bytes)
        // The line end that ends the record is not inside it.
        let inside = consumed.map { $0 - 1 } ?? bytes.count
        if let base = bytes.baseAddress, inside > 0 {
            lines += tieout_survey(base, inside, previous, 0).lines
            previous = base[inside - 1]
            let wanted = FlawedRecord.textBytes - text.count
            text += UnsafeBufferPointer(start: base, count: min(inside, wanted))
        }
        return consumed == nil ? nil : inside
    }

    /// The source ends here: behind a last line end there is no line.
    mutating func finish() {
        if lines > 0 && (previous == lineFeed || previous == carriageReturn) { lines -= 1 }
    }
}

extension ChunkScanner {
    /// Passes over the record at hand, which is too long and has not ended yet.
    mutating func passOverlong() throws {
        findings.wasIrregular = true
        var record = OverlongRecord(shape.dialect, at: window.origin + UInt64(row))
        let rest = UnsafeBufferPointer(start: window.bytes + row, count: window.count - row)
        if let length = record.feed(rest) {
            let next = try place(behind: row + length)
            reject(row..<row + length, .tooLong(limit: shape.maxRecordBytes))
            row = next
            return
        }
        if window.reachesEnd {
            reject(row..<window.count, .tooLong(limit: shape.maxRecordBytes))
        } else {
            record.linesBefore = countLines(to: row)
            findings.open = record
        }
        row = window.count
    }

    /// Goes on with a record that began in a chunk before, and then with the loaded chunk.
    ///
    /// - Parameter offset: what of the source is not yet read.
    mutating func resume(_ record: OverlongRecord, at offset: UInt64) throws {
        var record = record
        guard offset < chunk.upperBound else {
            try scan(from: offset)
            findings.open = record
            return
        }
        let first = Int(offset - window.origin)
        let rest = UnsafeBufferPointer(start: window.bytes + first, count: window.count - first)
        let end = record.feed(rest)
        try scan(from: end.map { window.origin + UInt64(try place(behind: first + $0)) } ?? window.end)
        findings.start = offset
        if end == nil && window.reachesEnd { record.finish() }
        if end != nil || window.reachesEnd { findings.closed = record } else { findings.open = record }
    }

    /// Where the record behind the line end at window place `end` starts.
    private mutating func place(behind end: Int) throws -> Int {
        if end + 1 == window.count && !window.reachesEnd { try window.extend() }
        return min(Self.behind(end, window.bytes), window.count)
    }
}
