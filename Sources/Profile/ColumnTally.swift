import Records

/// What one thread has seen of one column: nothing in it depends on the order of the records.
struct ColumnTally: ~Copyable {
    /// Bytes of a value that are kept to be shown.
    static let shownBytes = 64

    private(set) var filled = 0
    private(set) var nulls = 0
    private(set) var characters = 0
    private(set) var leastCharacters = Int.max
    private(set) var mostCharacters = 0
    private(set) var distinct: DistinctSketch

    private(set) var integers = 0
    private(set) var leadingZeros = 0
    private(set) var booleans = 0
    private(set) var uuids = 0
    private(set) var times = 0
    private(set) var texts = TextExtremes()
    /// Numbers with a point or no mark, and those with a comma or none.
    private(set) var pointNumbers = Extremes<Double>()
    private(set) var commaNumbers = Extremes<Double>()
    /// By `DateOrder.rawValue`.
    private(set) var dates = [Extremes<Int>](repeating: Extremes(), count: DateOrder.allCases.count)

    private var pattern = CharacterPattern()

    init(distinctSize: Int) { distinct = DistinctSketch(size: distinctSize) }

    /// Takes a batch's values.
    ///
    /// - Returns: the most frequent values of the batch, and the most frequent patterns.
    mutating func add(
        _ values: borrowing BatchValues, of batch: RawBatch, column: Int
    ) -> (values: FrequentItems, patterns: FrequentItems) {
        var patterns = FrequentItems()
        nulls += values.nulls
        filled += batch.recordCount - values.nulls
        for value in values.values {
            let bytes = batch.field(Int(value.record), column)
            let count = Int(value.count)
            distinct.add(value.hash)
            pattern.read(bytes)
            characters += count * pattern.characters
            leastCharacters = min(leastCharacters, pattern.characters)
            mostCharacters = max(mostCharacters, pattern.characters)
            let widths = pattern.widths
            patterns.add(
                pattern.runs.withUnsafeBufferPointer { xxh3($0) },
                FrequentItems.Item(text: pattern.runs, count: count, widths: widths.map { $0...$0 }),
                count: count, lengths: widths)
            texts.add(bytes)
            classify(bytes, count)
        }
        patterns.keep(batch.sequence == 0 ? Self.keptOfFirst : Self.patternsKept)
        return (Self.frequent(values, batch, column), patterns)
    }

    /// Most values and patterns of a batch, and of a stretch of batches, that are counted on.
    static let valuesKept = 256
    static let patternsKept = 64
    /// The first batch keeps more: it is often the only one, and then its counts are exact.
    private static let keptOfFirst = 1 << 15

    /// The most frequent values; those that must go are left out before anything is made of them.
    private static func frequent(
        _ values: borrowing BatchValues, _ batch: RawBatch, _ column: Int
    ) -> FrequentItems {
        var kept = FrequentItems()
        var cutoff = 0
        let most = batch.sequence == 0 ? keptOfFirst : valuesKept
        if values.values.count > most {
            cutoff = Int(values.values.map(\.count).sorted(by: >)[most])
            kept.leaveOut(upTo: cutoff)
        }
        for value in values.values where Int(value.count) > cutoff {
            let bytes = batch.field(Int(value.record), column)
            let item = FrequentItems.Item(text: [UInt8](bytes.prefix(shownBytes)), count: Int(value.count))
            kept.add(value.hash, item, count: item.count)
        }
        return kept
    }

    /// What the value may be; the first character decides what is worth a look.
    @inline(__always)
    private mutating func classify(_ value: Bytes, _ count: Int) {
        let first = value[0]
        if first &- 0x30 < 10 || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            if let number = ReadNumber(value) {
                if number.isInteger { integers += count }
                if number.hasLeadingZero { leadingZeros += count }
                if !number.hasComma { pointNumbers.add(number.value, value, times: count) }
                if number.hasComma || number.isInteger { commaNumbers.add(number.value, value, times: count) }
                return
            }
            if let date = ReadDate(value) {
                if date.hasTime { times += count }
                for order in DateOrder.allCases {
                    if let moment = date.moment(order) {
                        dates[order.rawValue].add(moment, value, times: count)
                    }
                }
                return
            }
        }
        if value.count <= 5 {
            if isBoolean(value) { booleans += count }
        } else if value.count == 36, isUUID(value) {
            uuids += count
        }
    }

    /// Adds all that another thread has seen.
    mutating func join(_ other: borrowing ColumnTally) {
        filled += other.filled
        nulls += other.nulls
        characters += other.characters
        leastCharacters = min(leastCharacters, other.leastCharacters)
        mostCharacters = max(mostCharacters, other.mostCharacters)
        distinct.join(other.distinct)
        integers += other.integers
        leadingZeros += other.leadingZeros
        booleans += other.booleans
        uuids += other.uuids
        times += other.times
        texts.join(other.texts)
        pointNumbers.join(other.pointNumbers)
        commaNumbers.join(other.commaNumbers)
        for place in dates.indices { dates[place].join(other.dates[place]) }
    }

    /// How many different values there are, and the standard error of that.
    mutating func countDistinct() -> (count: Int, error: Double) { distinct.estimate() }
}

private func isBoolean(_ value: Bytes) -> Bool {
    var packed: UInt64 = 0
    for byte in value { packed = packed << 8 | UInt64(byte | 0x20) }
    return booleanWords.contains(packed)
}

/// true, false, yes, no, t, f, y, n.
private let booleanWords: [UInt64] = ["true", "false", "yes", "no", "t", "f", "y", "n"].map {
    $0.utf8.reduce(0) { packed, byte in packed << 8 | UInt64(byte) }
}

private func isUUID(_ value: Bytes) -> Bool {
    value.enumerated().allSatisfy { place, byte in
        switch place {
        case 8, 13, 18, 23: byte == UInt8(ascii: "-")
        default: byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
        }
    }
}
