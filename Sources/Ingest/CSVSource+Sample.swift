import Records

extension CSVSource {
    /// Files up to this size are sampled whole.
    private static let smallBytes: UInt64 = 8 << 20
    /// Places of a larger file that are looked at, besides its beginning.
    private static let places = 8

    /// The whole of a small source; of a larger file the beginning and eight stretches spread evenly over
    /// it, always the same; of what flows its beginning, which nothing takes away from what is read later.
    /// A stretch that might have been entered inside a quoted field is left out.
    public func sample(records: Int) throws -> [RawBatch] {
        try store.beginPass()
        var scanner = try ChunkScanner(shape: shape, store: store)
        var batches: [RawBatch] = []
        func take(_ scanner: inout ChunkScanner) {
            if scanner.table.records > 0 {
                let batch = scanner.takeBatch(sequence: batches.count).batch
                batches.append(nullWords?.emptied(batch) ?? batch)
            }
        }
        let wanted = UInt64(min(max(max(1, records) * recordBytes, 1 << 20), Int(Self.smallBytes)))
        let reached = try store.reach(store.isSeekable ? Self.smallBytes + 1 : wanted)
        if reached <= Self.smallBytes {
            try scanner.load(0..<reached)
            try scanner.scan(from: firstRecord)
            take(&scanner)
            return batches
        }
        let count = try store.reach(.max)
        // No two stretches overlap.
        let stretch = min(
            UInt64(min(max(max(1, records) * recordBytes / (Self.places + 1), 64 << 10), 4 << 20)),
            count / UInt64(Self.places + 2))
        try scanner.load(0..<min(count, firstRecord + stretch))
        try scanner.scan(from: firstRecord)
        take(&scanner)
        for place in 1...Self.places {
            let start = max(firstRecord, count / UInt64(Self.places + 1) * UInt64(place))
            guard start + stretch <= count else { break }
            try scanner.load(start..<start + stretch)
            guard let guess = scanner.guessStart(), guess.isCertain || !scanner.holdsQuotes() else {
                continue
            }
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
