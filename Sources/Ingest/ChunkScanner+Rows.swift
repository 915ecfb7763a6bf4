import CKernels

extension ChunkScanner {
    /// Makes records of what the scan has found, from the record at hand on.
    ///
    /// - Returns: the ends used; the others belong to a record whose end is not known yet.
    mutating func takeRows() -> Int {
        var dialect = shape.dialect.forScan
        // A line of blanks in a trimmed one-column source needs a second look.
        let regular = !(shape.dialect.trimsSpaces && shape.columnCount == 1)
        let found = found
        var doubled = 0
        return withUnsafePointer(to: found) { pointer in
            var rows = tieout_rows(
                bytes: window.bytes, found: pointer, columns: shape.columnCount,
                row_limit: min(stop, window.count), max_record_bytes: shape.maxRecordBytes, row: row, next: 0,
                used: 0, next_quoted: 0)
            while rows.row < rows.row_limit && rows.next < found.row_count {
                let (next, used, place) = (rows.next, rows.used, table.fields)
                if regular {
                    let left = found.row_count - next
                    table.reserve(fields: left * shape.columnCount, records: left)
                    let isUnusual = tieout_take_rows(
                        &rows, &dialect, table.starts + place, table.lengths + place,
                        table.offsets + table.records)
                    table.fields += rows.used - used
                    table.records += rows.next - next
                    noteDoubled(found, from: &doubled, ends: used..<rows.used, at: place)
                    if isUnusual == 0 { break }
                    if rows.next > next { continue }
                }
                let fields = Int(found.rows[next]) - used
                let ends = UnsafeBufferPointer(start: UnsafePointer(found.ends + used), count: fields)
                row = rows.row
                rows.row = takeUnusualRow(ends)
                rows.next += 1
                rows.used += fields
                noteDoubled(
                    found, from: &doubled, ends: used..<rows.used, at: table.fields > place ? place : nil)
            }
            row = rows.row
            return rows.used
        }
    }

    /// Notes in which fields doubled quotes are to be halved.
    ///
    /// - Parameters:
    ///   - next: the first of those found that has not been looked at.
    ///   - place: where in the table the fields of `ends` begin; nil: their record was not taken.
    private mutating func noteDoubled(
        _ found: tieout_scan_output, from next: inout Int, ends: Range<Int>, at place: Int?
    ) {
        while next < found.doubled_count, Int(found.doubled[next]) < ends.upperBound {
            let number = Int(found.doubled[next])
            next += 1
            guard let place else { continue }
            let field = place + number - ends.lowerBound
            if staysDoubled(field) { continue }
            if findings.doubled.last != field { findings.doubled.append(field) }
        }
    }

    /// Whether a field of the record taken last, or of regular ones taken with it, is wanted as it was written: its
    /// column is, and the record lies so.
    @inline(__always)
    private func staysDoubled(_ field: Int) -> Bool {
        guard !verbatim.isEmpty else { return false }
        let (record, column) = field.quotientAndRemainder(dividingBy: shape.columnCount)
        return verbatim[column] && findings.unusual.last.map(Int.init) != record
    }

    /// Where the next record starts, given the place of a line end.
    @inline(__always)
    static func behind(_ end: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
        bytes[end] == carriageReturn && bytes[end &+ 1] == lineFeed ? end &+ 2 : end &+ 1
    }

    /// The record at hand, whose fields end there: it is too long, too narrow or too wide, or a blank line.
    ///
    /// - Returns: where the next record starts.
    @inline(never)
    private mutating func takeUnusualRow(_ ends: UnsafeBufferPointer<UInt32>) -> Int {
        let bytes = UnsafePointer(window.bytes)
        let dialect = shape.dialect
        let fields = ends.count
        let end = Int(ends[fields - 1])
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
        var scan = dialect.forScan
        for field in 0..<fields {
            let value = tieout_field_place(bytes, start, ends[field], &scan)
            (table.starts + table.fields)[field] = value.start
            (table.lengths + table.fields)[field] = value.length
            start = ends[field] + 1
        }
        _ = fitRow(fields: fields, row..<end)
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
        findings.unusual.append(UInt32(table.records))
        table.offsets[table.records] = UInt32(bytes.lowerBound)
        table.fields += columns
        table.records += 1
        return true
    }

    mutating func reject(_ bytes: Range<Int>, _ flaw: RecordFlaw) {
        findings.flawed.append(FlawedRecord(bytes: bytes, flaw: flaw))
    }
}
