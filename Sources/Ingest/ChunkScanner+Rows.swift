import CKernels

extension ChunkScanner {
    /// Makes records of what the scan has found, from the record at hand on.
    ///
    /// - Returns: the ends used; the others belong to a record whose end is not known yet.
    mutating func takeRows() -> Int {
        var dialect = shape.dialect.forScan
        let columns = shape.columnCount
        // A line of blanks in a trimmed one-column source needs a second look.
        let regular = !(shape.dialect.trimsSpaces && columns == 1)
        let rowLimit = min(stop, window.count)
        var used = 0
        var next = 0
        while row < rowLimit && next < found.row_count {
            if regular {
                let left = found.row_count - next
                table.reserve(fields: left * columns, records: left)
                var rows = tieout_rows(
                    bytes: window.bytes, ends: found.ends, rows: found.rows, row_count: found.row_count,
                    columns: columns, row_limit: rowLimit, max_record_bytes: shape.maxRecordBytes, row: row,
                    next: next, used: used)
                let stop = tieout_take_rows(
                    &rows, &dialect, table.starts + table.fields, table.lengths + table.fields,
                    table.offsets + table.records)
                table.fields += rows.used - used
                table.records += rows.next - next
                row = rows.row
                next = rows.next
                used = rows.used
                if stop == TIEOUT_ROWS_DOUBLED { noteDoubled(table.fields - columns..<table.fields) }
                if stop == TIEOUT_ROWS_END { return used }
                if stop != TIEOUT_ROWS_UNUSUAL { continue }
            }
            let fields = Int(found.rows[next]) - used
            row = takeUnusualRow(from: used, fields: fields)
            next += 1
            used += fields
        }
        return used
    }

    /// Where the next record starts, given the place of a line end.
    @inline(__always)
    static func behind(_ end: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
        bytes[end] == carriageReturn && bytes[end &+ 1] == lineFeed ? end &+ 2 : end &+ 1
    }

    /// A record that is too long, too narrow or too wide, or a blank line.
    ///
    /// - Returns: where the next record starts.
    @inline(never)
    private mutating func takeUnusualRow(from first: Int, fields: Int) -> Int {
        let bytes = UnsafePointer(window.bytes)
        let dialect = shape.dialect
        let end = Int(found.ends[first + fields - 1] & ~TIEOUT_SCAN_DOUBLED)
        let next = Self.behind(end, bytes)
        let blank =
            fields == 1 && (row..<end).allSatisfy { dialect.trimsSpaces && dialect.isBlank(bytes[$0]) }
        if blank && (shape.columnCount > 1 || end == window.count) {
            // Blanks before the end of the source are nothing at all to libcsv.
            if end < window.count { findings.blankLines += 1 }
            return next
        }
        if end - row > shape.maxRecordBytes {
            reject(row..<end, .tooLong(limit: shape.maxRecordBytes))
            return next
        }
        table.reserve(fields: max(fields, shape.columnCount), records: 1)
        var start = UInt32(row)
        var flags: UInt32 = 0
        var scan = dialect.forScan
        for field in 0..<fields {
            let entry = found.ends[first + field]
            let fieldEnd = entry & ~TIEOUT_SCAN_DOUBLED
            flags |= entry
            let value = tieout_field_place(bytes, start, fieldEnd, &scan)
            (table.starts + table.fields)[field] = value.start
            (table.lengths + table.fields)[field] = value.length
            start = fieldEnd + 1
        }
        let place = table.fields
        if fitRow(fields: fields, row..<end) && flags & TIEOUT_SCAN_DOUBLED != 0 {
            noteDoubled(place..<table.fields)
        }
        return next
    }

    /// Takes the row whose `fields` places stand behind those in use: a missing field is empty,
    /// surplus fields may be if they are empty.
    ///
    /// - Returns: whether the row was taken; otherwise it is rejected.
    mutating func fitRow(fields: Int, _ bytes: Range<Int>) -> Bool {
        let columns = shape.columnCount
        let starts = table.starts + table.fields
        let lengths = table.lengths + table.fields
        if fields > columns
            && (!shape.takes(width: fields) || (columns..<fields).contains(where: { lengths[$0] > 0 }))
        {
            reject(bytes, .otherWidth(fields, expected: columns))
            return false
        }
        if fields < columns && !shape.takes(width: fields) {
            reject(bytes, .otherWidth(fields, expected: columns))
            return false
        }
        if fields < columns {
            for column in fields..<columns {
                starts[column] = UInt32(bytes.lowerBound)
                lengths[column] = 0
            }
            findings.shortRecords += 1
        }
        table.offsets[table.records] = UInt32(bytes.lowerBound)
        table.fields += columns
        table.records += 1
        return true
    }

    mutating func reject(_ bytes: Range<Int>, _ flaw: RecordFlaw) {
        findings.flawed.append(FlawedRecord(bytes: bytes, flaw: flaw))
    }

    /// Notes which of these fields are quoted and hold a quote.
    @inline(never)
    private mutating func noteDoubled(_ fields: Range<Int>) {
        guard let quote = shape.dialect.quote else { return }
        for field in fields {
            let start = Int(table.starts[field])
            let length = Int(table.lengths[field])
            guard start > 0, window.bytes[start - 1] == quote, length > 1 else { continue }
            let value = UnsafeBufferPointer(start: window.bytes + start, count: length)
            if value.contains(quote) { findings.doubled.append(field) }
        }
    }
}
