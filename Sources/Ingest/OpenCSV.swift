import Records

/// What opening a file has found.
struct OpenedCSV {
    var store: any ByteStore
    var storedBytes: UInt64
    var storedFingerprint: String?
    var dialect: Dialect
    var header: Header
    var recordBytes: Int
    var warnings: [String]
}

/// Opens a delimited file: finds out what `options` leaves open, and reads the header.
///
/// - Parameters:
///   - path: a file; `-` is standard input, which like any pipe is read into memory.
///   - options: how to read it.
/// - Throws: `TieoutError` where there is no such file, it cannot be read, is a directory, empty, or no
///   text. A header without records is no error.
public func openCSV(path: String, options: CSVOptions = CSVOptions()) throws -> any RecordSource {
    try check(options, path)
    let stored = try openStore(path)
    guard stored.count > 0 else {
        throw TieoutError.emptySource("is empty", at: path)
    }
    let (store, encoding) = try decoded(stored, options, path)
    let isDecoded = encoding.encoding == .utf16LittleEndian || encoding.encoding == .utf16BigEndian
    let storedFingerprint = isDecoded ? try fingerprint(stored) : nil
    if options.delimiter == nil,
        let source = try openJSONLines(
            store, start: UInt64(encoding.markBytes), path: path, options: options,
            storedBytes: stored.count, storedFingerprint: storedFingerprint)
    {
        return source
    }
    let head = try beginning(store, from: encoding.markBytes, count: 64 << 10)
    let found = DialectDetection(
        head, isWhole: UInt64(encoding.markBytes + head.count) == store.count, options: options,
        encoding: encoding.encoding)
    var dialect = found.dialect
    if let sentence = encoding.sentence { dialect.evidence.append(sentence) }

    var shape = RecordShape(
        dialect: dialect, columnCount: 0, headed: options.header, maxRecordBytes: options.maxRecordBytes)
    let header =
        options.header
        ? try Header(store, from: UInt64(encoding.markBytes), shape, path: path)
        : Header(unnamed: found.trial.fields, start: UInt64(encoding.markBytes))
    shape.columnCount = header.columns.count
    var warnings = (encoding.sentence.map { [$0] } ?? []) + found.warnings + header.warnings
    if options.header, let warning = try headerLooksLikeData(store, header, shape) {
        warnings.append(warning)
    }

    let opened = OpenedCSV(
        store: store, storedBytes: stored.count,
        storedFingerprint: storedFingerprint, dialect: dialect, header: header,
        recordBytes: max(1, found.trial.bytes / max(1, found.trial.records)),
        warnings: warnings.map { "\(path): \($0)" })
    return CSVSource(name: path, opened: opened, options: options)
}

private func check(_ options: CSVOptions, _ path: String) throws {
    let reserved: [UInt8?] = [lineFeed, carriageReturn]
    if reserved.contains(options.delimiter) || options.delimiter == 0 || reserved.contains(options.quote)
        || (options.delimiter != nil && options.delimiter == options.quote)
    {
        throw TieoutError(
            "delimiter and quote must differ, and be no line ends", at: path, remedy: "choose other bytes")
    }
    if options.chunkBytes < 1 || options.chunkBytes > 1 << 28 || options.maxRecordBytes < 1
        || options.maxRecordBytes > 1 << 30
    {
        throw TieoutError(
            "a record is at most 1 GiB, a chunk at most 256 MiB", at: path,
            remedy: "choose limits within that")
    }
}

/// The store as single-byte text or UTF-8, and what it is encoded in; UTF-16 is decoded in memory.
private func decoded(
    _ stored: any ByteStore, _ options: CSVOptions, _ path: String
) throws -> (any ByteStore, EncodingEvidence) {
    let head = try beginning(stored, from: 0, count: 1 << 20)
    var evidence = detectEncoding(head)
    if let given = options.encoding, given != evidence.encoding {
        evidence = EncodingEvidence(encoding: given)
        if given == .utf16BigEndian && head.starts(with: [0xFE, 0xFF]) { evidence.markBytes = 2 }
        if given == .utf16LittleEndian && head.starts(with: [0xFF, 0xFE]) { evidence.markBytes = 2 }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { evidence.markBytes = 3 }
    }
    switch evidence.encoding {
    case .utf16LittleEndian, .utf16BigEndian:
        let all = try beginning(stored, from: evidence.markBytes, count: Int(stored.count))
        let text = decodeUTF16(all, littleEndian: evidence.encoding == .utf16LittleEndian)
        evidence.markBytes = 0
        return (MemoryStore(text), evidence)
    default:
        try refuseBinary(head, at: path)
        return (stored, evidence)
    }
}

/// At most `count` bytes from `start` on.
private func beginning(_ store: any ByteStore, from start: Int, count: Int) throws -> [UInt8] {
    let count = Int(min(UInt64(count), store.count - min(store.count, UInt64(start))))
    var failure: (any Error)?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
        do {
            try store.read(at: UInt64(start), into: UnsafeMutableRawBufferPointer(target))
            initialized = count
        } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
}

private func headerLooksLikeData(
    _ store: any ByteStore, _ header: Header, _ shape: RecordShape
) throws -> String? {
    var scanner = try ChunkScanner(shape: shape, store: store)
    let end = min(store.count, header.end + 16_384)
    try scanner.load(0..<end)
    try scanner.scan(from: header.end)
    guard scanner.table.records > 0 else { return nil }
    return headerWarning(header.columns, scanner.takeBatch(sequence: 0).batch)
}

private func fingerprint(_ store: any ByteStore) throws -> String {
    let blocks = try (0..<Fingerprint.blockCount(store.count)).map {
        try Fingerprint.hash(block: $0, of: store)
    }
    return Fingerprint.text(blocks, byteCount: store.count)
}
