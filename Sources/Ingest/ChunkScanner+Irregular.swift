import CKernels

extension ChunkScanner {
    /// Gives the record at hand to the authority.
    mutating func readIrregular() throws {
        findings.wasIrregular = true
        authority.begin()
        var fed = row
        var end: Int?
        while true {
            let rest = UnsafeBufferPointer(start: window.bytes + fed, count: window.count - fed)
            if let count = try authority.feed(rest) {
                end = fed + count - 1
                break
            }
            fed = window.count
            if window.reachesEnd { break }
            // A comment may be of any length: it is no record.
            let isComment = window.bytes[row] == shape.dialect.comment
            if !isComment && window.count - row > shape.maxRecordBytes + 1 { return try passOverlong() }
            try window.extend()
        }
        if let end {
            // Half a CRLF at the window's end: the next record starts behind the LF.
            if end + 1 == window.count && !window.reachesEnd { try window.extend() }
            takeIrregular(row..<end)
            row = min(Self.behind(end, window.bytes), window.count)
        } else {
            authority.finish()
            takeIrregular(row..<window.count)
            row = window.count
        }
    }

    /// Takes the authority's record, whose raw bytes are given.
    private mutating func takeIrregular(_ bytes: Range<Int>) {
        let record = authority.record
        if record.isComment {
            findings.comments.append(bytes.lowerBound)
            return
        }
        if record.ends.isEmpty {
            if bytes.upperBound == window.count { return }
            if shape.columnCount > 1 {
                findings.blankLines += 1
                return
            }
        }
        if bytes.count > shape.maxRecordBytes {
            return reject(bytes, .tooLong(limit: shape.maxRecordBytes))
        }
        if let flaw = record.flaw { return reject(bytes, flaw) }
        let fields = max(record.ends.count, 1)
        table.reserve(fields: max(fields, shape.columnCount), records: 1)
        var start = 0
        for field in 0..<fields {
            let end = record.ends.isEmpty ? 0 : record.ends[field]
            (table.starts + table.fields)[field] = UInt32(bytes.lowerBound + start)
            (table.lengths + table.fields)[field] = UInt32(end - start)
            start = end
        }
        guard fitRow(fields: fields, bytes) else { return }
        // Unescaping never lengthens: the fields fit where the record stands.
        assert(record.bytes.count <= bytes.count)
        let from = findings.rewritten.count
        findings.rewritten.append(contentsOf: record.bytes)
        findings.replacements.append((from..<findings.rewritten.count, bytes.lowerBound))
        findings.strayQuotes += UInt64(record.strayQuotes)
    }
}
