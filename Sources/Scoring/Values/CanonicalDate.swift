/// A canonical date, eight ASCII digits `YYYYMMDD`, as one machine word: comparing dates is then
/// integer work.
///
/// ```
///   byte    0 1 2 3   4 5   6 7
///           Y Y Y Y   M M   D D      byte 0 in the lowest bits; 00 for an absent month or day
/// ```
/// Nothing but the digits is checked: 19081309 is no day of the calendar, yet it is evidence, being
/// 13 September 1908 with day and month exchanged. Only `dayNumber` asks the calendar.
public struct CanonicalDate: Sendable, Equatable {
    /// The eight digits, first digit in the lowest byte.
    public let digits: UInt64

    /// Reads a canonical value; nil for what is not eight ASCII digits.
    @inlinable
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 8, let base = bytes.baseAddress else { return nil }
        self.init(word: UInt64(littleEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self)))
    }

    /// Reads the eight bytes as one word, the first in its lowest byte; nil for what is not eight ASCII
    /// digits.
    @inlinable
    public init?(word: UInt64) {
        // High halves are 3, and stay 3 when 6 is added to the low halves: all bytes in 0x30 … 0x39.
        // No byte of the sum carries into the next, as the first test bounds it by 0x3F + 6.
        let highHalves: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        let threes: UInt64 = 0x3030_3030_3030_3030
        guard word & highHalves == threes, (word &+ 0x0606_0606_0606_0606) & highHalves == threes else {
            return nil
        }
        digits = word
    }

    /// Year, 0 … 9999.
    @inlinable
    public var year: Int32 { Int32(pairs & 0xFF) * 100 + Int32(pairs >> 16 & 0xFF) }

    /// Month, 0 … 99; 0 where absent.
    @inlinable
    public var month: Int32 { Int32(pairs >> 32 & 0xFF) }

    /// Day of the month, 0 … 99; 0 where absent.
    @inlinable
    public var day: Int32 { Int32(pairs >> 48 & 0xFF) }

    /// Days since 1970-01-01 in the Gregorian calendar, extended backwards; nil where month or day
    /// is absent, or the calendar has no such day.
    @inlinable
    public var dayNumber: Int32? { daysFromCivil(year: year, month: month, day: day) }

    /// Two digits at a time: century, year of it, month, day in bytes 0, 2, 4, 6.
    @inlinable
    var pairs: UInt64 {
        let values = digits &- 0x3030_3030_3030_3030
        return (values &* 10 &+ values >> 8) & 0x00FF_00FF_00FF_00FF
    }
}
