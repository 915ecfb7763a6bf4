/// A number with a unit.
struct Quantity: Comparable, BitwiseCopyable {
    var dimension: Dimension
    /// In the dimension's base unit; at least 0.
    var value: Double

    static func < (a: Quantity, b: Quantity) -> Bool {
        (a.dimension.rawValue, a.value) < (b.dimension.rawValue, b.value)
    }

    /// By what share of the larger two may differ and still be the same.
    static let tolerance = 1e-6

    /// - Precondition: `other` is not below it in order.
    @inline(__always)
    func isSame(as other: Quantity) -> Bool {
        dimension == other.dimension && other.value - value <= Quantity.tolerance * other.value
    }
}

/// The quantities of a value, one after the other, as `TextMeasure.units` defines them.
struct QuantityCursor {
    private let bytes: TextBytes
    private var place = 0

    init(_ bytes: TextBytes) { self.bytes = bytes }

    /// The next number with a unit; nil at the end.
    mutating func next() -> Quantity? {
        while let number = nextNumber() {
            if let unit = readUnit() {
                return Quantity(dimension: unit.dimension, value: number * unit.factor)
            }
        }
        return nil
    }

    /// Moves behind the next number that stands on its own.
    private mutating func nextNumber() -> Double? {
        while place < bytes.count {
            guard isDigit(place) else {
                place += 1
                continue
            }
            let isFree = isFree(at: place)
            if let number = readNumber(), isFree { return number }
        }
        return nil
    }

    /// No letter, digit or mark stands before; `x` does where it parts two numbers, as in 2x500ml.
    private func isFree(at place: Int) -> Bool {
        guard place > 0 else { return true }
        let before = bytes[place - 1]
        if before | 0x20 == UInt8(ascii: "x") { return place > 1 && isDigit(place - 2) }
        return !isLetter(place - 1) && before != UInt8(ascii: ".") && before != UInt8(ascii: ",")
            && before != UInt8(ascii: "/")
    }

    /// Digits, and a point with digits behind it; nil for more than 15 digits, or two points.
    ///
    /// - Precondition: a digit stands at `place`, which ends up behind all digits and points.
    private mutating func readNumber() -> Double? {
        var (mantissa, digits, points, scale): (UInt64, Int, Int, Double) = (0, 0, 0, 1)
        while place < bytes.count {
            if isDigit(place) {
                digits += 1
                if digits <= 15 { mantissa = 10 * mantissa + UInt64(bytes[place] - 0x30) }
                if points > 0 { scale *= 10 }
            } else if isMark(place), isDigit(place + 1) {
                points += bytes[place] == UInt8(ascii: ".") ? 1 : 2
            } else {
                break
            }
            place += 1
        }
        return digits <= 15 && points <= 1 ? Double(mantissa) / scale : nil
    }

    /// The unit right here or one space or hyphen further; `place` ends up behind it, or stays where it is.
    private mutating func readUnit() -> Unit? {
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            place += 1
            return .inch
        }
        var start = place
        if start < bytes.count, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "-") {
            start += 1
        }
        let isAttached = start == place
        guard let (word, end) = word(at: start), let unit = Unit.all[word] else { return nil }
        switch unit.form {
        case .usual: break
        case .attached: if !isAttached { return nil }
        case .inch: if !isAttached, isOne(behind: end) { return nil }
        case .fluid:
            let next = end < bytes.count && bytes[end] == UInt8(ascii: " ") ? end + 1 : end
            guard let (ounce, behind) = self.word(at: next), Unit.all[ounce] == .ounce else { return nil }
            place = behind
            return .fluidOunce
        }
        place = end
        return unit
    }

    /// The letters from `start` on, and where they end; nil where what follows belongs to the word too.
    private func word(at start: Int) -> (word: ShortWord, end: Int)? {
        var end = start
        while end < bytes.count, isLetter(end), bytes[end] < 0x80 { end += 1 }
        if end < bytes.count, isDigit(end) || isLetter(end) { return nil }
        guard let word = ShortWord(TextBytes(rebasing: bytes[start..<end])) else { return nil }
        return (word, end)
    }

    /// ` 1` and no more of that word.
    private func isOne(behind end: Int) -> Bool {
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: " "), bytes[end + 1] == UInt8(ascii: "1")
        else {
            return false
        }
        return end + 2 == bytes.count || bytes[end + 2] == UInt8(ascii: " ")
    }

    @inline(__always)
    private func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] &- 0x30 < 10 }

    /// A letter of any script.
    @inline(__always)
    private func isLetter(_ place: Int) -> Bool {
        bytes[place] >= 0x80 || (bytes[place] | 0x20) &- 0x61 < 26
    }

    private func isMark(_ place: Int) -> Bool {
        switch bytes[place] {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"): true
        default: false
        }
    }
}
