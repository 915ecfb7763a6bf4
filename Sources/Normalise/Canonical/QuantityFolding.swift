/// A value may hold a mark that `foldQuantities` keeps: it has one, and a digit.
func mayHoldMarks(_ raw: Bytes) -> Bool {
    var (hasDigit, hasMark) = (false, false)
    for byte in raw {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            0x80...0xFF:
            hasMark = true
        default: break
        }
    }
    return hasDigit && hasMark
}

/// As `foldUnicode`, but what belongs to a number stays: a decimal mark between digits, as a point, also where
/// it begins the number (`.5` is `0.5`); the slash of a fraction (`½` is `1/2`); the signs of feet and inches
/// behind a digit, as `ft` and `in`. A mark that separates thousands goes.
///
/// Thousands are separated by the mark that is not the column's decimal mark, where exactly three digits stand
/// behind it. A double quote behind a digit is no sign of inches where another one opened a quotation.
///
/// - Parameter out: emptied first.
/// - Complexity: O(count), some 10 ns a character.
func foldQuantities(_ raw: Bytes, decimalComma: Bool, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    var writer = WordWriter()
    var isQuoted = false
    var place = 0
    while place < raw.count {
        let isQuote = raw[place] == UInt8(ascii: "\"")
        if !(isQuote && isQuoted), let mark = NumberMark(raw, at: place, decimalComma: decimalComma) {
            writer.put(mark.kind, into: &out)
            place += mark.length
        } else {
            if isQuote { isQuoted.toggle() }
            place = writer.put(raw, at: place, into: &out)
        }
    }
    writer.finish(&out)
}

extension WordWriter {
    fileprivate mutating func put(_ kind: NumberMark.Kind, into out: inout [UInt8]) {
        switch kind {
        case .thousands: break
        case .decimal: putMark(UInt8(ascii: "."), into: &out)
        case .leadingDecimal:
            endWord()
            put("0", into: &out)
            putMark(UInt8(ascii: "."), into: &out)
        case .slash: putMark(UInt8(ascii: "/"), into: &out)
        case .fraction(let over, let under):
            endWord()
            put(over, into: &out)
            putMark(UInt8(ascii: "/"), into: &out)
            put(under, into: &out)
        case .inches:
            put("i", into: &out)
            put("n", into: &out)
            endWord()
        case .feet:
            put("f", into: &out)
            put("t", into: &out)
            endWord()
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar, into out: inout [UInt8]) {
        put(scalar.value, into: &out)
    }
}

/// A mark that belongs to a number.
private struct NumberMark {
    enum Kind {
        case thousands, decimal, leadingDecimal, slash, inches, feet
        case fraction(Unicode.Scalar, Unicode.Scalar)
    }

    let kind: Kind
    /// Bytes it takes.
    let length: Int

    /// - Returns: nil where no such mark stands.
    @inline(__always)
    init?(_ raw: Bytes, at place: Int, decimalComma: Bool) {
        let byte = raw[place]
        if byte.isDigit || byte.isLetter || byte == ByteClass.space { return nil }
        let (scalar, length) = byte < 0x80 ? (UInt32(byte), 1) : decodeUTF8(raw, at: place)
        let around = Surroundings(raw: raw, start: place, end: place + length)
        guard let kind = around.kind(of: scalar, decimalComma: decimalComma) else { return nil }
        let isDouble = scalar == 0x27 && place + 1 < raw.count && raw[place + 1] == UInt8(ascii: "'")
        (self.kind, self.length) = (kind, isDouble ? 2 : length)
    }
}

/// What stands on both sides of a scalar.
private struct Surroundings {
    let raw: Bytes
    let start: Int
    let end: Int

    func kind(of scalar: UInt32, decimalComma: Bool) -> NumberMark.Kind? {
        switch scalar {
        case 0x2E, 0x2C: return point(separatesThousands: (scalar == 0x2E) == decimalComma)
        case 0x2F, 0x2044: return isDigit(start - 1) && isDigit(end) ? .slash : nil
        case 0xBC: return .fraction("1", "4")
        case 0xBD: return .fraction("1", "2")
        case 0xBE: return .fraction("3", "4")
        // ″ and ”.
        case 0x22, 0x2033, 0x201D: return isDigit(start - 1) ? .inches : nil
        case 0x27 where end < raw.count && raw[end] == UInt8(ascii: "'"):
            return isDigit(start - 1) ? .inches : nil
        // ′ and ’.
        case 0x27, 0x2032, 0x2019: return isDigit(start - 1) && !isLetter(end) ? .feet : nil
        default: return nil
        }
    }

    private func point(separatesThousands: Bool) -> NumberMark.Kind? {
        guard isDigit(end) else { return nil }
        if isDigit(start - 1) {
            let isGroup = isDigit(end + 1) && isDigit(end + 2) && !isDigit(end + 3)
            return separatesThousands && isGroup ? .thousands : .decimal
        }
        let isFree = start == 0 || raw[start - 1].isBlank || raw[start - 1] == UInt8(ascii: "(")
        return isFree && !separatesThousands ? .leadingDecimal : nil
    }

    private func isDigit(_ place: Int) -> Bool { raw.indices.contains(place) && raw[place].isDigit }

    private func isLetter(_ place: Int) -> Bool {
        place < raw.count && (raw[place].isLetter || raw[place] >= 0x80)
    }
}
