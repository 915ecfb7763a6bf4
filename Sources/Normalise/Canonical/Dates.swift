/// What the text of a date says.
struct ParsedDate {
    /// `YYYYMMDD` as a number; month and day may be 00.
    var digits: UInt32
    var shape: Shape
    /// A possible date; false where eight digits are kept although they are none.
    var isPossible = true

    enum Shape {
        /// Year first with separators.
        case yearFirst
        /// Eight (or more) plain digits.
        case compact
        /// Two short numbers and a year; which is the day follows from `dayFirst` or the values.
        case dayMonthYear
        /// A month in words.
        case worded
        /// Year and month.
        case yearMonth
        /// A year alone.
        case year
    }
    /// Evidence on the order in `dayMonthYear` and in compact digits with the year last.
    var firstOver12 = false
    var secondOver12 = false
    /// Eight digits that are only possible with the year last.
    var isYearLast = false
}

/// Reads a date: ISO 8601, compact digits, day and month before the year, month names, two-digit years
/// (30…99 are 1930…1999, as spreadsheets take them); a time of day behind it is dropped.
///
/// Year, month and day with separators, or eight plain digits, that are no possible date keep their
/// digits: a typing error is evidence, not a null.
///
/// - Returns: nil where the value is no date.
func parseDate(_ raw: Bytes, dayFirst: Bool, yearLast: Bool) -> ParsedDate? {
    let value = raw.trimmed
    if let quick = fixedWidthDate(value) { return quick }
    var tokens = DateTokens()
    guard tokens.read(value) else { return nil }
    return tokens.date(dayFirst: dayFirst, yearLast: yearLast)
}

/// Writes a date that stands as `YYYY-MM-DD`, alone or before a time, or as eight digits with the year
/// first: its digits are its canonical form, possible or not.
///
/// - Returns: 8, or −1 where the value is written otherwise.
@inline(__always)
func writeFixedDate(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>, yearLast: Bool) -> Int {
    guard let base = raw.baseAddress else { return -1 }
    let isCompact = raw.count == 8
    if isCompact ? yearLast : !(raw.count >= 10 && raw[4] == 0x2D && raw[7] == 0x2D) { return -1 }
    if raw.count > 10 {
        guard raw[10] == UInt8(ascii: "T") || raw[10] == 0x20, raw.count >= 13, raw[11].isDigit else {
            return -1
        }
    }
    let first = UnsafeRawPointer(base).loadUnaligned(as: UInt32.self)
    let month = UnsafeRawPointer(base + (isCompact ? 4 : 5)).loadUnaligned(as: UInt16.self)
    let day = UnsafeRawPointer(base + (isCompact ? 6 : 8)).loadUnaligned(as: UInt16.self)
    let digits =
        UInt64(UInt32(littleEndian: first)) | UInt64(UInt16(littleEndian: month)) << 32
        | UInt64(UInt16(littleEndian: day)) << 48
    // Every byte 0x30…0x39: the high half is 3, and adding 6 does not change that.
    let top = WordBlock.each(0xF0)
    guard digits & top == WordBlock.each(0x30), (digits &+ WordBlock.each(6)) & top == WordBlock.each(0x30)
    else {
        return -1
    }
    UnsafeMutableRawPointer(out).storeBytes(of: digits.littleEndian, as: UInt64.self)
    return 8
}

extension ParsedDate {
    /// Appends the canonical form: 8 digits.
    func append(to out: inout [UInt8]) {
        var divisor: UInt32 = 10_000_000
        while divisor > 0 {
            out.append(0x30 + UInt8(digits / divisor % 10))
            divisor /= 10
        }
    }
}

/// `YYYY-MM-DD`, alone or before a time: the shape most exports have, without tokens.
@inline(__always)
private func fixedWidthDate(_ value: Bytes) -> ParsedDate? {
    guard value.count >= 10, value[4] == UInt8(ascii: "-"), value[7] == UInt8(ascii: "-") else { return nil }
    if value.count > 10 {
        guard value[10] == UInt8(ascii: "T") || value[10] == 0x20, value.count >= 13, value[11].isDigit else {
            return nil
        }
    }
    var digits: UInt32 = 0
    for place in 0..<10 where place != 4 && place != 7 {
        guard value[place].isDigit else { return nil }
        digits = digits * 10 + UInt32(value[place] & 15)
    }
    return yearFirst(digits, shape: .yearFirst)
}

private func yearFirst(_ digits: UInt32, shape: ParsedDate.Shape) -> ParsedDate {
    let possible = isPossible(year: digits / 10000, month: digits / 100 % 100, day: digits % 100)
    return ParsedDate(digits: digits, shape: shape, isPossible: possible)
}

/// Years 1000…2999; day and month may be absent. A 31st of February is left to the comparator.
func isPossible(year: UInt32, month: UInt32, day: UInt32) -> Bool {
    (1000...2999).contains(year) && month <= 12 && day <= 31
}

/// The numbers and the month name of a date, as they stand.
private struct DateTokens {
    private var values: (UInt32, UInt32, UInt32) = (0, 0, 0)
    private var widths: (Int, Int, Int) = (0, 0, 0)
    private var count = 0
    private var month: UInt32 = 0
    /// Numbers before the month name.
    private var beforeMonth = 0

