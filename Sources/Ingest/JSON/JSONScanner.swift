import CKernels
import Records

/// Reads the lines that start in a chunk of a JSON Lines source. One a thread.
///
/// ```
///   chunk             ├───────────────────────────────┤
///   lines    … ───────┼──┤ LF ───┤ LF ────┤ LF ──────┼────┤ LF …
///   read              ·   ├──────────────────────────────────┤
/// ```
/// An LF is always the end of a line in JSON Lines, so every chunk finds its first line by itself.
struct JSONScanner: ~Copyable {
    /// What is read how.
    struct Shape: Sendable {
        var keys: [[UInt8]]
        /// Offset of the first byte behind a byte order mark.
        var start: UInt64
        var maxRecordBytes: Int
    }

    /// A line that gives no record.
    struct Flaw {
        /// Its first byte, in the source.
        var offset: UInt64
        /// Lines of the chunk before it.
        var linesBefore: UInt64
        var reason: String
        var text: [UInt8]
    }

    private(set) var table: FieldTable
    private(set) var blankLines: UInt64 = 0
    /// Records in which a key occurs twice, and those with a key that is no column.
    private(set) var repeated: UInt64 = 0
    private(set) var strangers: UInt64 = 0
    /// Some of the keys that are no column, each once, in order.
    private(set) var unknown: [[UInt8]] = []
    private(set) var flaws: [Flaw] = []
    /// XXH3 of the chunk's bytes.
    private(set) var hash: UInt64 = 0

