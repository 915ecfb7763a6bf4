import Records

/// What a column holds, decided from its values; its name breaks ties.
struct KindChoice {
    var kind: FieldKind
    var share: Double

    init(_ tally: ColumnTally, _ name: ColumnName) {
        let choice =
            KindChoice.marked(tally, name) ?? KindChoice.numeric(tally, name)
            ?? KindChoice.worded(tally, name)
        (kind, share) = choice
    }

    /// Kinds whose values carry their own mark.
    private static func marked(_ t: ColumnTally, _ name: ColumnName) -> (FieldKind, Double)? {
        if t.share(t.email) > 0.5 { return (.email, t.share(t.email)) }
        if t.share(t.uuid) > 0.5 { return (.code, t.share(t.uuid)) }
        let dates = t.share(t.date)
        // Compact digits pass for dates by chance in one of 30 eight-digit numbers.
        if dates >= 0.7 || (dates >= 0.5 && (name.hints.contains(.date) || t.writtenDate * 2 > t.date)) {
            return (.date, dates)
        }
        if t.share(t.phone) > 0.5 { return (.phone, t.share(t.phone)) }
        return nil
    }

    private static func numeric(_ t: ColumnTally, _ name: ColumnName) -> (FieldKind, Double)? {
        let share = t.share(t.numeric)
        guard share >= 0.85 else { return nil }
        if name.hints.contains(.latitude), inRange(t, 90), t.decimal > 0 { return (.latitude, share) }
        if name.hints.contains(.longitude), inRange(t, 180), t.decimal > 0 { return (.longitude, share) }
        if t.percent * 2 > t.numeric { return (.number, share) }
        if t.share(t.currency) >= 0.5 || t.share(t.twoDecimals) >= 0.8 { return (.money, share) }
        if t.share(t.decimal) >= 0.05 || t.share(t.negative) >= 0.02 { return (.number, share) }
        if t.plainInteger * 10 < t.numeric * 9 { return (.number, share) }
        return (integer(t, name), share)
    }

    private static func inRange(_ t: ColumnTally, _ limit: Double) -> Bool {
        t.numbers.allSatisfy { abs($0) <= limit }
    }

    /// Integers are codes (street numbers, postcodes, account numbers) unless they measure something.
    private static func integer(_ t: ColumnTally, _ name: ColumnName) -> FieldKind {
        // Years: one year off is nearly right, which a code cannot say.
        if t.share(t.yearLike) >= 0.9 { return .number }
        if t.leadingZero > 0 { return .code }
        if name.hints.contains(.phone), t.digitLengths[7...15].reduce(0, +) * 10 >= t.filled * 9 {
            return .phone
        }
        if name.hints.contains(.code) { return .code }
        if name.hints.contains(.quantity) { return .number }
        // Round sums: a tenth of all codes end in 0, far more of what people count and pay.
        if t.share(t.tens) >= 0.35, t.distinct > 20 { return .number }
        // One width: drawn from a range of numbers that somebody assigned.
        if let widest = t.digitLengths.max(), widest * 20 >= t.plainInteger * 19 { return .code }
        // Orders of magnitude apart: sizes, populations, sums.
        let widths = t.digitLengths.indices.filter { t.digitLengths[$0] * 50 >= t.plainInteger }
        if let least = widths.first, let most = widths.last, most - least >= 3, most >= 5 { return .number }
        return .code
    }

    private static func worded(_ t: ColumnTally, _ name: ColumnName) -> (FieldKind, Double) {
        let meanWords = t.filled == 0 ? 0 : Double(t.words) / Double(t.filled)
        let meanLength = t.filled == 0 ? 0 : Double(t.bytes) / Double(t.filled)
        let coded = t.share(t.oneTokenWithDigit)
        if coded >= 0.7 { return (.code, coded) }
        let addressed = t.share(max(t.houseNumber, t.streetWord))
        if meanWords < 12 {
            if t.share(t.streetWord) >= 0.3 || t.share(t.houseNumber) >= 0.6 { return (.address, addressed) }
            if name.hints.contains(.address), addressed >= 0.15 { return (.address, addressed) }
        }
        if isCategory(t) { return (.category, t.coverage(ofMostFrequent: 30)) }
        if t.share(t.legalForm) > 0.05, meanWords < 8 { return (.organisation, t.share(t.alphabetic)) }
        if name.hints.contains(.organisation), meanWords < 5 { return (.organisation, t.share(t.alphabetic)) }
        if meanWords <= 3.2, meanLength <= 32, t.share(t.alphabetic) >= 0.85 {
            return (.name, t.share(t.alphabetic))
        }
        return (.text, 1)
    }

    /// Few values stand for nearly all records: 30 for nine tenths, ten records each.
    private static func isCategory(_ t: ColumnTally) -> Bool {
        guard t.filled >= 20 else { return false }
        let needed = max(2, min(30, t.filled / 10))
        return t.coverage(ofMostFrequent: needed) >= 0.9
    }
}
