import Records

/// Counts over the values of one column, one value at a time.
struct ColumnTally {
    var records = 0
    var filled = 0
    /// How often each raw value stands, by hash.
    var counts: [UInt64: Int] = [:]
    var bytes = 0
    var maxLength = 0
    var words = 0

    var numeric = 0
    var plainInteger = 0
    var decimal = 0
    var twoDecimals = 0
    var currency = 0
    var leadingZero = 0
    var negative = 0
    var tens = 0
    var yearLike = 0
    var successors = 0
    var previous: Double?
    var numbers: [Double] = []
    var digitLengths = [Int](repeating: 0, count: 24)
    var commaDecimals = 0
    var dotDecimals = 0

    var date = 0
    /// Dates that are more than a bare year or compact digits.
    var writtenDate = 0
    var dateWithTurnedDigits = 0
    var firstOver12 = 0
    var secondOver12 = 0

    var phone = 0
    var doubleZero = 0
    var email = 0
    var uuid = 0
    var debit = 0
    var credit = 0

    var alphabetic = 0
    var oneTokenWithDigit = 0
    var houseNumber = 0
    var streetWord = 0
    var legalForm = 0

    private var folded: [UInt8] = []

    mutating func add(_ field: Bytes) {
        records += 1
        let raw = field.trimmed
        canonical(raw, kind: .text, format: ValueFormat(), into: &folded)
        // Nulls: what folds to nothing, but for values of letters that are names as well.
        guard !folded.isEmpty || parseDirection(raw) != nil else {
            previous = nil
            return
        }
        filled += 1
        counts[xxh3(raw), default: 0] += 1
        bytes += raw.count
        maxLength = max(maxLength, raw.count)
        addWords(raw)
        addNumber(raw)
        addDate(raw)
        addMarks(raw)
    }

    private mutating func addWords(_ raw: Bytes) {
        let shape = folded.withUnsafeBufferPointer { ValueShape(raw: raw, folded: $0) }
        words += shape.words
        if !shape.hasDigit { alphabetic += 1 }
        if shape.isOneToken, shape.hasDigit { oneTokenWithDigit += 1 }
        if shape.hasHouseNumber { houseNumber += 1 }
        if shape.hasStreetWord { streetWord += 1 }
        if shape.hasLegalForm { legalForm += 1 }
    }

    private mutating func addNumber(_ raw: Bytes) {
        guard let number = parseNumber(raw, decimalComma: false), !number.hasUnit else {
            previous = nil
            return
        }
        numeric += 1
        numbers.append(number.value)
        if number.hasCurrency { currency += 1 }
        if number.decimals > 0 { decimal += 1 }
        if number.decimals == 2 { twoDecimals += 1 }
        if number.decimalMark == UInt8(ascii: ",") { commaDecimals += 1 }
        if number.decimalMark == UInt8(ascii: ".") { dotDecimals += 1 }
        if number.isNegative { negative += 1 }
        if number.isPlain {
            plainInteger += 1
            digitLengths[min(number.digits, digitLengths.count - 1)] += 1
            if number.hasLeadingZero { leadingZero += 1 }
            if number.digits == 4, (1500...2100).contains(number.value) { yearLike += 1 }
            if number.value.truncatingRemainder(dividingBy: 10) == 0 { tens += 1 }
        }
        if let previous, number.value == previous + 1 { successors += 1 }
        previous = number.value
    }

    private mutating func addDate(_ raw: Bytes) {
        guard let parsed = parseDate(raw, dayFirst: false, yearLast: false) else { return }
        let year = parsed.digits / 10000
        if parsed.shape == .compact, parsed.isYearLast {
            dateWithTurnedDigits += 1
            let turned = parseDate(raw, dayFirst: false, yearLast: true)
            if turned?.firstOver12 == true { firstOver12 += 1 }
            if turned?.secondOver12 == true { secondOver12 += 1 }
            return
        }
        guard parsed.isPossible, (1800...2199).contains(year) else { return }
        switch parsed.shape {
        case .year: return
        case .yearMonth where !raw.contains { !$0.isDigit }: return
        case .compact:
            guard parsed.digits / 100 % 100 > 0, parsed.digits % 100 > 0 else { return }
        default: writtenDate += 1
        }
        date += 1
        if parsed.firstOver12 { firstOver12 += 1 }
        if parsed.secondOver12 { secondOver12 += 1 }
    }

    private mutating func addMarks(_ raw: Bytes) {
        if looksLikePhone(raw) { phone += 1 }
        if raw.count > 9, raw[0] == 0x30, raw[1] == 0x30 { doubleZero += 1 }
        if looksLikeEmail(raw) { email += 1 }
        if isUUID(raw) { uuid += 1 }
        switch parseDirection(raw) {
        case .debit: debit += 1
        case .credit: credit += 1
        case nil: break
        }
    }

    /// `count` of the values, 0…1.
    func share(_ count: Int) -> Double { filled == 0 ? 0 : Double(count) / Double(filled) }

    /// Share of the values that are among the `most` most frequent.
    func coverage(ofMostFrequent most: Int) -> Double {
        share(counts.values.sorted(by: >).prefix(most).reduce(0, +))
    }
}
