import CKernels
import Records

extension CSVSource {
    /// Every record that was read stands at a known place of a file; what flows is gone.
    public var canFetch: Bool { store.isSeekable }

    /// Reads single records again, chunk by chunk; what lies between them is only passed over, for its lines.
    ///
    /// - Precondition: the source was read to its end.
    /// - Complexity: O(bytes from the first chunk concerned to the last place).
    public func fetch(_ places: [UInt64], countingLines: Bool) throws -> FetchedRecords {
        guard countingLines else { return try fetchWithoutLines(places) }
        let chunkLines = chunkLines.withLock { $0 }
        var fetched = FetchedFields(records: places.count, columns: columns.count, recordBytes: recordBytes)
        var lines: [UInt64] = []
        var scanner = try ChunkScanner(shape: shape, store: store)
        var first = 0
        while first < places.count {
            let chunk = places[first] / UInt64(chunkBytes)
            var end = first + 1
            while end < places.count && places[end] / UInt64(chunkBytes) == chunk { end += 1 }
            let start = chunk * UInt64(chunkBytes)
            guard Int(chunk) < chunkLines.count, try store.reach(places[end - 1] + 1) > places[end - 1] else {
                throw changed
            }
            try scanner.load(start..<places[end - 1] + 1)
            lines += scanner.lines(upTo: places[first..<end]).map { $0 + chunkLines[Int(chunk)] + 1 }
            let found = try fetch(places[first..<end], with: &scanner)
            guard found.batch.recordCount >= end - first else { throw changed }
            fetched.append(nullWords?.emptied(found.batch) ?? found.batch, records: found.records)
            first = end
        }
        return fetched.records(lines: lines)
    }

    /// Reads single records without looking at what lies between them: most of them side by side, the others
    /// stretch by stretch of near ones.
    private func fetchWithoutLines(_ places: [UInt64]) throws -> FetchedRecords {
        var fetched = FetchedFields(records: places.count, columns: columns.count, recordBytes: recordBytes)
        var scanner = try ChunkScanner(shape: shape, store: store)
        let reach = UInt64(2 * recordBytes + 256)
        for first in stride(from: 0, to: places.count, by: Self.sideBySide) {
            let part = places[first..<min(first + Self.sideBySide, places.count)]
            if try scanner.readSideBySide(part, reach: reach) {
                let batch = scanner.takeBatch(sequence: 0).batch
                fetched.append(nullWords?.emptied(batch) ?? batch, records: 0..<part.count)
            } else {
                try fetchStretches(part, with: &scanner, into: &fetched)
            }
        }
        return fetched.records(lines: [])
    }

    /// Records that are read side by side: few, so that not many are read again where one is not regular.
    private static let sideBySide = 64

    private func fetchStretches(
        _ places: ArraySlice<UInt64>, with scanner: inout ChunkScanner, into fetched: inout FetchedFields
    ) throws {
        let near = UInt64(4 * recordBytes)
        var first = places.startIndex
        while first < places.endIndex {
            var end = first + 1
            while end < places.endIndex && places[end] - places[end - 1] <= near
                && places[end] - places[first] < UInt64(1 << 20)
            {
                end += 1
            }
            let limit = try store.reach(places[end - 1] + UInt64(2 * recordBytes))
            guard places[end - 1] < limit else { throw changed }
            try scanner.load(places[first]..<limit)
            let found = try fetch(places[first..<end], with: &scanner)
            fetched.append(nullWords?.emptied(found.batch) ?? found.batch, records: found.records)
            first = end
        }
    }

    /// Reads the records at places of the loaded chunk: all from the first on where they stand close together,
    /// else each by itself.
    private func fetch(
        _ places: ArraySlice<UInt64>, with scanner: inout ChunkScanner
    ) throws -> (batch: RawBatch, records: [Int]) {
        guard let first = places.first, let last = places.last else {
            preconditionFailure("there are places")
        }
        guard UInt64(places.count * recordBytes * 8) > last - first else {
            try scanner.scanSingly(places)
            guard scanner.table.records == places.count else { throw changed }
            return (scanner.takeBatch(sequence: 0).batch, Array(0..<places.count))
        }
        try scanner.scan(from: first)
        let batch = scanner.takeBatch(sequence: 0).batch
        var records: [Int] = []
        var record = 0
        for place in places {
            while record < batch.recordCount && batch.place(record) < place { record += 1 }
            guard record < batch.recordCount, batch.place(record) == place else { throw changed }
            records.append(record)
        }
        return (batch, records)
    }

    private var changed: TieoutError {
        TieoutError("changed while it was compared", at: name, remedy: "run again when nothing writes to it")
    }
}

extension ChunkScanner {
    /// Reads the records at these file offsets of the loaded chunk, and no others. The authority does it: for
    /// a record here and there, starting the scan costs more.
    fileprivate mutating func scanSingly(_ places: ArraySlice<UInt64>) throws {
        table.clear()
        findings = ChunkFindings()
        // Which of them hold such bytes is found out record by record.
        findings.hasNonASCII = true
        findings.hasMalformed = true
        for place in places {
            row = Int(place - window.origin)
            stop = row + 1
            try readIrregular()
        }
    }

    /// Line ends between the start of the loaded chunk and each place, which ascend.
    fileprivate func lines(upTo places: ArraySlice<UInt64>) -> [UInt64] {
        var counts: [UInt64] = []
        counts.reserveCapacity(places.count)
        var at = chunkStart
        var lines: UInt64 = 0
        for place in places {
            let end = Int(place - window.origin)
            let previous = at == 0 ? 0 : window.bytes[at - 1]
            lines += tieout_survey(window.bytes + at, end - at, previous, 0).lines
            at = end
            counts.append(lines)
        }
        return counts
    }
}
