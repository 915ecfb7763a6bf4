import CLibCSV

@testable import Ingest

/// libcsv fed one byte at a time: slow, and with nothing to get wrong. What the scan is held to.
struct ReferenceRecord: Equatable {
    var start: Int
    /// One past its last byte, its line end aside.
    var end: Int
    var fields: [[UInt8]]
    var strayQuotes = 0
    var flaw: RecordFlaw?
}

/// Everything libcsv says about `bytes`: records, and blank lines (the LF of a CRLF is none).
func referenceRecords(_ bytes: ArraySlice<UInt8>, _ dialect: Dialect) -> (
    records: [ReferenceRecord], blanks: [Range<Int>]
) {
    final class Collector {
        var fields: [[UInt8]] = []
        var rowEnded = false
    }
    let collector = Collector()
    let context = Unmanaged.passUnretained(collector).toOpaque()
    let onField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        bytes, count, context in
        let collector = Unmanaged<Collector>.fromOpaque(context!).takeUnretainedValue()
        collector.fields.append(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    }
    let onRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        Unmanaged<Collector>.fromOpaque(context!).takeUnretainedValue().rowEnded = true
    }
    var parser = csv_parser()
    let lenient = UInt8(CSV_REPALL_NL)
    let strict = UInt8(CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI)
    csv_init(&parser, strict)
    csv_set_delim(&parser, dialect.delimiter)
    csv_set_quote(&parser, dialect.quote ?? 0)
    if !dialect.trimsSpaces { csv_set_space_func(&parser) { _ in 0 } }
    defer { csv_free(&parser) }

    var records: [ReferenceRecord] = []
    var blanks: [Range<Int>] = []
    var start = bytes.startIndex
    var strayFields: Set<Int> = []
    var flaw: RecordFlaw?
    func endRow(at end: Int, next: Int) {
        if collector.fields.isEmpty {
            let isTail = bytes[end] == 10 && end > bytes.startIndex && bytes[end - 1] == 13
            if !isTail { blanks.append(start..<end) }
        } else {
            records.append(
                ReferenceRecord(
                    start: start, end: end, fields: collector.fields, strayQuotes: strayFields.count,
                    flaw: flaw))
        }
        start = next
        strayFields = []
        flaw = nil
        collector.fields = []
        collector.rowEnded = false
    }
    for index in bytes.indices {
        var byte = bytes[index]
        if csv_parse(&parser, &byte, 1, onField, onRow, context) == 0 {
            // State 2 is libcsv's FIELD_BEGUN.
            if parser.pstate == 2 && parser.quoted == 0 {
                strayFields.insert(collector.fields.count)
            } else {
                flaw = .textAfterQuote
            }
            csv_set_opts(&parser, lenient)
            csv_parse(&parser, &byte, 1, onField, onRow, context)
            csv_set_opts(&parser, strict)
        }
        if collector.rowEnded {
            let isPair = byte == 13 && index + 1 < bytes.endIndex && bytes[index + 1] == 10
            endRow(at: index, next: isPair ? index + 2 : index + 1)
        }
    }
    if csv_fini(&parser, onField, onRow, context) != 0 {
        flaw = .unclosedQuote
        csv_set_opts(&parser, lenient)
        csv_fini(&parser, onField, onRow, context)
    }
    if collector.rowEnded { endRow(at: bytes.endIndex, next: bytes.endIndex) }
    return (records, blanks)
}

/// What a whole reading must come to.
struct ExpectedReading: Equatable {
    struct Reject: Equatable {
        var firstLine: UInt64
        var lastLine: UInt64
        var byteOffset: UInt64
        var reason: String
        var text: [UInt8]
    }
    var records: [[[UInt8]]] = []
    var offsets: [UInt64] = []
    var blankLines: UInt64 = 0
    var strayQuotes: UInt64 = 0
    var rejects: [Reject] = []

    init() {}

    /// The rules of the reader, record by record, on what libcsv says.
    init(_ bytes: [UInt8], from start: Int, columns: Int, dialect: Dialect, headed: Bool, maxRecordBytes: Int)
    {
        let reference = referenceRecords(bytes[start...], dialect)
        var all = reference.records
        if columns == 1 {
            all += reference.blanks.map {
                ReferenceRecord(start: $0.lowerBound, end: $0.upperBound, fields: [[]])
            }
            all.sort { $0.end < $1.end }
        } else {
            blankLines = UInt64(reference.blanks.count)
        }
        for record in all {
            var flaw =
                record.end - record.start > maxRecordBytes ? .tooLong(limit: maxRecordBytes) : record.flaw
            if flaw == nil && record.fields.dropFirst(columns).contains(where: { !$0.isEmpty }) {
                flaw = .otherWidth(record.fields.count, expected: columns)
            }
            if let flaw {
                let first = 1 + lineEnds(bytes[..<record.start])
                var lines = lineEnds(bytes[record.start..<record.end])
                // Behind the last line end there is no line.
                let atEnd = record.end == bytes.count && record.end > record.start
                if atEnd, lines > 0, bytes[record.end - 1] == 10 || bytes[record.end - 1] == 13 { lines -= 1 }
                rejects.append(
                    Reject(
                        firstLine: UInt64(first),
                        lastLine: UInt64(first + lines),
                        byteOffset: UInt64(record.start), reason: flaw.reason(headed: headed),
                        text: Array(bytes[record.start..<record.end].prefix(4096))))
                continue
            }
            var fields = Array(record.fields.prefix(columns))
            while fields.count < columns { fields.append([]) }
            records.append(fields)
            strayQuotes += UInt64(record.strayQuotes)
            offsets.append(UInt64(record.start))
        }
    }
}

/// LF, CR and CRLF each end a line.
func lineEnds(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for index in bytes.indices {
        if bytes[index] == 13 { count += 1 }
        if bytes[index] == 10 && !(index > bytes.startIndex && bytes[index - 1] == 13) { count += 1 }
    }
    return count
}
