/// Reads a latitude or longitude in degrees: decimal (`-33.86`), with a hemisphere letter (`33.86 S`),
/// or in degrees, minutes and seconds (`33°51'54"S`).
///
/// - Parameter limit: 90 for a latitude, 180 for a longitude.
/// - Returns: degrees in −limit…limit, or nil.
func parseCoordinate(_ raw: Bytes, limit: Double, decimalComma: Bool) -> Double? {
    var value = raw.trimmed
    var isNegative = false
    if let last = value.last, let sign = hemisphere(last) {
        isNegative = sign
        value = Bytes(rebasing: value[..<(value.count - 1)]).trimmed
    } else if let first = value.first, let sign = hemisphere(first) {
        isNegative = sign
        value = Bytes(rebasing: value[1...]).trimmed
    }
    let plain = parseNumber(value, decimalComma: decimalComma).flatMap { $0.hasUnit ? nil : $0.value }
    guard let degrees = plain ?? sexagesimal(value) else { return nil }
    let signed = isNegative ? -degrees : degrees
    return abs(signed) <= limit ? signed + 0 : nil
}

/// South and west are negative.
private func hemisphere(_ byte: UInt8) -> Bool? {
    switch byte | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "w"): true
    case UInt8(ascii: "n"), UInt8(ascii: "e"): false
    default: nil
    }
}

/// Two or three numbers with anything but letters between them.
private func sexagesimal(_ value: Bytes) -> Double? {
    var parts = (0.0, 0.0, 0.0)
    var count = 0
    var place = 0
    var isNegative = false
    while place < value.count {
        if value[place].isDigit {
            let start = place
            while place < value.count, value[place].isDigit || value[place] == UInt8(ascii: ".") {
                place += 1
            }
            guard let part = parseNumber(Bytes(rebasing: value[start..<place]), decimalComma: false) else {
                return nil
            }
            switch count {
            case 0: parts.0 = part.value
            case 1: parts.1 = part.value
            case 2: parts.2 = part.value
            default: return nil
            }
            count += 1
        } else {
            if value[place].isLetter { return nil }
            if value[place] == UInt8(ascii: "-"), count == 0 { isNegative = true }
            place += 1
        }
    }
    guard count >= 2, parts.1 < 60, parts.2 < 60 else { return nil }
    let degrees = parts.0 + parts.1 / 60 + parts.2 / 3600
    return isNegative ? -degrees : degrees
}
