/// A number as it was written in decimal, without loss: digits × 10^exponent.
///
/// Reads signs before and behind, parentheses for negative amounts, thousands in groups of three, a currency
/// sign, a percent sign and exponents. `1e3`, `1,000.00` and `+1000` are equal.
struct DecimalNumber: Equatable {
    private(set) var isNegative = false
    /// Significant digits, 0…9, without zeros at either end; empty for zero.
    private(set) var digits: [UInt8] = []
    /// Power of ten of the last digit.
    private(set) var exponent = 0
    private(set) var isPercent = false

    /// Nil for what is no number.
    ///
    /// - Parameter comma: a comma separates decimals, and a point thousands.
    init?(_ text: UnsafeBufferPointer<UInt8>, comma: Bool) {
        var rest = text[...]
        guard takeSigns(&rest), !rest.isEmpty else { return nil }
        guard let (mantissa, power) = splitExponent(rest) else { return nil }
        guard takeDigits(mantissa, point: comma ? UInt8(ascii: ",") : UInt8(ascii: ".")) else { return nil }
        exponent += power
        normalise()
    }

    /// The number as it is written shortest: 0.01 is one hundredth, though no binary fraction is. Nil for what is
    /// not finite.
    init?(_ value: Double) {
        var text = "\(value)"
        let number = text.withUTF8 { DecimalNumber($0, comma: false) }
        guard let number else { return nil }
        self = number
    }

    /// The number with so many decimals, halves away from zero.
    func rounded(decimals: Int) -> DecimalNumber {
        var number = self
        if isPercent {
            number.exponent -= 2
            number.isPercent = false
        }
        let surplus = -decimals - number.exponent
        guard surplus > 0 else { return number }
        if surplus > number.digits.count {
            number.digits = []
        } else {
            let roundsUp = number.digits[number.digits.count - surplus] >= 5
            number.digits.removeLast(surplus)
            number.exponent += surplus
            if roundsUp { number.increment() }
        }
        number.normalise()
        return number
    }

    private mutating func increment() {
        var place = digits.count - 1
        while place >= 0 {
            if digits[place] < 9 {
                digits[place] += 1
                return
            }
            digits[place] = 0
            place -= 1
        }
        digits.insert(1, at: 0)
    }

    /// Takes signs, parentheses, currency and percent off both ends; false where they make no sense.
    private mutating func takeSigns(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        func trim(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
            while let first = rest.first, isBlank(first) { rest.removeFirst() }
            while let last = rest.last, isBlank(last) { rest.removeLast() }
        }
        var signs = 0
        if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")"), rest.count > 2 {
            rest = rest.dropFirst().dropLast()
            isNegative = true
            signs += 1
        }
        for _ in 0..<3 {
            trim(&rest)
            if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
                isNegative = isNegative != (first == UInt8(ascii: "-"))
                rest.removeFirst()
                signs += 1
            } else if let last = rest.last, rest.count > 1, last == UInt8(ascii: "-") {
                isNegative.toggle()
                rest.removeLast()
                signs += 1
            } else if rest.last == UInt8(ascii: "%"), !isPercent {
                isPercent = true
                rest.removeLast()
            } else if let count = Self.currency(rest) {
                rest.removeFirst(count)
            } else if let count = Self.currency(Slice(base: rest.base, bounds: Self.tail(rest, 3))),
                count == 3
            {
                rest.removeLast(3)
            } else {
                break
            }
        }
        trim(&rest)
        return signs <= 1
    }

    private static func tail(_ rest: Slice<UnsafeBufferPointer<UInt8>>, _ count: Int) -> Range<Int> {
        max(rest.startIndex, rest.endIndex - count)..<rest.endIndex
    }

    /// Bytes of the currency sign that the text begins with.
    private static func currency(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        if text.first == UInt8(ascii: "$") { return 1 }
        if text.starts(with: [0xC2, 0xA3]) || text.starts(with: [0xC2, 0xA5]) { return 2 }
        return text.starts(with: [0xE2, 0x82, 0xAC]) ? 3 : nil
    }

    private func splitExponent(
        _ text: Slice<UnsafeBufferPointer<UInt8>>
    ) -> (Slice<UnsafeBufferPointer<UInt8>>, Int)? {
        guard let mark = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return (text, 0) }
        var power = 0
        var digits = text[(mark + 1)...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard (1...4).contains(digits.count), mark > text.startIndex else { return nil }
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            power = power * 10 + Int(byte - 0x30)
        }
        return (text[..<mark], isNegative ? -power : power)
    }

    private mutating func takeDigits(_ text: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8) -> Bool {
        var seenPoint = false
        // Digits since the last group mark; −1 before there is one.
        var group = -1
        var leading = 0
        var place = text.startIndex
        while place < text.endIndex {
            let byte = text[place]
            if byte >= 0x30 && byte <= 0x39 {
                digits.append(byte - 0x30)
                if seenPoint { exponent -= 1 } else if group >= 0 { group += 1 } else { leading += 1 }
                place += 1
            } else if byte == point && !seenPoint {
                guard group < 0 || group == 3 else { return false }
                seenPoint = true
                place += 1
            } else if let size = Self.groupMark(text[place...], point: point), !seenPoint {
                guard group == 3 || (group < 0 && (1...3).contains(leading)) else { return false }
                group = 0
                place += size
            } else {
                return false
            }
        }
        return !digits.isEmpty && (seenPoint || group < 0 || group == 3)
    }

    /// Bytes of the mark between thousands that the text begins with: a comma or point, apostrophe, blank.
    private static func groupMark(_ text: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8) -> Int? {
        switch text.first {
        case UInt8(ascii: ","), UInt8(ascii: "."): text.first == point ? nil : 1
        case UInt8(ascii: "'"), UInt8(ascii: " "), UInt8(ascii: "_"): 1
        case 0xC2: text.starts(with: [0xC2, 0xA0]) ? 2 : nil
        case 0xE2: text.starts(with: [0xE2, 0x80, 0xAF]) || text.starts(with: [0xE2, 0x80, 0x99]) ? 3 : nil
        default: nil
        }
    }

    private mutating func normalise() {
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        guard digits.isEmpty else { return }
        exponent = 0
        isNegative = false
    }
}
