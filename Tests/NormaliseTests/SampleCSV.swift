import Records

/// A small CSV splitter for samples: quotes, doubled quotes, quoted newlines; short records are padded.
enum SampleCSV {
    /// The header and one batch of all records.
    static func read(
        _ text: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), most: Int = .max
    ) -> (names: [String], batch: RawBatch) {
        var rows = split(text, delimiter: delimiter, most: most == .max ? .max : most + 1)
        let header = rows.isEmpty ? [] : rows.removeFirst()
        let names = header.map { field in
            String(decoding: field, as: UTF8.self).split(separator: " ").joined(separator: " ")
        }
        return (names, batch(rows, columns: names.count))
    }

    static func batch(_ rows: [[[UInt8]]], columns: Int, sequence: Int = 0) -> RawBatch {
        var bytes: [UInt8] = []
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        for row in rows {
            for column in 0..<columns {
                let field = column < row.count ? row[column] : []
                starts.append(UInt32(bytes.count))
                lengths.append(UInt32(field.count))
                bytes += field
            }
        }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        memory.copyBytes(from: bytes)
        return RawBatch(
            sequence: sequence, columnCount: columns, recordCount: rows.count, byteOffset: 0,
            recordOffsets: [],
            bytes: memory, starts: starts, lengths: lengths)
    }

    static func batch(_ rows: [[String]]) -> RawBatch {
        batch(rows.map { $0.map { Array($0.utf8) } }, columns: rows.first?.count ?? 0)
    }

    private static func split(_ text: [UInt8], delimiter: UInt8, most: Int) -> [[[UInt8]]] {
        var rows: [[[UInt8]]] = []
        var row: [[UInt8]] = []
        var field: [UInt8] = []
        var quoted = false
        var place = 0
        let quote = UInt8(ascii: "\"")
        func endRow() {
            row.append(field)
            field = []
            if row.count > 1 || !row[0].isEmpty { rows.append(row) }
            row = []
        }
        while place < text.count, rows.count < most {
            let byte = text[place]
            place += 1
            if quoted {
                if byte != quote {
                    field.append(byte)
                } else if place < text.count, text[place] == quote {
                    field.append(quote)
                    place += 1
                } else {
                    quoted = false
                }
            } else if byte == quote, field.isEmpty {
                quoted = true
            } else if byte == delimiter {
                row.append(field)
                field = []
            } else if byte == 0x0A {
                endRow()
            } else if byte != 0x0D {
                field.append(byte)
            }
        }
        if !field.isEmpty || !row.isEmpty { endRow() }
        return rows
    }
}
