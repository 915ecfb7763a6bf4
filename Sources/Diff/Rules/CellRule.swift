/// How the two cells of a column are compared. Cells with the same bytes always agree; an empty cell agrees
/// with nothing but an empty one.
public struct CellRule: Sendable, Codable, Equatable {
    /// Upper and lower case are the same, in any script.
    public var ignoresCase = false
    /// Blanks at the ends do not count, and a run of them inside is one.
    public var ignoresSpace = false
    /// How numbers are written; nil: cells are no numbers.
    public var numbers: NumberReading?
    /// Most that two numbers may differ by.
    public var absoluteTolerance: Double?
    /// Most that two numbers may differ by, as a share of the larger one's magnitude.
    public var relativeTolerance: Double?
    /// Numbers are rounded to so many decimals first.
    public var decimals: Int?
    /// How dates are written; nil: cells are no dates.
    public var dates: DateReading?

    /// Byte for byte.
    public init() {}

    /// Byte for byte.
    public var isExact: Bool { self == CellRule() }

    /// Whether two cells with different bytes are taken for the same.
    func agree(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let one = ignoresSpace || numbers != nil || dates != nil ? trimmed(left) : left
        let other = ignoresSpace || numbers != nil || dates != nil ? trimmed(right) : right
        if one.isEmpty || other.isEmpty { return ignoresSpace && one.isEmpty && other.isEmpty }
        if let numbers, let a = DecimalNumber(one, comma: numbers.leftComma),
            let b = DecimalNumber(other, comma: numbers.rightComma)
        {
            return agree(a, b)
        }
        if let dates, let a = DateTime(one, order: dates.leftOrder, zone: dates.leftZone),
            let b = DateTime(other, order: dates.rightOrder, zone: dates.rightZone)
        {
            return a == b
        }
        return (ignoresCase || ignoresSpace) && agreeAsTexts(one, other)
    }

    private func agree(_ a: DecimalNumber, _ b: DecimalNumber) -> Bool {
        if a == b { return true }
        if let most = absoluteTolerance.flatMap(DecimalNumber.init), DecimalNumber.lie(a, b, within: most) {
            return true
        }
        if let share = relativeTolerance.flatMap(DecimalNumber.init),
            DecimalNumber.lie(a, b, withinShare: share)
        {
            return true
        }
        return decimals.map { a.rounded(decimals: $0) == b.rounded(decimals: $0) } ?? false
    }

    private func agreeAsTexts(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool
    {
        folded(one) == folded(other)
    }

    private func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        if ignoresSpace {
            var wasBlank = false
            for byte in bytes {
                if isBlank(byte) {
                    wasBlank = true
                    continue
                }
                if wasBlank && !text.isEmpty { text.append(UInt8(ascii: " ")) }
                wasBlank = false
                text.append(byte)
            }
        } else {
            text.append(contentsOf: bytes)
        }
        guard ignoresCase else { return text }
        if text.allSatisfy({ $0 < 0x80 }) {
            return text.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        }
        // Upper case first: ß and SS, the two forms of sigma.
        return Array(String(decoding: text, as: UTF8.self).uppercased().lowercased().utf8)
    }
}

/// How the two sides write numbers.
public struct NumberReading: Sendable, Codable, Equatable {
    /// A comma separates decimals on the left; otherwise a point does.
    public var leftComma: Bool
    /// The same for the right.
    public var rightComma: Bool

    /// Takes both.
    public init(leftComma: Bool = false, rightComma: Bool = false) {
        self.leftComma = leftComma
        self.rightComma = rightComma
    }
}

/// How the two sides write dates.
public struct DateReading: Sendable, Codable, Equatable {
    /// What comes first on the left where the year does not.
    public var leftOrder: DayOrder
    /// The same for the right.
    public var rightOrder: DayOrder
    /// Minutes east of UTC for times on the left that name no zone.
    public var leftZone: Int
    /// The same for the right.
    public var rightZone: Int

    /// Takes all four.
    public init(
        leftOrder: DayOrder = .dayFirst, rightOrder: DayOrder = .dayFirst, leftZone: Int = 0,
        rightZone: Int = 0
    ) {
        self.leftOrder = leftOrder
        self.rightOrder = rightOrder
        self.leftZone = leftZone
        self.rightZone = rightZone
    }
}

/// Which comes first in a date whose year stands last.
public enum DayOrder: String, Sendable, Codable, CaseIterable {
    /// 31/12/2026
    case dayFirst
    /// 12/31/2026
    case monthFirst
}

@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

/// The value without blanks at its ends.
func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (0, bytes.count)
    while start < end && isBlank(bytes[start]) { start += 1 }
    while end > start && isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
}
