#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import Records

/// Difference as a share of the larger magnitude, 0…2; 0 for two zeros.
func relativeGap(_ a: Double, _ b: Double) -> Double {
    let larger = max(abs(a), abs(b))
    return larger == 0 ? 0 : abs(a - b) / larger
}

/// Days between two canonical dates; nil unless both are wholly known, possible dates.
func dayGap(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard let x = civilDay(a), let y = civilDay(b) else { return nil }
    return abs(x - y)
}

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"); nil for what is no
/// date of the calendar.
private func civilDay(_ date: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard date.count == 8 else { return nil }
    func number(_ from: Int, _ count: Int) -> Int32 {
        (from..<from + count).reduce(0) { $0 * 10 + Int32(date[$1]) - 0x30 }
    }
    let (year, month, day) = (number(0, 4), number(4, 2), number(6, 2))
    guard (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int32] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The year agrees and month and day are exchanged.
func dayMonthSwapped(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == 8, b.count == 8 else { return false }
    for place in 0..<4 where a[place] != b[place] { return false }
    return a[4] == b[6] && a[5] == b[7] && a[6] == b[4] && a[7] == b[5]
}

/// Digits in which two canonical dates differ; 8 for what is not 8 digits long.
func digitsDiffering(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
    guard a.count == 8, b.count == 8 else { return 8 }
    return (0..<8).reduce(0) { $0 + (a[$1] == b[$1] ? 0 : 1) }
}

/// Great-circle distance by the haversine formula (Sinnott 1984) on a sphere of 6,371 km.
func kilometres(_ l: Row, _ r: Row, _ latitude: Int, _ longitude: Int) -> Double {
    guard l.length(longitude) == 8, r.length(longitude) == 8 else { return .infinity }
    let radians = Double.pi / 180
    let (latL, latR) = (l.number(latitude) * radians, r.number(latitude) * radians)
    let dLat = (latR - latL) / 2
    let dLon = (r.number(longitude) - l.number(longitude)) * radians / 2
    let h = sin(dLat) * sin(dLat) + cos(latL) * cos(latR) * sin(dLon) * sin(dLon)
    return 2 * 6371 * asin(min(1, h.squareRoot()))
}
