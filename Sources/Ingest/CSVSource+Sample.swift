import Records

extension CSVSource {
    /// Files up to this size are sampled whole.
    private static let smallBytes: UInt64 = 8 << 20
    /// Places of a larger file that are looked at, besides its beginning.
    private static let places = 8

    /// The whole of a small file; of a larger one the beginning and eight stretches spread evenly over
    /// it, always the same. A stretch that might have been entered inside a quoted field is left out.
    public func sample(records: Int) throws -> [RawBatch] {
        var scanner = try ChunkScanner(shape: shape, store: store)
        var batches: [RawBatch] = []
        func take(_ scanner: inout ChunkScanner) {
            if scanner.table.records > 0 { batches.append(scanner.takeBatch(sequence: batches.count).batch) }
        }
        if store.count <= Self.smallBytes {
            try scanner.load(0..<store.count)
            try scanner.scan(from: firstRecord)
            take(&scanner)
            return batches
        }
        let wanted = max(1, records) * recordBytes / (Self.places + 1)
        // No two stretches overlap.
        let stretch = min(UInt64(min(max(wanted, 64 << 10), 4 << 20)), store.count / UInt64(Self.places + 2))
        try scanner.load(0..<min(store.count, firstRecord + stretch))
        try scanner.scan(from: firstRecord)
        take(&scanner)
        for place in 1...Self.places {
            let start = max(firstRecord, store.count / UInt64(Self.places + 1) * UInt64(place))
            guard start + stretch <= store.count else { break }
            try scanner.load(start..<start + stretch)
            guard let guess = scanner.guessStart(), guess.isCertain || !scanner.hasQuotes else { continue }
            try scanner.scan(from: guess.start)
            // What the scan had to ask about may be a wrong guess: a sample can do without it.
            guard scanner.findings.flawed.isEmpty, guess.isCertain || !scanner.findings.wasIrregular else {
                continue
            }
            take(&scanner)
        }
        return batches
    }
}
