/// Lines before the header, or before the first record, that are no records: titles, dates, notes.
struct Preamble {
    /// Their number.
    var lines = 0
    /// Offset of the first byte behind them, from where the text begins.
    var end = 0
    /// Why they are taken for none.
    var sentence: String?

    /// No more lines than this are passed over without being told.
    private static let mostLines = 50
    /// Records behind it that must be alike.
    private static let leastRecords = 3

    init() {}

    /// So many lines, as told, or all there are.
    init(lines: Int, _ store: any ByteStore, from start: UInt64) throws {
        let window = try Window(store, from: start, to: start + 1 << 16)
        while self.lines < lines {
            while end < window.count && window.bytes[end] != lineFeed && window.bytes[end] != carriageReturn {
                end += 1
            }
            // A CR at the window's end may be half a CRLF.
            if end + 1 >= window.count && !window.reachesEnd {
                try window.extend()
                continue
            }
            guard end < window.count else { return }
            end = min(ChunkScanner.behind(end, window.bytes), window.count)
            self.lines += 1
        }
    }

    /// What the beginning of a text tells: one or more records that cannot be split, or that begin with
    /// `#`, before a header in front of records of the same width. A header is words, where the records
    /// below have numbers.
    init(detecting sample: [UInt8], _ dialect: Dialect, fields: Int) {
        guard fields > 1 else { return }
        let records = Self.records(of: sample, dialect)
        guard let header = records.firstIndex(where: { $0.fields.count == fields }), header > 0,
            header <= Self.mostLines,
            records[..<header].allSatisfy({ $0.fields.count == 1 || $0.fields[0].first == UInt8(ascii: "#") })
        else { return }
        let body = records[(header + 1)...]
        let alike = body.filter { $0.fields.count == fields }
        guard alike.count >= Self.leastRecords, alike.count * 20 >= body.count * 19 else { return }
        let names = records[header].fields
        guard names.allSatisfy({ !$0.isEmpty && !looksNumeric($0) }) else { return }
        let hasNumbers = (0..<fields).contains { column in
            alike.count { looksNumeric($0.fields[column]) } * 2 > alike.count
        }
        guard hasNumbers else { return }
        end = records[header].start
        lines = Self.lineEnds(sample[..<end])
        sentence = "what stands before the header has one field, what stands behind it has \(fields)"
    }

    private static func lineEnds(_ bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == carriageReturn || (byte == lineFeed && previous != carriageReturn) { count += 1 }
            previous = byte
        }
        return count
    }

    private static func records(
        of sample: [UInt8], _ dialect: Dialect
    ) -> [(start: Int, fields: [[UInt8]])] {
        var reader = ScalarReader(dialect)
        var records: [(start: Int, fields: [[UInt8]])] = []
        sample.withUnsafeBufferPointer { sample in
            var start = 0
            while records.count < DialectTrial.recordLimit && start < sample.count {
                reader.begin()
                let rest = UnsafeBufferPointer(rebasing: sample[start...])
                guard let length = reader.feed(rest) else { return }
                let record = reader.record
                if !record.ends.isEmpty {
                    records.append((start, record.ends.indices.map { Array(record.field($0)) }))
                }
                start += length
                if rest[length - 1] == carriageReturn, start < sample.count, sample[start] == lineFeed {
                    start += 1
                }
            }
        }
        return records
    }
}
