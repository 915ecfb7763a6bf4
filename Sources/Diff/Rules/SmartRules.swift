import Records

/// Rules for the compared columns, from samples of both sides: numbers and dates where nearly every value of
/// both sides is one, else texts in which blanks at the ends do not count.
///
/// Codes stay texts: digits with a zero in front, or more digits than a number of fifteen.
///
/// - Parameter zones: minutes east of UTC of times without a zone, on the left and on the right.
public func smartRules(
    _ columns: [ComparedColumns.Pair], left: [RawBatch], right: [RawBatch], zones: (left: Int, right: Int)
) -> [CellRule] {
    columns.map { column in
        let one = ColumnShape(left, column.left)
        let other = ColumnShape(right, column.right)
        var rule = CellRule()
        rule.ignoresSpace = true
        if let leftComma = one.numbers(), let rightComma = other.numbers() {
            rule.numbers = NumberReading(leftComma: leftComma, rightComma: rightComma)
        } else if let dates = dateReading(one, other, zones) {
            rule.dates = dates
        }
        return rule
    }
}

/// How dates are read; nil where the columns hold none, or nothing shows which of day and month comes first
/// though the sides write them differently.
private func dateReading(
    _ one: ColumnShape, _ other: ColumnShape, _ zones: (left: Int, right: Int)
) -> DateReading? {
    guard let left = one.dates(), let right = other.dates() else { return nil }
    let orders: (left: DayOrder, right: DayOrder)
    switch (left, right) {
    case (.known(let a), .known(let b)): orders = (a, b)
    case (.known(let a), .needless): orders = (a, a)
    case (.needless, .known(let b)): orders = (b, b)
    case (.needless, .needless): orders = (.dayFirst, .dayFirst)
    // Both write it the same way, whatever it is.
    case (.unknown, .unknown): orders = (.dayFirst, .dayFirst)
    case (.known(let a), .unknown): orders = (a, a)
    case (.unknown, .known(let b)): orders = (b, b)
    case (.unknown, .needless), (.needless, .unknown): return nil
    }
    return DateReading(
        leftOrder: orders.left, rightOrder: orders.right, leftZone: zones.left, rightZone: zones.right)
}

/// What a sample of one column looks like.
private struct ColumnShape {
    enum Order {
        /// Shown by days above twelve.
        case known(DayOrder)
        /// The year or the name of the month says it.
        case needless
        case unknown
    }

    private let batches: [RawBatch]
    private let column: Int
    /// Share of the values that must be of a kind.
    private static let nearlyAll = 0.98

    init(_ batches: [RawBatch], _ column: Int) {
        self.batches = batches
        self.column = column
    }

    private func forEachValue(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        for batch in batches {
            for record in 0..<batch.recordCount {
                let value = trimmed(batch.field(record, column))
                if !value.isEmpty { body(value) }
            }
        }
    }

    private func share(_ isOne: (UnsafeBufferPointer<UInt8>) -> Bool) -> Double {
        var (ones, all) = (0, 0)
        forEachValue {
            all += 1
            if isOne($0) { ones += 1 }
        }
        return all == 0 ? 0 : Double(ones) / Double(all)
    }

    /// Whether a comma separates decimals; nil where the column holds no numbers.
    func numbers() -> Bool? {
        var codes = 0
        forEachValue { if looksLikeCode($0) { codes += 1 } }
        guard codes == 0 else { return nil }
        let point = share { DecimalNumber($0, comma: false) != nil }
        let comma = share { DecimalNumber($0, comma: true) != nil }
        guard max(point, comma) >= Self.nearlyAll else { return nil }
        return comma > point
    }

    func dates() -> Order? {
        let dayFirst = share { DateTime($0, order: .dayFirst, zone: 0) != nil }
        let monthFirst = share { DateTime($0, order: .monthFirst, zone: 0) != nil }
        guard max(dayFirst, monthFirst) >= Self.nearlyAll else { return nil }
        if dayFirst != monthFirst { return .known(dayFirst > monthFirst ? .dayFirst : .monthFirst) }
        let differing = share {
            DateTime($0, order: .dayFirst, zone: 0) != DateTime($0, order: .monthFirst, zone: 0)
        }
        return differing == 0 ? .needless : .unknown
    }

    /// Digits that count nothing: a zero in front, or too many of them.
    private func looksLikeCode(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
        return (value.count > 1 && value[0] == 0x30) || value.count > 15
    }
}
