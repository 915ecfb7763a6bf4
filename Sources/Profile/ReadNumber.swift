/// A number as databases write it: a sign, digits, one decimal mark, an exponent. No currencies and no
/// thousands separators: those are text.
struct ReadNumber {
    var value: Double
    /// Only digits, and perhaps a sign.
    var isInteger: Bool
    /// An integer of several digits of which the first is 0.
    var hasLeadingZero: Bool
    /// The decimal mark is a comma.
    var hasComma: Bool

    /// Nil where the value is written otherwise, or no double can hold it.
    ///
    /// - Complexity: O(count); without an allocation for up to 15 digits.
    init?(_ raw: Bytes) {
        var place = 0
        guard raw.count <= 64, let first = raw.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        if isNegative || first == UInt8(ascii: "+") { place = 1 }
        let start = place
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        var mark: UInt8 = 0
        while place < raw.count {
            let byte = raw[place]
            let digit = byte &- 0x30
            if digit < 10 {
                digits += 1
                if digits <= 15 { mantissa = mantissa &* 10 &+ UInt64(digit) }
                if mark != 0 { decimals += 1 }
            } else if mark == 0, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
                mark = byte
            } else {
                break
            }
            place += 1
        }
        guard digits > 0, mark == 0 || decimals > 0 else { return nil }
        hasComma = mark == UInt8(ascii: ",")
        isInteger = mark == 0 && place == raw.count
        hasLeadingZero = isInteger && digits > 1 && raw[start] == UInt8(ascii: "0")
        if place == raw.count && digits <= 15 {
            // Both factors exact, so one rounding (Clinger 1990, the fast case).
            let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[decimals]
            value = isNegative ? 0 - magnitude : magnitude
            return
        }
        guard place == raw.count || raw[place] | 0x20 == UInt8(ascii: "e") else { return nil }
        let text = String(
            decoding: raw.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        // Not the forms that only programs write: hexadecimal, infinity.
        guard let parsed = Double(text), parsed.isFinite else { return nil }
        value = parsed + 0
    }
}

/// 10^0 … 10^15, all exact.
private let powersOfTen: [Double] = (0...15).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
}