    /// Splits the value; false where it cannot be a date.
    mutating func read(_ value: Bytes) -> Bool {
        guard value.count <= 64 else { return false }
        var place = 0
        while place < value.count {
            let byte = value[place]
            if byte.isDigit {
                var number: UInt64 = 0
                let start = place
                while place < value.count, value[place].isDigit {
                    if place - start < 18 { number = number * 10 + UInt64(value[place] & 15) }
                    place += 1
                }
                // A time of day, and whatever follows it.
                if place < value.count, value[place] == UInt8(ascii: ":") { return count + Int(month) > 0 }
                guard add(number, width: place - start) else { return false }
            } else if byte.isLetter || byte >= 0x80 {
                let start = place
                while place < value.count, value[place].isLetter || value[place] >= 0x80 { place += 1 }
                // A time of day in the compact form: 20240305T101112.
                if count > 0, place - start == 1, value[start] == UInt8(ascii: "T") { return true }
                guard word(Bytes(rebasing: value[start..<place])) else { return false }
            } else {
                switch byte {
                case 0...0x20, UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ","),
                    UInt8(ascii: "'"):
                    place += 1
                default: return false
                }
            }
        }
        return count > 0
    }

    private mutating func add(_ number: UInt64, width: Int) -> Bool {
        // Compact date and time: the time goes.
        let (kept, keptWidth) =
            width == 14 ? (number / 1_000_000, 8) : width == 12 ? (number / 10_000, 8) : (number, width)
        guard keptWidth <= 8 else { return false }
        switch count {
        case 0: (values.0, widths.0) = (UInt32(kept), keptWidth)
        case 1: (values.1, widths.1) = (UInt32(kept), keptWidth)
        case 2: (values.2, widths.2) = (UInt32(kept), keptWidth)
        default: return false
        }
        count += 1
        return true
    }

    /// A month, or a word that says nothing: a weekday, `th`, `of`, `T`.
    private mutating func word(_ letters: Bytes) -> Bool {
        if let named = monthNumber(letters) {
            guard month == 0 else { return false }
            month = named
            beforeMonth = count
            return true
        }
        return letters.count <= 2 || isWeekday(letters)
    }

    func date(dayFirst: Bool, yearLast: Bool) -> ParsedDate? {
        if month > 0 { return worded() }
        switch count {
        case 3: return threeNumbers(dayFirst: dayFirst)
        case 2: return twoNumbers()
        case 1: return oneNumber(dayFirst: dayFirst, yearLast: yearLast)
        default: return nil
        }
    }

    private func worded() -> ParsedDate? {
        switch count {
        case 1 where widths.0 == 4:
            return made(values.0, month, 0, .worded)
        case 2:
            // 5 January 1999, January 5 99, 1999 January 5.
            let yearIsFirst = widths.0 == 4 || (values.0 > 31 && widths.1 <= 2)
            let (year, yearWidth, day) =
                yearIsFirst ? (values.0, widths.0, values.1) : (values.1, widths.1, values.0)
            guard day <= 31, day > 0 else { return nil }
            return made(fullYear(year, yearWidth), month, day, .worded)
        default: return nil
        }
    }

    private func threeNumbers(dayFirst: Bool) -> ParsedDate? {
        if widths.0 == 4 {
            guard widths.1 <= 2, widths.2 <= 2 else { return nil }
            if values.1 > 12, values.2 <= 12 { return made(values.0, values.2, values.1, .yearFirst) }
            return yearFirst(values.0 * 10000 + values.1 * 100 + values.2, shape: .yearFirst)
        }
        guard widths.0 <= 2, widths.1 <= 2, widths.2 == 4 || widths.2 == 2 else { return nil }
        if widths.2 == 2, values.0 > 31, values.1 <= 12, values.2 <= 31 {
            return made(fullYear(values.0, 2), values.1, values.2, .yearFirst)
        }
        let isDayFirst = values.0 > 12 ? true : values.1 > 12 ? false : dayFirst
        let (day, month) = isDayFirst ? (values.0, values.1) : (values.1, values.0)
        var date = yearFirst(fullYear(values.2, widths.2) * 10000 + month * 100 + day, shape: .dayMonthYear)
        date.firstOver12 = values.0 > 12
        date.secondOver12 = values.1 > 12
        return date
    }

    /// Month and year in either order.
    private func twoNumbers() -> ParsedDate? {
        if widths.0 == 4, widths.1 <= 2 { return made(values.0, values.1, 0, .yearMonth) }
        if widths.1 == 4, widths.0 <= 2 { return made(values.1, values.0, 0, .yearMonth) }
        return nil
    }

    private func oneNumber(dayFirst: Bool, yearLast: Bool) -> ParsedDate? {
        let value = values.0
        switch widths.0 {
        case 8:
            let plain = yearFirst(value, shape: .compact)
            let turned = compactYearLast(value, dayFirst: dayFirst)
            // Impossible where the column's own order is impossible, though the other is not: a typo.
            var date = yearLast ? turned : plain
            date.isYearLast = !plain.isPossible && turned.isPossible
            return date
        case 6: return made(value / 100, value % 100, 0, .yearMonth)
        case 4: return made(value, 0, 0, .year)
        default: return nil
        }
    }

    private func compactYearLast(_ value: UInt32, dayFirst: Bool) -> ParsedDate {
        let (first, second, year) = (value / 1_000_000, value / 10000 % 100, value % 10000)
        let isDayFirst = first > 12 ? true : second > 12 ? false : dayFirst
        let (day, month) = isDayFirst ? (first, second) : (second, first)
        var date = yearFirst(year * 10000 + month * 100 + day, shape: .compact)
        date.firstOver12 = first > 12
        date.secondOver12 = second > 12
        return date
    }

    private func made(_ year: UInt32, _ month: UInt32, _ day: UInt32, _ shape: ParsedDate.Shape)
        -> ParsedDate?
    {
        guard isPossible(year: year, month: month, day: day) else { return nil }
        return ParsedDate(digits: year * 10000 + month * 100 + day, shape: shape)
    }

    private func fullYear(_ year: UInt32, _ width: Int) -> UInt32 {
        width > 2 ? year : year < 30 ? 2000 + year : 1900 + year
    }
}
