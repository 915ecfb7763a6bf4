import CKernels
import Records

/// Turns a chunk of the file into places of fields. One a thread.
///
/// Advice for those who change it: a record belongs to the chunk in which it starts, and is read to
/// its end wherever that lies. The structural scan runs from the start of a record in a state known
/// for certain; when it meets a quote that no regular writer puts there, the record at hand goes to
/// the authority (libcsv), and the scan starts anew behind it. So by induction every field is the
/// authority's, if the chunk's first record starts where it was taken to.
struct ChunkScanner: ~Copyable {
    let shape: RecordShape
    let store: any ByteStore
    /// Where windows have their memory from, and batches give it back to.
    let pool: MemoryPool
    /// For each column, whether doubled quotes may stay in its fields; empty: nowhere.
    let verbatim: [Bool]
    var window: Window
    private(set) var chunk: Range<UInt64> = 0..<0
    var table: FieldTable
    var findings = ChunkFindings()

    var row = 0
    /// Records that start here, or further on, are not the chunk's.
    var stop = 0
    /// What the scan finds: ends of fields, and which of them end lines.
    var found: tieout_scan_output
    var authority: RecordAuthority

    /// Room for ends, kept small so that the bytes are still in the cache when they become fields.
    private static let endsAtOnce = 4096

    init(
        shape: RecordShape, store: any ByteStore, pool: MemoryPool = MemoryPool(), verbatim: [Bool] = []
    ) throws {
        precondition(verbatim.isEmpty || verbatim.count == shape.columnCount)
        self.verbatim = verbatim
        self.shape = shape
        self.store = store
        self.pool = pool
        table = FieldTable(pool: pool)
        window = try Window(store, from: 0, to: 0, in: pool)
        found = tieout_scan_output(capacity: Self.endsAtOnce)
        authority = RecordAuthority(shape.dialect)
    }

    deinit { found.deallocate() }

    /// Reads a chunk and what follows it.
    mutating func load(_ chunk: Range<UInt64>) throws {
        let beyond = min(lookahead, max(16, chunk.count))
        self.chunk = chunk
        let origin = chunk.lowerBound == 0 ? 0 : chunk.lowerBound - 1
        window = try Window(store, from: origin, to: chunk.upperBound + UInt64(beyond), in: pool)
        mayHoldComments =
            shape.dialect.comment.map { holdsLines(startingWith: $0, from: chunkStart) } ?? false
    }

    /// Bytes read behind a chunk at first, in the hope to find the end of its last record.
    private var lookahead = 4096
    private var mayHoldComments = false
    /// The place up to which the chunk's records were scanned in one go, from the first on; else nil.
    private var scannedEnd: Int?

    /// Whether a quote stands in the chunk.
    func holdsQuotes() -> Bool {
        guard let quote = shape.dialect.quote else { return false }
        let end = chunkStart + chunk.count
        // In a source that has quotes one is found soon.
        return stride(from: chunkStart, to: end, by: 4096).contains { start in
            let count = min(4096, end - start)
            return tieout_survey(window.bytes + start, count, 0, quote).quotes != 0
        }
    }

