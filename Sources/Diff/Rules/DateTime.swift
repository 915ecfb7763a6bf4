/// A date, or a moment, read from text: what two ways of writing it have in common.
///
/// Reads `2026-11-21`, `20261121`, `21.11.2026`, `11/21/26`, `21 Nov 2026`, `November 21, 2026`, each with or
/// without a time (`14:05`, `T14:05:09.25`, `2:05 PM`) and a zone (`Z`, `UTC`, `+01:00`, `-0500`).
struct DateTime: Equatable {
    /// Nanoseconds within the second.
    private(set) var nanoseconds = 0
    /// Seconds since 1970 in UTC; a date without a time is its midnight, without moving it to UTC.
    private(set) var seconds = 0

    /// Nil for what is no date.
    ///
    /// - Parameters:
    ///   - order: what comes first where the year stands last.
    ///   - zone: minutes east of UTC for a time that names no zone.
    init?(_ text: UnsafeBufferPointer<UInt8>, order: DayOrder, zone: Int) {
        var scanner = DateScanner(text)
        guard let (year, month, day) = scanner.date(order) else { return nil }
        guard let days = daysSince1970(year: year, month: month, day: day) else { return nil }
        seconds = days * 86_400
        guard !scanner.isAtEnd else { return }
        guard let time = scanner.time() else { return nil }
        seconds += time.seconds
        nanoseconds = time.nanoseconds
        guard let given = scanner.zone(default: zone), scanner.isAtEnd else { return nil }
        seconds -= given * 60
    }
}

/// Days from 1970-01-01 in the Gregorian calendar; nil where there is no such day.
///
/// Counts in eras of 400 years from the first of March
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
func daysSince1970(year: Int, month: Int, day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1], (0...9999).contains(year) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// Takes a date apart from its front.
private struct DateScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { place == text.count }
    private var next: UInt8? { place < text.count ? text[place] : nil }

    mutating func date(_ order: DayOrder) -> (year: Int, month: Int, day: Int)? {
        if let month = monthName() {
            skip(" ,.-")
            guard let (day, count) = number(), count <= 2 else { return nil }
            skip(" ,.-")
            guard let (year, digits) = number(), digits == 4 else { return nil }
            return (year, month, day)
        }
        guard let (first, digits) = number() else { return nil }
        if digits == 8 { return (first / 10_000, first / 100 % 100, first % 100) }
        guard let separator = next, "-/. ".utf8.contains(separator) else { return nil }
        place += 1
        if let month = monthName() {
            guard digits <= 2, let mark = next, "-/. ,".utf8.contains(mark) else { return nil }
            skip("-/. ,")
            guard let (year, count) = number() else { return nil }
            return full(year, count).map { ($0, month, first) }
        }
        guard let (second, secondDigits) = number(), secondDigits <= 2, separator != 0x20, next == separator
        else { return nil }
        place += 1
        guard let (third, thirdDigits) = number() else { return nil }
        if digits == 4 { return thirdDigits <= 2 ? (first, second, third) : nil }
        guard digits <= 2, let year = full(third, thirdDigits) else { return nil }
        return order == .dayFirst ? (year, second, first) : (year, first, second)
    }

    mutating func time() -> (seconds: Int, nanoseconds: Int)? {
        guard let mark = next, mark == UInt8(ascii: "T") || mark == UInt8(ascii: "t") || mark == 0x20 else {
            return nil
        }
        place += 1
        guard let (hours, digits) = number(), digits <= 2, next == UInt8(ascii: ":") else { return nil }
        place += 1
        guard let (minutes, count) = number(), count == 2, minutes < 60 else { return nil }
        var (seconds, nanoseconds) = (0, 0)
        if next == UInt8(ascii: ":") {
            place += 1
            guard let (value, count) = number(), count == 2, value <= 60 else { return nil }
            seconds = value
            if next == UInt8(ascii: ".") || next == UInt8(ascii: ",") {
                guard let fraction = fraction() else { return nil }
                nanoseconds = fraction
            }
        }
        guard let hour = twelveHours(hours), hour < 24 || (hour == 24 && minutes == 0 && seconds == 0) else {
            return nil
        }
        return (hour * 3600 + minutes * 60 + seconds, nanoseconds)
    }

    /// Minutes east of UTC.
    mutating func zone(default zone: Int) -> Int? {
        skip(" ")
        guard let sign = next else { return zone }
        if sign | 0x20 == UInt8(ascii: "z") {
            place += 1
            return 0
        }
        for name in ["utc", "gmt"] where matches(name) {
            place += 3
            return 0
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        place += 1
        guard let (value, digits) = number() else { return nil }
        var minutes = 0
        var hours = value
        if digits == 4 {
            (hours, minutes) = (value / 100, value % 100)
        } else if digits == 2, next == UInt8(ascii: ":") {
            place += 1
            guard let (rest, count) = number(), count == 2 else { return nil }
            minutes = rest
        } else if digits != 2 {
            return nil
        }
        guard hours <= 14, minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private mutating func twelveHours(_ hours: Int) -> Int? {
        let start = place
        skip(" ")
        if matches("am") || matches("pm") {
            let isAfternoon = next.map { $0 | 0x20 } == UInt8(ascii: "p")
            place += 2
            guard (1...12).contains(hours) else { return nil }
            return hours % 12 + (isAfternoon ? 12 : 0)
        }
        place = start
        return hours
    }

    private mutating func fraction() -> Int? {
        place += 1
        var nanoseconds = 0
        var digits = 0
        while let byte = next, byte >= 0x30, byte <= 0x39 {
            if digits < 9 { nanoseconds = nanoseconds * 10 + Int(byte - 0x30) }
            digits += 1
            place += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 9)..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    /// A number of at most eight digits, and how many it has.
    private mutating func number() -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        while let byte = next, byte >= 0x30, byte <= 0x39 {
            value = value * 10 + Int(byte - 0x30)
            digits += 1
            place += 1
            if digits > 8 { return nil }
        }
        return digits > 0 ? (value, digits) : nil
    }

    /// A year of two digits lies within 1970 … 2069.
    private func full(_ year: Int, _ digits: Int) -> Int? {
        digits == 4 ? year : digits == 2 ? (year >= 70 ? 1900 + year : 2000 + year) : nil
    }

    private mutating func monthName() -> Int? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard let index = months.firstIndex(where: { matches($0) }) else { return nil }
        while let byte = next, byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") {
            place += 1
        }
        return index + 1
    }

    private func matches(_ word: String) -> Bool {
        guard place + word.utf8.count <= text.count else { return false }
        return zip(text[place...], word.utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    private mutating func skip(_ bytes: String) {
        while let byte = next, bytes.utf8.contains(byte) { place += 1 }
    }
}
