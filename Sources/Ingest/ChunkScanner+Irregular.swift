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
            if window.count - row > shape.maxRecordBytes + 1 { return try passOverlong() }
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

    /// Passes over a record longer than any that is taken, without holding it in memory.
    mutating func passOverlong() throws {
        findings.wasIrregular = true
        var reader = ScalarReader(shape.dialect, stores: false)
        reader.begin()
        var place = row
        var lines: UInt64 = 0
        var previous: UInt8 = 0
        var far: Window?
        while true {
            let piece = far ?? window
            let from = far == nil ? place : 0
            let rest = UnsafeBufferPointer(start: piece.bytes + from, count: piece.count - from)
            let consumed = reader.feed(rest)
            // The line end that ends the record is not inside it.
            let inside = consumed.map { $0 - 1 } ?? rest.count
            if let base = rest.baseAddress, inside > 0 {
                lines += tieout_survey(base, inside, previous, 0).lines
                previous = base[inside - 1]
            }
            place += inside
            if consumed != nil || piece.reachesEnd { break }
            far = try Window(
                store, from: piece.origin + UInt64(piece.count),
                to: piece.origin + UInt64(piece.count) + 1 << 20)
        }
        var flawed = FlawedRecord(bytes: row..<place, flaw: .tooLong(limit: shape.maxRecordBytes))
        flawed.linesInside = lines
        let start = window.origin + UInt64(row)
        let shown = try Window(
            store, from: start, to: start + UInt64(min(place - row, FlawedRecord.textBytes)))
        flawed.text = shown.copy(0..<shown.count)
        findings.flawed.append(flawed)
        row = try startBehind(place)
    }

    /// Where the record behind the line end at window place `end` starts, though it may lie far
    /// behind the window.
    private func startBehind(_ end: Int) throws -> Int {
        let offset = window.origin + UInt64(end)
        guard offset < store.count else { return end }
        let pair = try Window(store, from: offset, to: offset + 2)
        return end + min(Self.behind(0, pair.bytes), pair.count)
    }
}
