import CKernels

extension ChunkScanner {
    /// Reads single records of any place in one go, each with so many bytes behind its start side by side in one
    /// window.
    ///
    /// - Parameters:
    ///   - places: of records, ascending.
    ///   - reach: bytes read from the start of each on.
    /// - Returns: false unless every one of them is regular and ends within reach: then nothing is to be taken.
    mutating func readSideBySide(_ places: ArraySlice<UInt64>, reach: UInt64) throws -> Bool {
        // What the scan knows nothing of is read byte by byte.
        guard shape.dialect.escape == nil, shape.dialect.comment == nil else { return false }
        guard let last = places.last else { return false }
        let end = try store.reach(last + reach)
        guard last < end else { return false }
        var stretches: [Range<UInt64>] = []
        stretches.reserveCapacity(places.count)
        for (index, place) in zip(places.indices, places) {
            // What follows another closely enough is read with it.
            let next = index + 1 < places.endIndex ? places[index + 1] : end
            stretches.append(place..<min(place + reach, next))
        }
        window = try Window(store, stretches, in: pool)
        table.clear()
        findings = ChunkFindings()
        var start = 0
        for stretch in stretches {
            let limit = start + stretch.count
            guard takeRegular(at: start, before: limit) else { return false }
            start = limit
        }
        guard findings.flawed.isEmpty else { return false }
        examineSideBySide()
        return true
    }

    /// Takes the one record that starts at a place of the window, if it is regular and ends before another.
    private mutating func takeRegular(at place: Int, before limit: Int) -> Bool {
        var dialect = shape.dialect.forScan
        var state = tieout_scan_state()
        state.field_start = 1
        var position = place
        found.clear()
        repeat {
            let end = min(position + Self.lookingAhead, limit)
            let irregular = tieout_scan(window.bytes, &position, end, &dialect, &state, &found)
            if found.row_count > 0 { break }
            // Short of room, or at a quote that no regular writer puts there.
            guard irregular == 0, position == end else { return false }
        } while position < limit
        guard found.row_count > 0 else { return false }
        (row, stop) = (place, place + 1)
        let records = table.records
        _ = takeRows()
        return table.records == records + 1
    }

    /// Bytes looked at before it is asked whether the record has ended; of whole blocks, so that the scan can go on.
    private static let lookingAhead = 128

    /// Finds out whether bytes beyond ASCII, or none of UTF-8, are in the records.
    private mutating func examineSideBySide() {
        findings.hasNonASCII = tieout_survey(window.bytes, window.count, 0, 0).nonascii != 0
        guard findings.hasNonASCII else { return }
        let columns = shape.columnCount
        findings.hasMalformed = (0..<table.records).contains { record in
            (record * columns..<(record + 1) * columns).contains { field in
                let length = Int(table.lengths[field])
                return tieout_utf8_prefix(window.bytes + Int(table.starts[field]), length) < length
            }
        }
    }
}
