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
    /// Quoted fields, and those of them in records without a flaw.
    private(set) var quotedFields = 0
    private(set) var soundQuotedFields = 0
    private(set) var strayQuotes = 0
    /// The sample ends within a record of ten lines or more.
    private(set) var isCutOff = false
    /// Records that have another number of fields than is usual, but more than one.
    private var ragged = 0
    /// Records without a flaw.
    private var soundRecords = 0
    private let headed: Bool
    /// How many sound records have how many fields.
    private var widths: [Int: Int] = [:]

    /// - Parameters:
    ///   - isWhole: the sample is the whole file, so that its end ends a record.
    ///   - headed: the first record is the header.
    init(_ dialect: Dialect, _ sample: [UInt8], isWhole: Bool, headed: Bool) {
        self.dialect = dialect
        self.headed = headed
        var reader = ScalarReader(dialect, stores: false)
        var counts: [Int] = []
        var sound: [Int] = []
        sample.withUnsafeBufferPointer { sample in
            var start = 0
            while start < sample.count && counts.count < Self.recordLimit {
                reader.begin()
                let rest = UnsafeBufferPointer(rebasing: sample[start...])
                let length = reader.feed(rest)
                if length == nil {
                    // An unfinished record tells nothing, unless it has swallowed all the others.
                    let lines = rest.count { $0 == lineFeed || $0 == carriageReturn }
                    isCutOff = !isWhole && lines >= 10
                    if isCutOff && counts.count < 20 { flawed += 1 }
                    if !isWhole && !counts.isEmpty { break }
                    reader.finish()
                }
                start += length ?? rest.count
                guard reader.fieldCount > 0 else { continue }
                bytes = start
                if counts.isEmpty { firstFields = reader.fieldCount }
                counts.append(reader.fieldCount)
                quotedFields += reader.quotedFields
                strayQuotes += reader.record.strayQuotes
                if reader.record.flaw != nil {
                    flawed += 1
                } else {
                    sound.append(reader.fieldCount)
                    soundQuotedFields += reader.quotedFields
                }
            }
        }
        records = counts.count
        soundRecords = sound.count
        var tally: [Int: Int] = [:]
        for count in sound { tally[count, default: 0] += 1 }
        // The header decides between two equally frequent numbers, else the wider does: the order of the
        // tally plays no part.
        func rank(_ count: Int, _ times: Int) -> (Int, Int, Int) {
            (times, headed && count == firstFields ? 1 : 0, count)
        }
        for (count, times) in tally where rank(count, times) > rank(fields, consistent) {
            consistent = times
            fields = count
        }
        widths = tally
        ragged = sound.count { $0 != fields && $0 > 1 }
    }

    /// The widths that records have again and again: one in twenty of the sample; nil: the
    /// sample is too small to tell.
    var usualWidths: Set<Int>? {
        guard soundRecords >= Self.tellingRecords else { return nil }
        return Set(widths.filter { $0.value * Self.tellingRecords >= soundRecords }.keys)
    }
    static let tellingRecords = 20

    /// Share of the records without a flaw that have the usual number of fields.
    var consistency: Double { soundRecords == 0 ? 0 : Double(consistent) / Double(soundRecords) }

    /// How well the sample reads: about 1 where all is regular.
    var score: Double {
        guard records > 0 else { return 0 }
        let count = Double(records)
        var score = consistency + 0.5 * Double(ragged) / Double(max(1, soundRecords))
        score -= 0.3 * min(1, 5 * Double(flawed) / count) + 0.02 * Double(strayQuotes) / count
        // Whether the file has one column is another question, asked when no split convinces.
        if fields == 1 { score -= 0.5 }
        // Times and ratios hold colons far more often than columns are separated by them.
        if dialect.delimiter == UInt8(ascii: ":") { score -= 0.2 }
        if headed && firstFields != fields { score -= firstFields == 1 ? 0.3 : 0.1 }
        if quotedFields > 0 && flawed == 0 { score += 0.01 }
        return score + 0.0001 * Double(min(fields, 50))
    }
}
