/// How a sample reads in one dialect.
struct DialectTrial {
    /// Records looked at.
    static let recordLimit = 200

    let dialect: Dialect
    /// Records read, blank lines aside.
    private(set) var records = 0
    /// Bytes of them.
    private(set) var bytes = 0
    /// The most frequent number of fields, and how many records have it.
    private(set) var fields = 1
    private(set) var consistent = 0
    /// Fields in the first record.
    private(set) var firstFields = 0
    /// Records with text after a closing quote, or never closed.
    private(set) var flawed = 0
    private(set) var quotedFields = 0
    private(set) var strayQuotes = 0

    /// - Parameter isWhole: the sample is the whole file, so that its end ends a record.
    init(_ dialect: Dialect, _ sample: [UInt8], isWhole: Bool) {
        self.dialect = dialect
        var reader = ScalarReader(dialect, stores: false)
        var counts: [Int] = []
        sample.withUnsafeBufferPointer { sample in
            var start = 0
            while start < sample.count && counts.count < Self.recordLimit {
                reader.begin()
                let rest = UnsafeBufferPointer(rebasing: sample[start...])
                let length = reader.feed(rest)
                if length == nil {
                    // An unfinished record tells nothing, unless it has swallowed all the others.
                    let lines = rest.count { $0 == lineFeed || $0 == carriageReturn }
                    if !isWhole && lines >= 10 && counts.count < 20 { flawed += 1 }
                    if !isWhole && !counts.isEmpty { break }
                    reader.finish()
                }
                start += length ?? rest.count
                guard reader.fieldCount > 0 else { continue }
                bytes = start
                counts.append(reader.fieldCount)
                quotedFields += reader.quotedFields
                strayQuotes += reader.record.strayQuotes
                if reader.record.flaw != nil { flawed += 1 }
            }
        }
        records = counts.count
        firstFields = counts.first ?? 0
        var tally: [Int: Int] = [:]
        for count in counts { tally[count, default: 0] += 1 }
        // The wider of two equally frequent numbers, so that the order of the tally plays no part.
        for (count, times) in tally where (times, count) > (consistent, fields) {
            consistent = times
            fields = count
        }
    }

    /// Share of the records that have the usual number of fields.
    var consistency: Double { records == 0 ? 0 : Double(consistent) / Double(records) }

    /// Share of the records that cannot be trusted.
    var flawedShare: Double { records == 0 ? 1 : Double(flawed) / Double(records) }

    /// How well the sample reads: about 1 where all is regular.
    func score(header: Bool) -> Double {
        var score = consistency - min(1, 5 * flawedShare)
        // Times and ratios hold colons far more often than columns are separated by them.
        if dialect.delimiter == UInt8(ascii: ":") { score -= 0.2 }
        if header && firstFields != fields { score -= 0.3 }
        if quotedFields > 0 && flawed == 0 { score += 0.01 }
        return score - 0.02 * Double(strayQuotes) / Double(max(records, 1)) + 0.0001 * Double(min(fields, 50))
    }
}
