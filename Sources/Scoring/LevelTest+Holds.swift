import CKernels
import Records

/// Whether a test that looks at single values (not a text measure) holds for two rows. Neither value
/// is null.
func holds(_ test: LevelTest, _ l: Row, _ r: Row, field: Int, partner: Int?) -> Bool {
    switch test {
    case .exact: equal(l.bytes(field), r.bytes(field))
    case .swapped: partner.map { crossed(l, r, field, $0) } ?? false
    case .absolute(let most): abs(l.number(field) - r.number(field)) <= most
    case .relative(let most): relativeDifference(l.number(field), r.number(field)) <= most
    case .days(let most): dates(l, r, field).flatMap { dateDifference($0, $1) }.map { $0 <= most } ?? false
    case .dayMonthSwapped: dates(l, r, field).map { isTransposedDayMonth($0, $1) } ?? false
    case .dateDigits(let most): dates(l, r, field).map { digitsDiffering($0, $1) <= most } ?? false
    case .kilometres(let most): partner.map { isNear(l, r, field, $0, most) } ?? false
    case .similarity, .distance: preconditionFailure("text measures come in batches")
    }
}

@inline(__always)
private func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    a.count == b.count && tieout_equal(a.baseAddress, b.baseAddress, a.count)
}

/// Both values agree with the other field's value of the other record.
private func crossed(_ l: Row, _ r: Row, _ field: Int, _ partner: Int) -> Bool {
    l.length(partner) > 0 && equal(l.bytes(field), r.bytes(partner))
        && equal(l.bytes(partner), r.bytes(field))
}

/// Both values as canonical dates; nil where either is none.
@inline(__always)
private func dates(_ l: Row, _ r: Row, _ field: Int) -> (CanonicalDate, CanonicalDate)? {
    guard let a = CanonicalDate(l.bytes(field)), let b = CanonicalDate(r.bytes(field)) else { return nil }
    return (a, b)
}

private func isNear(_ l: Row, _ r: Row, _ latitude: Int, _ longitude: Int, _ most: Double) -> Bool {
    guard l.length(longitude) == 8, r.length(longitude) == 8 else { return false }
    return isWithinKilometres(
        most, latitude: l.number(latitude), longitude: l.number(longitude), latitude: r.number(latitude),
        longitude: r.number(longitude))
}
