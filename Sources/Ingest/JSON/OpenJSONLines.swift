import Records

/// Where the columns of a JSON Lines source are looked for: all of it up to 64 MB; of more, the first
/// 16 MB and 32 stretches of half a megabyte spread evenly to its end.
private let wholeBytes: UInt64 = 64 << 20
private let headBytes: UInt64 = 16 << 20
private let stretches: UInt64 = 32
private let stretchBytes: UInt64 = 512 << 10

/// Opens a source as JSON Lines if that is what it holds: an object a line, in UTF-8.
///
/// - Parameters:
///   - start: offset of the first byte behind a byte order mark.
/// - Returns: nil where it does not begin like JSON.
/// - Throws: `TieoutError` where it is some other JSON: one document, an array, nothing but faulty lines.
func openJSONLines(
    _ store: any ByteStore, start: UInt64, path: String, options: ReadOptions
) throws -> JSONLinesSource? {
    guard try beginsLikeJSON(store, from: start) else { return nil }
    var found = JSONColumns()
    // Of what flows, nothing behind the beginning can be seen without losing that.
    let reached = try store.reach(store.isSeekable ? wholeBytes + 1 : headBytes)
    if reached <= wholeBytes {
        try found.look(at: start..<reached, of: store, start: start, path: path)
    } else {
        let count = try store.reach(.max)
        try found.look(at: start..<headBytes, of: store, start: start, path: path)
        guard found.records > 0 else { throw noRecord(found, path) }
        for stretch in 0..<stretches {
            let from = headBytes + (count - stretchBytes - headBytes) / (stretches - 1) * stretch
            let range =
                stretch == stretches - 1
                ? count - stretchBytes..<count : from..<from + stretchBytes
            try found.look(at: range, of: store, start: start, path: path)
        }
    }
    guard found.records > 0 else { throw noRecord(found, path) }
    guard !found.keys.isEmpty else {
        throw TieoutError("its objects hold no keys", at: path, remedy: "check that the export was complete")
    }
    return JSONLinesSource(
        name: path, store: store,
        shape: .init(keys: found.keys, start: start, maxRecordBytes: options.csv.maxRecordBytes),
        recordBytes: max(1, found.bytes / found.records), options: options)
}

/// Whether the first bytes that are no blanks are a `{` and then a quote or `}`, or a `[` and then a `{`
/// or a line end: no header of delimited text begins so.
private func beginsLikeJSON(_ store: any ByteStore, from start: UInt64) throws -> Bool {
    let window = try Window(store, from: start, to: start + 4096)
    let solid = (0..<window.count).lazy.map { window.bytes[$0] }.filter { ![9, 10, 13, 32].contains($0) }
    let first = Array(solid.prefix(2))
    guard first.count == 2 else { return false }
    switch (first[0], first[1]) {
    case (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")): return true
    case (UInt8(ascii: "["), UInt8(ascii: "{")): return true
    default: return false
    }
}

private func noRecord(_ found: JSONColumns, _ path: String) -> TieoutError {
    TieoutError(
        "is JSON, but none of its lines is an object" + (found.firstFault.map { ": \($0.reason)" } ?? ""),
        at: path,
        remedy: "write one object a line: jq -c '.[]' for an array, jq -c . for objects over several lines")
}
