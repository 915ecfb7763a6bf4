import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension ChunkScanner {
    /// Whether a line of the chunk starts with a byte: perhaps only inside a quoted field.
    func holdsLines(startingWith byte: UInt8, from first: Int) -> Bool {
        let end = first + chunk.count
        var place = first
        while place < end, let found = memchr(window.bytes + place, Int32(byte), end - place) {
            let at = found - UnsafeMutableRawPointer(window.bytes)
            if at == 0 || window.bytes[at - 1] == lineFeed || window.bytes[at - 1] == carriageReturn {
                return true
            }
            place = at + 1
        }
        return false
    }

    /// Takes the records whose bytes are no UTF-8 out of the table, and rejects them.
    ///
    /// Delimiters and quotes are ASCII, so that a record is well-formed exactly if its fields are.
    mutating func rejectInvalidText(to end: Int) {
        findings.hasMalformed = false
        // What stands between two of these belongs to the first of them.
        let known = findings.flawed.map(\.bytes.lowerBound) + findings.comments
        let bounds = (known + (0..<table.records).map { Int(table.offsets[$0]) }).sorted() + [end]
        let columns = shape.columnCount
        var bound = 0
        var kept = 0
        var newPlace = [Int?](repeating: nil, count: table.records)
        for record in 0..<table.records {
            let start = Int(table.offsets[record])
            while bounds[bound] <= start { bound += 1 }
            let bytes = window.bytes + start
            var length = bounds[bound] - start
            guard tieout_utf8_prefix(bytes, length) == length else {
                while length > 0, bytes[length - 1] == lineFeed || bytes[length - 1] == carriageReturn {
                    length -= 1
                }
                reject(start..<start + length, .invalidText)
                continue
            }
            newPlace[record] = kept
            if kept < record { table.move(record, to: kept, columns: columns) }
            kept += 1
        }
        guard kept < table.records else { return }
        table.records = kept
        table.fields = kept * columns
        findings.doubled = findings.doubled.compactMap { field in
            newPlace[field / columns].map { $0 * columns + field % columns }
        }
        findings.unusual = findings.unusual.compactMap { record in newPlace[Int(record)].map(UInt32.init) }
        findings.flawed.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }
}
