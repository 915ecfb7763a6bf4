// How far two numbers lie apart, without loss: schoolbook arithmetic on their digits, since binary fractions lose a
// cent beyond fifteen digits.
extension DecimalNumber {
    /// Whether two numbers differ by `most` at most.
    ///
    /// - Complexity: O(digits), those between the two exponents included.
    static func lie(_ a: DecimalNumber, _ b: DecimalNumber, within most: DecimalNumber) -> Bool {
        Magnitude.distance(Magnitude(a), a.isNegative, Magnitude(b), b.isNegative) <= Magnitude(most)
    }

    /// Whether two numbers differ by the `share` of the larger one's magnitude at most.
    ///
    /// - Complexity: as above, and O(digits of the number × digits of the share).
    static func lie(_ a: DecimalNumber, _ b: DecimalNumber, withinShare share: DecimalNumber) -> Bool {
        let (one, other) = (Magnitude(a), Magnitude(b))
        let larger = one <= other ? other : one
        return Magnitude.distance(one, a.isNegative, other, b.isNegative) <= larger * Magnitude(share)
    }
}

/// A number that is not negative: digits × 10^exponent, without zeros at either end; no digits for zero.
private struct Magnitude {
    var digits: [UInt8]
    var exponent: Int

    init(_ digits: [UInt8], _ exponent: Int) {
        let first = digits.firstIndex { $0 != 0 } ?? digits.endIndex
        let end = (digits.lastIndex { $0 != 0 } ?? first - 1) + 1
        self.digits = Array(digits[first..<max(first, end)])
        self.exponent = self.digits.isEmpty ? 0 : exponent + digits.count - end
    }

    /// Of a number; percent signs count.
    init(_ number: DecimalNumber) { self.init(number.digits, number.exponent - (number.isPercent ? 2 : 0)) }

    /// The digits down to a power of ten.
    private func digits(downTo power: Int) -> [UInt8] {
        digits.isEmpty ? [] : digits + [UInt8](repeating: 0, count: exponent - power)
    }

    /// How far two numbers with signs lie apart.
    static func distance(_ a: Magnitude, _ aIsNegative: Bool, _ b: Magnitude, _ bIsNegative: Bool)
        -> Magnitude
    {
        if a.digits.isEmpty { return b }
        if b.digits.isEmpty { return a }
        let power = min(a.exponent, b.exponent)
        let isSum = aIsNegative != bIsNegative
        let (larger, smaller) = a <= b ? (b, a) : (a, b)
        var result = larger.digits(downTo: power).map(Int.init)
        let other = smaller.digits(downTo: power)
        let shift = result.count - other.count
        for (place, digit) in other.enumerated() { result[shift + place] += isSum ? Int(digit) : -Int(digit) }
        return Magnitude(carried(result), power)
    }

    static func * (a: Magnitude, b: Magnitude) -> Magnitude {
        var sums = [Int](repeating: 0, count: a.digits.count + b.digits.count)
        for (i, one) in a.digits.enumerated() {
            for (j, other) in b.digits.enumerated() { sums[i + j + 1] += Int(one) * Int(other) }
        }
        return Magnitude(carried(sums), a.exponent + b.exponent)
    }

    static func <= (a: Magnitude, b: Magnitude) -> Bool {
        guard !a.digits.isEmpty, !b.digits.isEmpty else { return a.digits.isEmpty }
        let (one, other) = (a.digits.count + a.exponent, b.digits.count + b.exponent)
        // Neither begins with a zero: the first digit's power decides, then digit by digit.
        return one != other ? one < other : !b.digits.lexicographicallyPrecedes(a.digits)
    }

    /// Places of any value made digits, of which one may come in front.
    private static func carried(_ places: [Int]) -> [UInt8] {
        var digits = [UInt8](repeating: 0, count: places.count + 1)
        var carry = 0
        for place in places.indices.reversed() {
            let value = places[place] + carry
            let digit = ((value % 10) + 10) % 10
            carry = (value - digit) / 10
            digits[place + 1] = UInt8(digit)
        }
        precondition((0...9).contains(carry), "the result is not negative, and one digit longer at most")
        digits[0] = UInt8(carry)
        return digits
    }
}
