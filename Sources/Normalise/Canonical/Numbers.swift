/// What the text of a number says.
struct ParsedNumber {
    /// Never NaN, infinite or −0.
    var value: Double
    /// Digits after the decimal mark.
    var decimals = 0
    /// A currency sign or code stood with it.
    var hasCurrency = false
    /// Letters that are no currency stood with it: a unit, perhaps.
    var hasUnit = false
    /// A percent sign stood behind it.
    var hasPercent = false
    /// A sign, parentheses or a debit suffix made it negative.
    var isNegative = false
    /// The decimal mark, or 0 where there is none or a lone mark before three digits leaves it open.
    var decimalMark: UInt8 = 0
    /// Digits written, before and after the mark.
    var digits = 0
    /// More than one digit before the mark, and the first is 0.
    var hasLeadingZero = false
    /// Only digits, nothing else.
    var isPlain = true
}

/// Reads a number: sign, parentheses or trailing minus as negative, currency signs and codes, thousands
/// separators, either decimal mark, `DR`/`CR` suffix, percent sign, exponent. `7.5 %` is 7.5.
///
/// Where both marks stand, the later one is the decimal mark; a mark that repeats separates thousands;
/// a lone mark is the column's decimal mark if it is that, else a decimal mark unless exactly three
/// digits follow and one to three stand before.
///
/// - Returns: nil where the value is anything else: a range, a code, several numbers.
/// - Complexity: O(count); exact (correctly rounded) for up to 15 digits without an allocation.
func parseNumber(_ raw: Bytes, decimalComma: Bool) -> ParsedNumber? {
    var scan = NumberScan(raw)
    guard scan.run() else { return nil }
    return scan.result(decimalComma: decimalComma)
}

private struct NumberScan {
    private let raw: Bytes
    private var place = 0
    private var mantissa: UInt64 = 0
    private var digits = 0
    private var significant = 0
    private var dots = 0
    private var commas = 0
    private var afterDot = 0
    private var afterComma = 0
    private var lastMark: UInt8 = 0
    private var sinceMark = 0
    private var isGrouped = true
    private var firstDigit: UInt8 = 0
    private var beforeMark = 0
    private var exponent = 0
    private var minus = false
    private var sawSign = false
    private var ended = false
    private var currency = false
    private var unit = false
    private var percent = false
    private var plain = true

    init(_ raw: Bytes) { self.raw = raw.trimmed }

    /// Walks over the value; false where it is no number.
    mutating func run() -> Bool {
        while place < raw.count {
            let byte = raw[place]
            if byte.isDigit {
                if ended { return false }
                digit(byte & 15)
                place += 1
                continue
            }
            plain = false
            guard other(byte) else { return false }
        }
        return digits > 0
    }

    private mutating func digit(_ value: UInt8) {
        if digits == 0 { firstDigit = value }
        digits += 1
        afterDot += 1
        afterComma += 1
        sinceMark += 1
        if dots + commas == 0 { beforeMark += 1 }
        if significant > 0 || value > 0 { significant += 1 }
        if significant < 19 { mantissa = mantissa &* 10 &+ UInt64(value) }
    }

