import CKernels

extension ChunkScanner {
    /// Makes records of the first `count` ends, from the record at hand on.
    ///
    /// - Returns: the ends used; the others belong to a record whose end is not known yet.
    @inline(__always)
    mutating func takeRows(_ count: Int, trims: Bool) -> Int {
        guard let ends = UnsafePointer(self.ends.baseAddress) else { return 0 }
        let bytes = UnsafePointer(window.bytes)
        let columns = shape.columnCount
        let delimiter = shape.dialect.delimiter
        let quote = UInt32(shape.dialect.quote.map(UInt32.init) ?? 256)
        let dialect = shape.dialect
        let limit = shape.maxRecordBytes
        let stop = min(self.stop, window.count)
        // A line of blanks in a trimmed one-column source needs a second look.
        let takesWhole = !(trims && columns == 1)
        var row = self.row
        var used = 0
        while row < stop {
            table.reserve(columns)
            if used &+ columns <= count && takesWhole {
                let starts = table.starts + table.fields
                let lengths = table.lengths + table.fields
                var start = UInt32(truncatingIfNeeded: row)
                var lineEnds = 0
                var flags: UInt32 = 0
                for column in 0..<columns {
                    let entry = ends[used &+ column]
                    let end = entry & ~TIEOUT_SCAN_DOUBLED
                    flags |= entry
                    lineEnds &+= bytes[Int(end)] == delimiter ? 0 : 1
                    let (first, length) = Self.value(
                        bytes, start, end, quote: quote, dialect: dialect, trims: trims)
                    starts[column] = first
                    lengths[column] = length
                    start = end &+ 1
                }
                let end = Int(start) &- 1
                if lineEnds == 1 && bytes[end] != delimiter && end &- row <= limit {
                    if flags & TIEOUT_SCAN_DOUBLED != 0 {
                        noteDoubled(table.fields..<table.fields + columns)
                    }
                    table.offsets[table.records] = UInt32(truncatingIfNeeded: row)
                    table.fields &+= columns
                    table.records &+= 1
                    used &+= columns
                    row = Self.behind(end, bytes)
                    continue
                }
            }
            guard let fields = fieldsOfRow(from: used, to: count) else { break }
            self.row = row
            row = takeUnusualRow(from: used, fields: fields, trims: trims)
            used += fields
        }
        self.row = row
        return used
    }

    /// Where the next record starts, given the place of a line end.
    @inline(__always)
    static func behind(_ end: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
        bytes[end] == carriageReturn && bytes[end &+ 1] == lineFeed ? end &+ 2 : end &+ 1
    }

    /// Start and length of a field's value, without its quotes.
    @inline(__always)
    private static func value(
        _ bytes: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, quote: UInt32, dialect: Dialect, trims: Bool
    ) -> (UInt32, UInt32) {
        var first = start
        var last = end
        if trims {
            while first < last && dialect.isBlank(bytes[Int(first)]) { first &+= 1 }
            while first < last && dialect.isBlank(bytes[Int(last &- 1)]) { last &-= 1 }
        }
        let quoted: UInt32 = UInt32(bytes[Int(first)]) == quote ? 1 : 0
        return (first &+ quoted, last &- first &- quoted &* 2)
    }

    /// How many ends make up the record that begins with end `first`; nil if its last is not known.
    private func fieldsOfRow(from first: Int, to count: Int) -> Int? {
        for index in first..<count
        where window.bytes[Int(ends[index] & ~TIEOUT_SCAN_DOUBLED)] != shape.dialect.delimiter {
            return index - first + 1
        }
        return nil
    }

    /// A record that is too long, too narrow or too wide, or a blank line.
    ///
    /// - Returns: where the next record starts.
    @inline(never)
    private mutating func takeUnusualRow(from first: Int, fields: Int, trims: Bool) -> Int {
        let bytes = UnsafePointer(window.bytes)
        let dialect = shape.dialect
        let quote = UInt32(dialect.quote.map(UInt32.init) ?? 256)
        let end = Int(ends[first + fields - 1] & ~TIEOUT_SCAN_DOUBLED)
        let next = Self.behind(end, bytes)
        let blank = fields == 1 && (row..<end).allSatisfy { trims && dialect.isBlank(bytes[$0]) }
        if blank && (shape.columnCount > 1 || end == window.count) {
            // Blanks before the end of the source are nothing at all to libcsv.
            if end < window.count { findings.blankLines += 1 }
            return next
        }
        if end - row > shape.maxRecordBytes {
            reject(row..<end, .tooLong(limit: shape.maxRecordBytes))
            return next
        }
        table.reserve(max(fields, shape.columnCount))
        var start = UInt32(row)
        var flags: UInt32 = 0
        for field in 0..<fields {
            let entry = ends[first + field]
            let fieldEnd = entry & ~TIEOUT_SCAN_DOUBLED
            flags |= entry
            let value = Self.value(bytes, start, fieldEnd, quote: quote, dialect: dialect, trims: trims)
            (table.starts + table.fields)[field] = value.0
            (table.lengths + table.fields)[field] = value.1
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
        if fields > columns && (columns..<fields).contains(where: { lengths[$0] > 0 }) {
            reject(bytes, .tooManyFields(fields, expected: columns))
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
