/// Days from 1970-01-01 to a day of the Gregorian calendar, which is extended backwards to year 1.
///
/// Years are counted from March, so that the leap day ends them, in eras of 400 years = 146,097 days
/// (H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil).
///
/// - Returns: −719,162 for 0001-01-01 … 2,932,896 for 9999-12-31; nil where the calendar has no such
///   day: month 13, 30 February, 29 February of 1900.
@inlinable
public func daysFromCivil(year: Int32, month: Int32, day: Int32) -> Int32? {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1, day <= daysInMonth(month, of: year)
    else {
        return nil
    }
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear / 400
    let yearOfEra = marchYear - era * 400
    // March is month 0; 153 days are the five months from March to July, and from August on.
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// Length of a month, 28 … 31 days.
///
/// - Precondition: `month` is 1 … 12.
@inlinable
public func daysInMonth(_ month: Int32, of year: Int32) -> Int32 {
    assert(month >= 1 && month <= 12)
    if month == 2 { return isLeapYear(year) ? 29 : 28 }
    // Odd months are long up to July, even ones from August.
    return 30 + (month + month / 8) % 2
}

/// A year with a 29 February: every fourth, but of the centuries only every fourth.
@inlinable
public func isLeapYear(_ year: Int32) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
