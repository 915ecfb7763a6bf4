import CKernels
import Records

/// Whether a test that looks at single values (not a text measure) holds for two rows. Neither value
/// is null.
func holds(_ test: LevelTest, _ l: Row, _ r: Row, field: Int, partner: Int?) -> Bool {
    switch test {
    case .exact: equal(l.bytes(field), r.bytes(field))
    case .swapped: partner.map { crossed(l, r, field, $0) } ?? false
    case .absolute(let most): abs(l.number(field) - r.number(field)) <= most
    case .relative(let most): relativeGap(l.number(field), r.number(field)) <= most
    case .days(let most): dayGap(l.bytes(field), r.bytes(field)).map { $0 <= most } ?? false
    case .dayMonthSwapped: dayMonthSwapped(l.bytes(field), r.bytes(field))
    case .dateDigits(let most): digitsDiffering(l.bytes(field), r.bytes(field)) <= most
    case .kilometres(let most): partner.map { kilometres(l, r, field, $0) <= most } ?? false
    case .similarity, .distance: preconditionFailure("text measures come in batches")
    }
}

@inline(__always)
private func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    a.count == b.count && tieout_equal(a.baseAddress, b.baseAddress, a.count)
}

/// Both values agree with the other field's value of the other record.
private func crossed(_ l: Row, _ r: Row, _ field: Int, _ partner: Int) -> Bool {
    l.length(partner) > 0 && equal(l.bytes(field), r.bytes(partner)) && equal(l.bytes(partner), r.bytes(field))
}