    /// Anything but a digit: takes it and returns true, or says no.
    private mutating func other(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","):
            if ended { return false }
            // A mark that ends the value separates nothing.
            if place == raw.count - 1, digits > 0 { return skip(1) }
            mark(byte)
            return skip(1)
        case UInt8(ascii: "-"): return sign(length: 1)
        case UInt8(ascii: "+"):
            if digits > 0 || sawSign { return false }
            sawSign = true
            return skip(1)
        case UInt8(ascii: "("):
            if digits > 0 || sawSign { return false }
            (minus, sawSign) = (true, true)
            return skip(1)
        case UInt8(ascii: ")"):
            if digits == 0 { return false }
            ended = true
            return skip(1)
        case UInt8(ascii: "%"):
            percent = true
            return endWith(1)
        case UInt8(ascii: "$"):
            currency = true
            if digits > 0 { ended = true }
            return skip(1)
        case 0...0x20, UInt8(ascii: "'"): return separator(length: 1)
        case 0x80...: return beyondASCII()
        default: return byte.isLetter ? letters() : false
        }
    }

    private mutating func skip(_ count: Int) -> Bool {
        place += count
        return true
    }

    private mutating func endWith(_ count: Int) -> Bool {
        if digits == 0 { return false }
        ended = true
        return skip(count)
    }

    private mutating func mark(_ byte: UInt8) {
        // Groups of three, or of two as in India; the last of three is asked for in `result`.
        if dots + commas > 0, !(2...3).contains(sinceMark) { isGrouped = false }
        sinceMark = 0
        if byte == UInt8(ascii: ".") {
            dots += 1
            afterDot = 0
        } else {
            commas += 1
            afterComma = 0
        }
        lastMark = byte
    }

    private mutating func sign(length: Int) -> Bool {
        if sawSign { return false }
        // In front, or behind with nothing following but what may follow a number.
        if digits > 0 { ended = true }
        (minus, sawSign) = (true, true)
        return skip(length)
    }

    /// A blank or apostrophe between digits separates thousands: exactly three digits must follow.
    private mutating func separator(length: Int) -> Bool {
        place += length
        guard digits > 0, !ended, place < raw.count, raw[place].isDigit else { return true }
        var group = 0
        while place + group < raw.count, raw[place + group].isDigit { group += 1 }
        return group == 3 && dots + commas == 0
    }

    private mutating func beyondASCII() -> Bool {
        let (scalar, length) = decodeUTF8(raw, at: place)
        switch scalar {
        case 0xA2...0xA5, 0x20A0...0x20CF:
            currency = true
            if digits > 0 { ended = true }
            return skip(length)
        case 0xA0, 0x2000...0x200B, 0x202F, 0x2019: return separator(length: length)
        case 0x2212, 0x2013, 0x2010, 0x2011: return sign(length: length)
        default: return false
        }
    }

    /// A currency code, `DR`, `CR`, an exponent or a unit of at most four letters.
    private mutating func letters() -> Bool {
        if digits > 0, !ended, raw[place] | 0x20 == UInt8(ascii: "e"), let taken = readExponent() {
            ended = true
            return skip(taken)
        }
        var packed: UInt32 = 0
        var count = 0
        while place + count < raw.count, raw[place + count].isLetter {
            if count == 4 { return false }
            packed = packed << 8 | UInt32(raw[place + count] | 0x20)
            count += 1
        }
        switch packed {
        case 0x6472, 0x6462:  // dr, db
            if sawSign || digits == 0 { return false }
            (minus, sawSign) = (true, true)
        case 0x6372: break  // cr
        default:
            if currencyCodes.contains(packed) { currency = true } else { unit = true }
        }
        if digits > 0 { ended = true }
        // A full stop after an abbreviation: `Rs. 500`.
        if place + count < raw.count, raw[place + count] == UInt8(ascii: "."), digits == 0 { count += 1 }
        return skip(count)
    }

    private mutating func readExponent() -> Int? {
        var next = place + 1
        var negative = false
        if next < raw.count, raw[next] == UInt8(ascii: "-") || raw[next] == UInt8(ascii: "+") {
            negative = raw[next] == UInt8(ascii: "-")
            next += 1
        }
        let firstDigit = next
        var value = 0
        while next < raw.count, raw[next].isDigit, next - firstDigit < 3 {
            value = value * 10 + Int(raw[next] & 15)
            next += 1
        }
        guard next > firstDigit, next == raw.count else { return nil }
        exponent = negative ? -value : value
        return next - place
    }

    func result(decimalComma: Bool) -> ParsedNumber? {
        let dot = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        var decimalMark: UInt8 = 0
        var open = false
        if dots > 0 && commas > 0 {
            if (lastMark == dot ? dots : commas) == 1 { decimalMark = lastMark }
        } else if dots + commas == 1 {
            let after = dots == 1 ? afterDot : afterComma
            open = after == 3 && (1...3).contains(beforeMark) && firstDigit != 0
            if !open || lastMark == (decimalComma ? comma : dot) { decimalMark = lastMark }
        }
        // 1.2.3 and 12.11.2020 are no numbers.
        if decimalMark == 0, dots + commas > 1, sinceMark != 3 { return nil }
        guard isGrouped else { return nil }
        let decimals = decimalMark == 0 ? 0 : decimalMark == dot ? afterDot : afterComma
        guard var value = magnitude(decimals: decimals), value.isFinite else { return nil }
        if minus { value = -value }
        return ParsedNumber(
            value: value + 0, decimals: decimals, hasCurrency: currency, hasUnit: unit, hasPercent: percent,
            isNegative: minus,
            decimalMark: open ? 0 : decimalMark, digits: digits,
            hasLeadingZero: firstDigit == 0 && digits - decimals > 1, isPlain: plain)
    }

    /// |value| = digits × 10^(exponent − decimals).
    private func magnitude(decimals: Int) -> Double? {
        let power = exponent - decimals
        // Both factors exact, so one rounding (Clinger 1990, the fast case).
        if significant <= 15, power <= 0, power >= -22 { return Double(mantissa) / powersOfTen[-power] }
        if significant <= 15, power > 0, power <= 22 { return Double(mantissa) * powersOfTen[power] }
        var text = ""
        for byte in raw where byte.isDigit {
            if text.utf8.count == digits { break }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return Double(text + "e\(power)")
    }
}

/// 10^0 … 10^22, all exact.
let powersOfTen: [Double] = (0...22).map { power in (0..<power).reduce(1.0) { value, _ in value * 10 }
}

/// Codes and abbreviations of currencies, lower case, big-endian.
private let currencyCodes: Set<UInt32> = {
    let words = """
        usd eur gbp jpy chf cad aud nzd cny rmb inr rs idr rp brl mxn zar sek nok dkk kr pln zl czk huf ron bgn \
        try tl rub uah ils aed sar qar krw twd hkd sgd thb myr rm php vnd ngn kes egp pkr bdt lkr ars clp cop \
        pen us a au c ca hk nz s r fr dm
        """
    return Set(
        words.split(separator: " ").map { $0.utf8.reduce(0) { packed, byte in packed << 8 | UInt32(byte) } })
}()
