/// Which number of a date is the year, the month and the day.
enum DateOrder: Int, CaseIterable {
    case yearFirst, dayFirst, monthFirst
}

/// A date in digits with `-`, `/` or `.` between them, perhaps with a time of day behind a blank or a `T`.
struct ReadDate {
    /// Year, month and day as the number YYYYMMDD times 10⁵, plus the second of the day; nil where the
    /// order makes no date of it. By `DateOrder.rawValue`.
    private(set) var moments: (Int?, Int?, Int?) = (nil, nil, nil)
    /// There is a time of day.
    private(set) var hasTime = false

    /// Nil where the value is written otherwise.
    init?(_ raw: Bytes) {
        guard (8...40).contains(raw.count) else { return nil }
        var numbers = (0, 0, 0)
        var widths = (0, 0, 0)
        var place = 0
        let mark: UInt8
        (numbers.0, widths.0) = Self.number(raw, &place)
        guard widths.0 > 0, place < raw.count else { return nil }
        mark = raw[place]
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") else {
            return nil
        }
        place += 1
        (numbers.1, widths.1) = Self.number(raw, &place)
        guard (1...2).contains(widths.1), place < raw.count, raw[place] == mark else { return nil }
        place += 1
        (numbers.2, widths.2) = Self.number(raw, &place)
        guard let second = Self.secondOfDay(raw, from: place) else { return nil }
        hasTime = place < raw.count
        if widths.0 == 4, (1...2).contains(widths.2) {
            moments.0 = Self.moment(numbers.0, numbers.1, numbers.2, second)
        } else if widths.2 == 4, widths.0 <= 2 {
            moments.1 = Self.moment(numbers.2, numbers.1, numbers.0, second)
            moments.2 = Self.moment(numbers.2, numbers.0, numbers.1, second)
        }
        guard moments.0 != nil || moments.1 != nil || moments.2 != nil else { return nil }
    }

    func moment(_ order: DateOrder) -> Int? {
        switch order {
        case .yearFirst: moments.0
        case .dayFirst: moments.1
        case .monthFirst: moments.2
        }
    }

    private static func number(_ raw: Bytes, _ place: inout Int) -> (value: Int, width: Int) {
        var value = 0
        let start = place
        while place < raw.count, place - start < 5, raw[place] &- 0x30 < 10 {
            value = value * 10 + Int(raw[place] & 15)
            place += 1
        }
        return (value, place - start)
    }

    private static func moment(_ year: Int, _ month: Int, _ day: Int, _ second: Int) -> Int? {
        guard (1...12).contains(month), day >= 1, day <= days(year, month) else { return nil }
        return ((year * 100 + month) * 100 + day) * 100_000 + second
    }

    /// Days of a month in the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `hh:mm`, perhaps with seconds and their decimals, and what names a zone; 0 where there is nothing,
    /// nil where it is no time.
    private static func secondOfDay(_ raw: Bytes, from start: Int) -> Int? {
        if start == raw.count { return 0 }
        var place = start + 1
        guard raw[start] == UInt8(ascii: " ") || raw[start] | 0x20 == UInt8(ascii: "t") else { return nil }
        let (hour, hourWidth) = number(raw, &place)
        guard (1...2).contains(hourWidth), hour < 24, place < raw.count, raw[place] == UInt8(ascii: ":")
        else {
            return nil
        }
        place += 1
        let (minute, minuteWidth) = number(raw, &place)
        guard minuteWidth == 2, minute < 60 else { return nil }
        var second = 0
        if place < raw.count, raw[place] == UInt8(ascii: ":") {
            place += 1
            let width: Int
            (second, width) = number(raw, &place)
            guard width == 2, second <= 60 else { return nil }
            if place < raw.count, raw[place] == UInt8(ascii: ".") || raw[place] == UInt8(ascii: ",") {
                place += 1
                while place < raw.count, raw[place] &- 0x30 < 10 { place += 1 }
            }
        }
        // A zone: Z, or hours and minutes with a sign.
        let isZone = raw[place...].allSatisfy { byte in
            byte &- 0x30 < 10 || "Zz+-: ".utf8.contains(byte)
        }
        return isZone ? (hour * 60 + minute) * 60 + second : nil
    }
}
