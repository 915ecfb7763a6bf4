extension ColumnSummary {
    /// Values and patterns that are named.
    private static let mostNamed = 10

    /// What a tally says, still without frequent values and patterns.
    init(_ tally: inout ColumnTally, name: String) {
        let (distinct, error) = tally.countDistinct()
        let filled = tally.filled
        self.init(
            name: name, type: filled == 0 ? .empty : .text, fitting: filled, format: nil, filled: filled,
            nulls: tally.nulls, distinct: distinct, distinctError: error, length: nil,
            least: tally.texts.least.map(text), greatest: tally.texts.greatest.map(text), top: [],
            topError: 0,
            patterns: [], patternError: 0)
        guard filled > 0 else { return }
        length = Lengths(
            least: tally.leastCharacters, mean: Double(tally.characters) / Double(filled),
            greatest: tally.mostCharacters)
        decideType(tally)
    }

    private mutating func decideType(_ tally: borrowing ColumnTally) {
        // One in twenty may be anything: typing errors, and words for what is missing.
        let enough = filled - filled / 20
        if tally.booleans == filled {
            type = .boolean
        } else if tally.uuids >= enough {
            (type, fitting) = (.uuid, tally.uuids)
        } else if tally.integers >= enough {
            type = tally.leadingZeros > 0 ? .digits : .integer
            fitting = tally.integers
            if type == .integer { take(tally.pointNumbers) }
        } else if max(tally.pointNumbers.count, tally.commaNumbers.count) >= enough {
            let hasComma = tally.commaNumbers.count > tally.pointNumbers.count
            type = .decimal
            format = hasComma ? "decimal comma" : nil
            fitting = max(tally.pointNumbers.count, tally.commaNumbers.count)
            take(hasComma ? tally.commaNumbers : tally.pointNumbers)
        } else {
            decideDate(tally, enough)
        }
    }

    private mutating func decideDate(_ tally: borrowing ColumnTally, _ enough: Int) {
        // Of orders that fit as many values, the first: day before month, where nothing speaks against it.
        var best = DateOrder.yearFirst
        for order in DateOrder.allCases
        where tally.dates[order.rawValue].count > tally.dates[best.rawValue].count { best = order }
        let dates = tally.dates[best.rawValue]
        guard dates.count >= enough else { return }
        type = tally.times > 0 ? .timestamp : .date
        fitting = dates.count
        switch best {
        case .yearFirst: format = nil
        case .dayFirst:
            let isOpen = tally.dates[DateOrder.monthFirst.rawValue].count == dates.count
            format = isOpen ? "day or month first" : "day first"
        case .monthFirst: format = "month first"
        }
        take(dates)
    }

    private mutating func take<Rank>(_ extremes: Extremes<Rank>) {
        least = extremes.least.map { text($0.text) }
        greatest = extremes.greatest.map { text($0.text) }
    }

    /// Adds the most frequent values and patterns.
    mutating func describe(values: FrequentItems, patterns shapes: FrequentItems) {
        top = values.ranked(Self.mostNamed).map { Frequency(value: text($0.text), count: $0.count) }
        topError = values.error
        patterns = shapes.ranked(Self.mostNamed).map {
            Frequency(value: CharacterPattern.text($0.text, $0.widths), count: $0.count)
        }
        patternError = shapes.error
    }
}

/// Bytes as text; a character that was cut at the end is left out.
private func text(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    if bytes.count == ColumnTally.shownBytes, let lead = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) {
        let needed = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : bytes[lead] >= 0xC0 ? 2 : 1
        if bytes.count - lead < needed { bytes = bytes[..<lead] }
    }
    return String(decoding: bytes, as: UTF8.self)
}
