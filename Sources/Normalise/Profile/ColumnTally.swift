import Records

/// Counts over the values of one column; a value that stands n times counts n.
struct ColumnTally {
    private(set) var records = 0
    private(set) var filled = 0
    private(set) var distinct = 0
    /// How often each value stands, most frequent first.
    private(set) var frequencies: [Int] = []
    private(set) var bytes = 0
    private(set) var maxLength = 0
    private(set) var words = 0

    private(set) var numeric = 0
    private(set) var plainInteger = 0
    private(set) var decimal = 0
    private(set) var twoDecimals = 0
    private(set) var currency = 0
    private(set) var percent = 0
    private(set) var leadingZero = 0
    private(set) var negative = 0
    /// Plain integers that end in 0; that are years.
    private(set) var tens = 0
    private(set) var yearLike = 0
    private(set) var successors = 0
    private(set) var numbers: [Double] = []
    /// Plain integers by their number of digits.
    private(set) var digitLengths = [Int](repeating: 0, count: 24)
    private(set) var commaDecimals = 0
    private(set) var dotDecimals = 0

    private(set) var date = 0
    /// Dates that are more than compact digits.
    private(set) var writtenDate = 0
    private(set) var dateWithYearLast = 0
    /// Dates whose first or second number can only be the day.
    private(set) var firstOver12 = 0
    private(set) var secondOver12 = 0

    private(set) var phone = 0
    private(set) var doubleZero = 0
    private(set) var email = 0
    private(set) var uuid = 0
    private(set) var debit = 0
    private(set) var credit = 0

    private(set) var alphabetic = 0
    private(set) var oneTokenWithDigit = 0
    private(set) var houseNumber = 0
    private(set) var streetWord = 0
    private(set) var legalForm = 0

    init(_ column: DistinctValues) {
        records = column.records
        successors = column.successors
        var folded: [UInt8] = []
        for (raw, count) in zip(column.values, column.counts) {
            canonical(raw, kind: .text, format: ValueFormat(), into: &folded)
            let isNull = folded.isEmpty && parseDirection(raw) == nil
            if isNull { continue }
            filled += count
            distinct += 1
            frequencies.append(count)
            bytes += count * raw.count
            maxLength = max(maxLength, raw.count)
            addWords(raw, folded, count)
            addNumber(raw, count)
            addDate(raw, count)
            addMarks(raw, count)
        }
        frequencies.sort(by: >)
        // Debit and credit words are few.
        if distinct <= 12 { addDirections(column) }
    }

    private mutating func addWords(_ raw: Bytes, _ folded: [UInt8], _ count: Int) {
        let shape = folded.withUnsafeBufferPointer { ValueShape(raw: raw, folded: $0) }
        words += count * shape.words
        if !shape.hasDigit { alphabetic += count }
        if shape.isCodeLike { oneTokenWithDigit += count }
        if shape.hasHouseNumber { houseNumber += count }
        if shape.hasStreetWord { streetWord += count }
        if shape.hasLegalForm { legalForm += count }
    }

    private mutating func addNumber(_ raw: Bytes, _ count: Int) {
        guard let number = parseNumber(raw, decimalComma: false), !number.hasUnit else { return }
        numeric += count
        numbers.append(contentsOf: repeatElement(number.value, count: count))
        if number.hasCurrency { currency += count }
        if number.hasPercent { percent += count }
        if number.decimals > 0 { decimal += count }
        if number.decimals == 2 { twoDecimals += count }
        if number.decimalMark == UInt8(ascii: ",") { commaDecimals += count }
        if number.decimalMark == UInt8(ascii: ".") { dotDecimals += count }
        if number.isNegative { negative += count }
        guard number.isPlain else { return }
        plainInteger += count
        digitLengths[min(number.digits, digitLengths.count - 1)] += count
        if number.hasLeadingZero { leadingZero += count }
        if number.digits == 4, (1500...2100).contains(number.value) { yearLike += count }
        if number.value.truncatingRemainder(dividingBy: 10) == 0 { tens += count }
    }

    private mutating func addDate(_ raw: Bytes, _ count: Int) {
        guard var parsed = parseDate(raw, dayFirst: false, yearLast: false) else { return }
        if parsed.isYearLast {
            guard let turned = parseDate(raw, dayFirst: false, yearLast: true) else { return }
            parsed = turned
            dateWithYearLast += count
        }
        guard parsed.isPossible, (1800...2199).contains(parsed.digits / 10000) else { return }
        switch parsed.shape {
        case .year: return
        case .yearMonth where !raw.contains { !$0.isDigit }: return
        case .compact:
            guard parsed.digits / 100 % 100 > 0, parsed.digits % 100 > 0 else { return }
        default: writtenDate += count
        }
        date += count
        if parsed.firstOver12 { firstOver12 += count }
        if parsed.secondOver12 { secondOver12 += count }
    }

    private mutating func addMarks(_ raw: Bytes, _ count: Int) {
        if looksLikePhone(raw) { phone += count }
        if raw.count > 9, raw[0] == 0x30, raw[1] == 0x30 { doubleZero += count }
        if looksLikeEmail(raw) { email += count }
        if isUUID(raw) { uuid += count }
    }

    private mutating func addDirections(_ column: DistinctValues) {
        for (raw, count) in zip(column.values, column.counts) {
            switch parseDirection(raw) {
            case .debit: debit += count
            case .credit: credit += count
            case nil: break
            }
        }
    }

    /// `count` of the values, 0…1.
    func share(_ count: Int) -> Double { filled == 0 ? 0 : Double(count) / Double(filled) }

    /// Share of the values that are among the `most` most frequent.
    func coverage(ofMostFrequent most: Int) -> Double { share(frequencies.prefix(most).reduce(0, +)) }
}
