/// Days between two dates, 0 or more; nil unless both are wholly known days of the calendar.
@inlinable
public func dateDifference(_ a: CanonicalDate, _ b: CanonicalDate) -> Int32? {
    guard let x = a.dayNumber, let y = b.dayNumber else { return nil }
    return abs(x - y)
}

/// The year agrees, and one date has as day what the other has as month, and the other way round.
///
/// False for equal dates and where a month or day is absent. One of the two may be no day of the
/// calendar: 19081309 is 19080913 exchanged.
@inlinable
public func isTransposedDayMonth(_ a: CanonicalDate, _ b: CanonicalDate) -> Bool {
    guard a != b, a.month != 0, a.day != 0 else { return false }
    let monthAsDay = (a.digits >> 32 & 0xFFFF) << 48
    let dayAsMonth = (a.digits >> 48) << 32
    let exchanged = a.digits & 0xFFFF_FFFF | dayAsMonth | monthAsDay
    return exchanged == b.digits
}

/// Places at which the digits of two dates differ, 0 … 8.
///
/// The zeros of an absent month or day count like any digit; ask `areCompatible` first where absent
/// parts should speak neither for nor against.
@inlinable
public func digitsDiffering(_ a: CanonicalDate, _ b: CanonicalDate) -> Int {
    var differing = a.digits ^ b.digits
    // ASCII digits differ in their low halves only: gather those four bits in the lowest of each byte.
    differing |= differing >> 2
    differing |= differing >> 1
    return (differing & 0x0101_0101_0101_0101).nonzeroBitCount
}

/// Two neighbouring digits are exchanged, as in 1987 for 1978, and all others agree.
@inlinable
public func isAdjacentDigitSwap(_ a: CanonicalDate, _ b: CanonicalDate) -> Bool {
    let differing = a.digits ^ b.digits
    guard differing != 0 else { return false }
    let place = UInt64(differing.trailingZeroBitCount & ~7)
    guard place <= 48, differing & ~(0xFFFF << place) == 0 else { return false }
    let here = a.digits >> place & 0xFFFF
    return b.digits >> place & 0xFFFF == (here >> 8 | here << 8) & 0xFFFF
}

/// No part that both dates know differs, and they know a year. Equal dates are compatible; so are
/// 1905-00-00 and 1905-03-12.
@inlinable
public func areCompatible(_ a: CanonicalDate, _ b: CanonicalDate) -> Bool {
    a.year == b.year && (a.month == b.month || a.month == 0 || b.month == 0)
        && (a.day == b.day || a.day == 0 || b.day == 0)
}

/// How two dates agree, from the strongest kind to none. A pair is of the first kind that holds.
public enum DateAgreement: Int, Sendable, CaseIterable, Comparable {
    /// Nothing below.
    case none
    /// Same year.
    case sameYear
    /// Same year and month, both known.
    case sameYearMonth
    /// Parts are absent; those that both know agree.
    case compatible
    /// Both wholly known; one digit differs, or two neighbours are exchanged.
    case slipOfDigits
    /// Day and month are exchanged.
    case dayMonthTransposed
    /// All digits agree.
    case equal

    /// The kind of agreement of two dates.
    @inlinable
    public init(_ a: CanonicalDate, _ b: CanonicalDate) {
        if a == b {
            self = .equal
        } else if isTransposedDayMonth(a, b) {
            self = .dayMonthTransposed
        } else if areCompatible(a, b) {
            self = .compatible
        } else if a.month != 0, a.day != 0, b.month != 0, b.day != 0,
            digitsDiffering(a, b) == 1 || isAdjacentDigitSwap(a, b)
        {
            self = .slipOfDigits
        } else if a.year != b.year {
            self = .none
        } else {
            self = a.month == b.month && a.month != 0 ? .sameYearMonth : .sameYear
        }
    }

    /// Weaker kinds come first.
    @inlinable
    public static func < (a: DateAgreement, b: DateAgreement) -> Bool { a.rawValue < b.rawValue }
}
