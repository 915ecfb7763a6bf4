import Records

/// What opening a file has found.
struct OpenedCSV {
    var store: any ByteStore
    var compression: Compression?
    var dialect: Dialect
    var header: Header
    var widths: Set<Int>?
    var skippedLines = 0
    var lineEnds: [String] = []
    var recordBytes: Int
    var warnings: [String]
}

/// Opens a delimited file: finds out what `options` leaves open, and reads the header.
///
/// - Parameters:
///   - path: a file or a pipe; `-` is standard input.
///   - options: how to read it.
/// - Throws: `TieoutError` where there is no such file, it cannot be read, is a directory, empty, or no
///   text. A header without records is no error.
public func openCSV(path: String, options: CSVOptions = CSVOptions()) throws -> any RecordSource {
    try openFile(path, options: ReadOptions(csv: options))
}

/// Opens a file or a pipe: JSON Lines if it begins like them and no delimiter was told, else delimited text.
func openFile(_ path: String, options: ReadOptions) throws -> any RecordSource {
    try check(options.csv, path)
    let stored = try openStore(path, encoding: options.csv.encoding)
    if options.csv.delimiter == nil,
        let source = try openJSONLines(
            stored.store, start: UInt64(stored.encoding.markBytes), path: path, options: options)
    {
        return source
    }
    return try openCSV(stored, path: path, options: options)
}

private func openCSV(_ stored: OpenedStore, path: String, options reading: ReadOptions) throws -> CSVSource {
    let options = reading.csv
    let (store, encoding) = (stored.store, stored.encoding)
    let mark = UInt64(encoding.markBytes)
    let told = try options.skipLines.map { try Preamble(lines: $0, store, from: mark) } ?? Preamble()
    var (head, isWhole) = try beginning(store, from: mark + UInt64(told.end), count: 64 << 10)
    let seen = detect(head, isWhole: isWhole, options, encoding)
    let (found, preamble) = (seen.found, options.skipLines == nil ? seen.preamble : told)
    if preamble.end > told.end { head.removeFirst(preamble.end) }
    let start = mark + UInt64(preamble.end)
    var dialect = found.dialect
    if let sentence = encoding.sentence { dialect.evidence[.encoding] = sentence }
    if let sentence = preamble.sentence { dialect.evidence[.skippedLines] = sentence }

    var shape = RecordShape(
        dialect: dialect, columnCount: 0, headed: options.header, maxRecordBytes: options.maxRecordBytes,
        invalidText: options.invalidText)
    let header =
        options.header
        ? try Header(store, from: start, shape, usualFields: found.trial.fields, path: path)
        : Header(unnamed: found.trial.fields, start: start)
    shape.columnCount = header.columns.count
    shape.widths =
        switch options.ragged {
        case .pad: nil
        case .reject: []
        case .detect: found.trial.usualWidths
        }
    var warnings = (encoding.sentence.map { [$0] } ?? []) + found.warnings + header.warnings
    if preamble.sentence != nil {
        warnings.insert("\(preamble.lines) lines before the header were passed over", at: 0)
    }
    if options.header, let warning = try headerLooksLikeData(store, header, shape) {
        warnings.append(warning)
    }
    let opened = OpenedCSV(
        store: store, compression: stored.compression, dialect: dialect, header: header, widths: shape.widths,
        skippedLines: preamble.lines, lineEnds: lineEndNames(head),
        recordBytes: max(1, found.trial.bytes / max(1, found.trial.records)),
        warnings: warnings.map { "\(path): \($0)" })
    return CSVSource(name: path, opened: opened, options: reading)
}

/// The dialect of a text, and what stands before its header.
private func detect(
    _ head: [UInt8], isWhole: Bool, _ options: CSVOptions, _ encoding: EncodingEvidence
) -> (found: DialectDetection, preamble: Preamble) {
    let whole = DialectDetection(head, isWhole: isWhole, options: options, encoding: encoding.encoding)
    let isRegular = whole.trial.fields > 1 && whole.trial.firstFields == whole.trial.fields
    guard options.header, options.skipLines == nil, !isRegular else { return (whole, Preamble()) }
    for delimiter in SampleBytes(head).delimiters(options) {
        // Without a header, the first lines do not weigh more than others.
        var headless = options
        headless.header = false
        headless.delimiter = delimiter
        let body = DialectDetection(head, isWhole: isWhole, options: headless, encoding: encoding.encoding)
        let preamble = Preamble(detecting: head, body.dialect, fields: body.trial.fields)
        guard preamble.lines > 0 else { continue }
        let rest = Array(head[preamble.end...])
        return (
            DialectDetection(rest, isWhole: isWhole, options: options, encoding: encoding.encoding), preamble
        )
    }
    return (whole, Preamble())
}

private func check(_ options: CSVOptions, _ path: String) throws {
    let reserved: [UInt8?] = [lineFeed, carriageReturn]
    let distinct = [options.delimiter, options.quote, options.comment].compactMap { $0 }
    if reserved.contains(options.delimiter) || options.delimiter == 0 || reserved.contains(options.quote)
        || Set(distinct).count < distinct.count
    {
        throw TieoutError(
            "delimiter, quote and comment must differ, and be no line ends", at: path,
            remedy: "choose other bytes")
    }
    if options.chunkBytes < 1 || options.chunkBytes > 1 << 28 || options.maxRecordBytes < 1
        || options.maxRecordBytes > 1 << 30
    {
        throw TieoutError(
            "a record is at most 1 GiB, a chunk at most 256 MiB", at: path,
            remedy: "choose limits within that")
    }
}

/// At most `count` bytes from `start` on, and whether the source ends with them.
private func beginning(
    _ store: any ByteStore, from start: UInt64, count: Int
) throws -> (bytes: [UInt8], isWhole: Bool) {
    let window = try Window(store, from: start, to: start + UInt64(count))
    return (window.copy(0..<window.count), window.reachesEnd)
}

/// What ends the lines of a text, the most frequent first.
private func lineEndNames(_ text: [UInt8]) -> [String] {
    var counts = ["LF": 0, "CRLF": 0, "CR": 0]
    for (place, byte) in text.enumerated() {
        if byte == lineFeed {
            counts[place > 0 && text[place - 1] == carriageReturn ? "CRLF" : "LF", default: 0] += 1
        }
        if byte == carriageReturn && place + 1 < text.count && text[place + 1] != lineFeed {
            counts["CR", default: 0] += 1
        }
    }
    return counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
}

private func headerLooksLikeData(
    _ store: any ByteStore, _ header: Header, _ shape: RecordShape
) throws -> String? {
    var scanner = try ChunkScanner(shape: shape, store: store)
    let end = try store.reach(header.end + 16_384)
    try scanner.load(0..<end)
    try scanner.scan(from: header.end)
    guard scanner.table.records > 0 else { return nil }
    return headerWarning(header.columns, scanner.takeBatch(sequence: 0).batch)
}
