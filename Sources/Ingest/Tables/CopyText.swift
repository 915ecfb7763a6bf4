/// The text format of PostgreSQL's COPY: a row a line, fields parted by tabs, backslash escapes, `\N` for
/// null (PostgreSQL documentation, COPY, File Formats).
enum CopyText {
    /// Finds the fields of the rows collected, and takes their escapes away in place.
    ///
    /// - Precondition: the builder holds whole rows, each with its line end.
    /// - Throws: `WrongColumns` where a row has more or fewer fields than there are columns.
    static func split(_ builder: inout FieldBuilder) throws {
        let fields = builder.table.records * builder.columnCount
        builder.table.reserve(fields: fields, records: 0)
        let bytes = builder.bytes
        let (starts, lengths) = (builder.table.starts, builder.table.lengths)
        var field = 0
        var at = 0
        while at < builder.byteCount {
            let start = at
            while bytes[at] > UInt8(ascii: "\\")
                || (bytes[at] != 0x09 && bytes[at] != 0x0A && bytes[at] != 0x5C)
            {
                at += 1
            }
            var end = at
            if bytes[at] == 0x5C {
                if at == start && bytes[at + 1] == UInt8(ascii: "N") {
                    at += 2
                } else {
                    (at, end) = unescape(bytes, from: at)
                }
            }
            guard field < fields else { throw WrongColumns() }
            starts[field] = UInt32(start)
            lengths[field] = UInt32(end - start)
            field += 1
            guard (bytes[at] == 0x0A) == (field % builder.columnCount == 0) else { throw WrongColumns() }
            at += 1
        }
        guard field == fields else { throw WrongColumns() }
        builder.table.fields = fields
    }

    struct WrongColumns: Error {}

    /// Unescapes from the first backslash of a field on.
    ///
    /// - Returns: where the field ends as written, and unescaped.
    private static func unescape(_ bytes: UnsafeMutablePointer<UInt8>, from: Int) -> (read: Int, written: Int)
    {
        var read = from
        var written = from
        while bytes[read] != 0x09 && bytes[read] != 0x0A {
            if bytes[read] == 0x5C {
                read += 1
                bytes[written] = meaning(bytes[read])
            } else {
                bytes[written] = bytes[read]
            }
            read += 1
            written += 1
        }
        return (read, written)
    }

    private static func meaning(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: letter
        }
    }
}
