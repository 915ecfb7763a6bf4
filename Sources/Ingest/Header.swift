import Records

/// The names of a source's columns, and where its data begin.
struct Header {
    var columns: [String]
    /// Offset of the first byte behind the header record.
    var end: UInt64
    var warnings: [String] = []

    /// Names for `count` columns without a header.
    init(unnamed count: Int, start: UInt64) {
        columns = (1...max(1, count)).map { "c\($0)" }
        end = start
    }

    /// Reads the first record that is no blank line.
    ///
    /// - Parameter usualFields: fields that most records have.
    init(
        _ store: any ByteStore, from start: UInt64, _ shape: RecordShape, usualFields: Int, path: String
    ) throws {
        let window = try Window(store, from: start, to: start + 1 << 16)
        var authority = RecordAuthority(shape.dialect)
        var row = 0
        while true {
            while row < window.count && (window.bytes[row] == lineFeed || window.bytes[row] == carriageReturn)
            {
                row += 1
            }
            guard row < window.count || !window.reachesEnd else {
                throw TieoutError.emptySource("holds no record", at: path)
            }
            authority.begin()
            let rest = UnsafeBufferPointer(start: window.bytes + row, count: window.count - row)
            let length = try authority.feed(rest)
            // A CR at the window's end may be half a CRLF.
            if length == nil || row + (length ?? 0) == window.count, !window.reachesEnd {
                guard window.count - row <= shape.maxRecordBytes else {
                    throw TieoutError(
                        "the header is longer than \(shape.maxRecordBytes) bytes", at: path, line: 1,
                        remedy: "check the delimiter and the quote, or raise the limit for a record")
                }
                try window.extend()
                continue
            }
            if length == nil { authority.finish() }
            let next = length.map { ChunkScanner.behind(row + $0 - 1, window.bytes) } ?? window.count
            row = min(next, window.count)
            if !authority.record.ends.isEmpty { break }
        }
        let record = authority.record
        if record.flaw == .unclosedQuote {
            throw TieoutError(
                "a quote in the header is opened and never closed", at: path, line: 1,
                remedy: "mend it, or say which byte is the quote")
        }
        if let flaw = record.flaw, record.ends.count != usualFields {
            throw TieoutError(
                "the header has \(flaw.reason(headed: true))", at: path, line: 1,
                remedy: "mend it, or say which byte is the quote: --quote none")
        }
        if let flaw = record.flaw { warnings.append("the header has \(flaw.reason(headed: true))") }
        end = start + UInt64(row)
        if record.ends.count != usualFields && usualFields > 1 {
            warnings.append(
                "the header has \(record.ends.count) field\(record.ends.count == 1 ? "" : "s"), most records have \(usualFields)"
            )
        }
        var names = ColumnNames()
        for index in record.ends.indices { names.add(Self.text(record.field(index), shape.dialect.encoding)) }
        columns = names.names
        warnings += names.warnings
    }

    private static func text(_ field: ArraySlice<UInt8>, _ encoding: TextEncoding) -> String {
        field.withUnsafeBufferPointer { bytes in
            guard encoding.isSingleByte || !isUTF8(bytes) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            let utf8 = [UInt8](unsafeUninitializedCapacity: 3 * bytes.count) { target, count in
                guard let base = target.baseAddress else { return }
                count = transcode(bytes, latin1: encoding == .latin1, to: base)
            }
            return String(decoding: utf8, as: UTF8.self)
        }
    }
}
