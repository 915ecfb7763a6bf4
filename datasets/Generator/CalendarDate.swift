/// A day of the proleptic Gregorian calendar.
struct CalendarDate: Equatable {
    var year: Int
    var month: Int
    var day: Int

    /// How a date is written.
    enum Format {
        case iso, slashes, dots, monthName, compact
    }

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Day `dayOfYear` (from 0) of a year; 365 or more runs on into the next.
    init(year: Int, dayOfYear: Int) {
        var rest = dayOfYear
        self.init(year: year, month: 1, day: 1)
        while rest >= CalendarDate.days(year: self.year, month: month) {
            rest -= CalendarDate.days(year: self.year, month: month)
            month = month == 12 ? 1 : month + 1
            if month == 1 { self.year += 1 }
        }
        day = rest + 1
    }

    /// Days since the first of January.
    var dayOfYear: Int {
        (1..<month).reduce(day - 1) { $0 + CalendarDate.days(year: year, month: $1) }
    }

    static func days(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    var isValid: Bool {
        (1...12).contains(month) && day >= 1 && day <= CalendarDate.days(year: year, month: month)
    }

    /// The same day of another month where days and months can be told apart only by their order.
    var withDayAndMonthSwapped: CalendarDate? {
        day <= 12 && day != month ? CalendarDate(year: year, month: day, day: month) : nil
    }

    func written(_ format: Format) -> [UInt8] {
        var text: [UInt8] = []
        switch format {
        case .iso:
            appendParts([(year, 4), (month, 2), (day, 2)], separator: "-", to: &text)
        case .slashes:
            appendParts([(day, 2), (month, 2), (year, 4)], separator: "/", to: &text)
        case .dots:
            appendParts([(day, 1), (month, 1), (year, 4)], separator: ".", to: &text)
        case .compact:
            appendDigits(year * 10_000 + month * 100 + day, to: &text)
        case .monthName:
            appendDigits(day, to: &text)
            text += Array(" \(CalendarDate.monthNames[month - 1]) ".utf8)
            appendDigits(year, to: &text)
        }
        return text
    }

    private func appendParts(
        _ parts: [(value: Int, width: Int)], separator: Unicode.Scalar, to text: inout [UInt8]
    ) {
        for (place, part) in parts.enumerated() {
            if place > 0 { text.append(UInt8(ascii: separator)) }
            appendDigits(part.value, width: part.width, to: &text)
        }
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