    /// The chunk's bytes as they are in the file.
    var chunkBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: window.bytes + chunkStart, count: chunk.count)
    }

    /// The chunk's first byte in the window.
    var chunkStart: Int { Int(chunk.lowerBound - window.origin) }

    /// Finds the records that start in the loaded chunk, the first of them at file offset `start`.
    mutating func scan(from start: UInt64) throws {
        table.clear()
        findings = ChunkFindings()
        findings.start = start
        guard start < chunk.upperBound else {
            findings.next = start
            findings.lines = surveyChunk().lines
            return
        }
        let first = Int(start - window.origin)
        row = first
        stop = Int(chunk.upperBound - window.origin)
        scannedEnd = nil
        try readRecords()
        findings.next = min(window.origin + UInt64(row), window.end)
        countLines(before: first)
        if findings.hasNonASCII {
            let end = min(row, window.count)
            findings.hasMalformed = tieout_utf8_prefix(window.bytes + first, end - first) < end - first
            if findings.hasMalformed && shape.rejectsInvalidText { rejectInvalidText(to: end) }
        }
        countLinesOfFlawed()
    }

    /// Counts the chunk's lines, and looks for bytes beyond ASCII in its records: the scan has done both, if
    /// nothing else had to read any of them.
    private mutating func countLines(before first: Int) {
        if let scannedEnd {
            findings.lines =
                countLines(to: first) + found.lines - lineEnds(stop..<max(stop, scannedEnd))
            findings.hasNonASCII = found.nonascii != 0
        } else {
            let chunk = surveyChunk()
            let behind = min(stop, row)
            let beyond = tieout_survey(window.bytes + behind, min(row, window.count) - behind, 0, 0)
            findings.lines = chunk.lines
            findings.hasNonASCII = chunk.nonascii | beyond.nonascii != 0
        }
    }

    private func surveyChunk() -> tieout_survey_result {
        tieout_survey(
            window.bytes + chunkStart, chunk.count, chunkStart == 0 ? 0 : window.bytes[chunkStart - 1], 0)
    }

    private mutating func readRecords() throws {
        while row < stop && row < window.count {
            // What the scan knows nothing of is read byte by byte.
            let scans = shape.dialect.escape == nil && !mayHoldComments
            let outcome = scans ? scanRegular() : .irregular
            switch outcome {
            case .finished: return
            case .irregular: try readIrregular()
            case .cutOff:
                if window.reachesEnd {
                    try readIrregular()
                } else if window.count - row > shape.maxRecordBytes + 1 {
                    try passOverlong()
                } else {
                    try window.extend()
                    lookahead = min(2 * lookahead, 64 << 10)
                }
            }
        }
    }

    enum Outcome {
        case finished
        /// The record at hand is for the authority.
        case irregular
        /// The record at hand goes on behind the window.
        case cutOff
    }

    /// Scans from the record at hand on, which starts in a known state.
    private mutating func scanRegular() -> Outcome {
        var dialect = shape.dialect.forScan
        var state = tieout_scan_state()
        state.field_start = 1
        var position = row
        let isFirst = window.origin + UInt64(row) == findings.start
        found.clear()
        while true {
            let irregular = tieout_scan(
                window.bytes, &position, window.scanEnd, &dialect, &state, &found)
            let taken = takeRows()
            if row >= stop || row >= window.count {
                if isFirst { scannedEnd = position }
                return .finished
            }
            if irregular != 0 { return .irregular }
            if position >= window.scanEnd { return .cutOff }
            // The ends of an unfinished record come first next time.
            tieout_scan_drop(&found, taken)
            // A record of more fields than there is room for.
            if found.capacity - found.end_count < 1024 { found.grow() }
        }
    }

    /// Lines are counted only where a reject needs them, in one pass over the chunk.
    private mutating func countLinesOfFlawed() {
        var lines: UInt64 = 0
        var place = chunkStart
        func count(_ to: Int) -> UInt64 { lineEnds(place..<max(place, to)) }
        for index in findings.flawed.indices {
            let bytes = findings.flawed[index].bytes
            lines += count(bytes.lowerBound)
            place = max(place, bytes.lowerBound)
            findings.flawed[index].linesBefore = lines
            let inside = count(bytes.upperBound)
            findings.flawed[index].linesInside = inside
            lines += inside
            place = max(place, bytes.upperBound)
        }
    }

    /// Line ends between the chunk's first byte and a place in the window.
    func countLines(to place: Int) -> UInt64 { lineEnds(chunkStart..<max(chunkStart, place)) }

    /// Line ends in a stretch of the window.
    func lineEnds(_ places: Range<Int>) -> UInt64 {
        guard !places.isEmpty else { return 0 }
        let previous = places.lowerBound == 0 ? 0 : window.bytes[places.lowerBound - 1]
        return tieout_survey(window.bytes + places.lowerBound, places.count, previous, 0).lines
    }
}