    private let shape: Shape
    private let store: any ByteStore
    private let keys: JSONKeys
    private let pool: MemoryPool
    private var window: Window?
    private let unknownRoom = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * Self.unknownCapacity)

    private static let unknownCapacity = 256
    /// Distinct unknown keys that are told of.
    static let unknownTold = 16
    /// Read behind a chunk at first, in the hope to find the end of its last line.
    private static let lookahead: UInt64 = 16 << 10
    /// What bounds places in a window: two bits of a length are the kernel's.
    static let windowBytes = 1 << 30

    /// Lines that start in the chunk.
    var lines: UInt64 { UInt64(table.records) + blankLines + UInt64(flaws.count) }

    /// - Parameter pool: where the memory of batches comes from, and goes.
    init(shape: Shape, store: any ByteStore, pool: MemoryPool = MemoryPool()) {
        self.pool = pool
        table = FieldTable(pool: pool)
        self.shape = shape
        self.store = store
        keys = JSONKeys(shape.keys)
    }

    deinit { unknownRoom.deallocate() }

    /// Reads the lines whose first byte lies in `chunk`.
    mutating func scan(_ chunk: Range<UInt64>) throws {
        clear()
        let origin = chunk.lowerBound > shape.start ? chunk.lowerBound - 1 : chunk.lowerBound
        let window = try Window(store, from: origin, to: chunk.upperBound + Self.lookahead, in: pool)
        self.window = window
        hash = Fingerprint.hash(
            UnsafeRawBufferPointer(
                start: window.bytes + Int(chunk.lowerBound - origin), count: chunk.count))
        guard chunk.upperBound > shape.start else { return }

        let end = Int(chunk.upperBound - origin)
        var start = Int(max(shape.start, chunk.lowerBound) - origin)
        if chunk.lowerBound > shape.start {
            guard let lineEnd = lineEnd(from: 0, before: end) else { return }
            start = lineEnd + 1
        }
        guard start < end else { return }
        try read(window, from: start, to: try endOfLines(window, from: start, chunkEnd: end))
    }

    private mutating func clear() {
        table.clear()
        (blankLines, repeated, strangers) = (0, 0, 0)
        unknown.removeAll()
        flaws.removeAll()
        window = nil
    }

    /// Index of the first LF in `from ..< before`.
    private func lineEnd(from: Int, before: Int) -> Int? {
        guard let window, from < before else { return nil }
        return firstLineFeed(window.bytes + from, before - from).map { from + $0 }
    }

    /// One past the LF that ends the last line of the chunk. A line that is too long to be held is noted
    /// as a flaw, and ends the chunk before it.
    private mutating func endOfLines(_ window: Window, from start: Int, chunkEnd: Int) throws -> Int {
        let limit = min(shape.maxRecordBytes, Self.windowBytes - chunkEnd - (1 << 20))
        var looked = chunkEnd - 1
        while true {
            if let found = lineEnd(from: looked, before: window.count) { return found + 1 }
            if window.reachesEnd {
                return window.bytes[window.count - 1] == lineFeed ? window.count : window.count + 1
            }
            looked = window.count
            guard window.count - chunkEnd <= limit else { break }
            try window.extend(minimum: Int(Self.lookahead))
        }
        var last = chunkEnd - 1
        while last > start && window.bytes[last - 1] != lineFeed { last -= 1 }
        flaws.append(flaw(window, Int32(TIEOUT_JSON_LONG), line: last, fault: last, end: window.count))
        return last
    }

    private mutating func read(_ window: Window, from start: Int, to end: Int) throws {
        let tooLong = flaws
        flaws.removeAll()
        var position = start
        var room = max(64, (end - start) / 256)
        while position < end {
            let stop = run(window, position, end, room: room)
            position = stop.line
            if stop.status == Int32(TIEOUT_JSON_FULL) {
                // At the rate of records so far, and some.
                let rate = Double(table.records) / Double(max(1, position - start))
                room = max(64, Int(rate * Double(end - position) * 1.05) + 16)
            } else if stop.status != Int32(TIEOUT_JSON_DONE) {
                let lineEnd = lineEnd(from: stop.fault, before: end) ?? end - 1
                let status = lineEnd - position > shape.maxRecordBytes ? Int32(TIEOUT_JSON_LONG) : stop.status
                flaws.append(flaw(window, status, line: position, fault: stop.fault, end: lineEnd))
                position = lineEnd + 1
            }
        }
        for var flaw in tooLong {
            flaw.linesBefore = lines
            flaws.append(flaw)
        }
    }

    private func flaw(_ window: Window, _ status: Int32, line: Int, fault: Int, end: Int) -> Flaw {
        Flaw(
            offset: window.origin + UInt64(line), linesBefore: lines,
            reason: jsonFault(status, byte: fault - line + 1, maxRecordBytes: shape.maxRecordBytes),
            text: window.copy(line..<min(end, line + FlawedRecord.textBytes, window.count)))
    }

    /// Lets the kernel go on, with room for `room` records more.
    private mutating func run(_ window: Window, _ position: Int, _ end: Int, room: Int) -> tieout_json_stop {
        table.reserve(fields: room * keys.count, records: room)
        var output = tieout_json_output()
        output.starts = table.starts
        output.lengths = table.lengths
        output.offsets = table.offsets
        output.row_capacity = table.records + room
        output.rows = table.records
        output.unknown = unknownRoom
        output.unknown_capacity = Self.unknownCapacity
        output.most_bytes = shape.maxRecordBytes
        let stop = keys.rows(window.bytes, position, end, &output)
        table.records = output.rows
        table.fields = output.rows * keys.count
        blankLines += UInt64(output.blank_lines)
        repeated += UInt64(output.repeated)
        strangers += UInt64(output.strangers)
        for index in 0..<output.unknown_count where unknown.count < Self.unknownTold {
            let written = UnsafeBufferPointer(
                start: window.bytes + Int(unknownRoom[2 * index]), count: Int(unknownRoom[2 * index + 1]))
            let key = unescapedKey(written)
            if !unknown.contains(key) { unknown.append(key) }
        }
        return stop
    }

    /// The records found, with the memory they lie in.
    ///
    /// - Parameter firstLine: number of the chunk's first line, from 1; 0 where that is not known.
    /// - Precondition: there are some, and they have not been taken.
    mutating func takeBatch(sequence: Int, firstLine: UInt64 = 0) -> RawBatch {
        guard let window = window.take() else { preconditionFailure("nothing to take") }
        // Where a line is blank or no record, the lines of the others are not told.
        let isOneLineEach = firstLine > 0 && blankLines == 0 && flaws.isEmpty
        let records = table.records
        return RawBatch(
            sequence: sequence, columnCount: keys.count, recordCount: records, byteOffset: window.origin,
            bytes: window.release(), places: table.take(),
            firstLine: isOneLineEach ? firstLine : 0, isOneLineEach: isOneLineEach, pool: pool)
    }
}
