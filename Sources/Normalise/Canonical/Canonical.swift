import Records

/// The canonical form of one value: for tests, explanations and single look-ups.
///
/// - Parameters:
///   - raw: the value as it stands in the source.
///   - kind: decides the form; see `FieldKind`.
///   - format: how the column writes its values.
///   - out: emptied, then filled; empty for a null.
/// - Complexity: O(raw.count)
public func canonical(
    _ raw: UnsafeBufferPointer<UInt8>, kind: FieldKind, format: ValueFormat, into out: inout [UInt8]
) {
    out.removeAll(keepingCapacity: true)
    let quick = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: canonicalRoom(raw.count)) { room in
        guard let base = room.baseAddress else { return 0 }
        let length = writeCanonical(raw, kind: kind, format: format, to: base, folding: Folding())
        if length > 0 { out.append(contentsOf: Bytes(start: base, count: length)) }
        return length
    }
    if quick < 0 { writeCanonicalSlowly(raw, kind: kind, format: format, into: &out) }
}

/// Bytes of room that `writeCanonical` needs for a raw value.
@inline(__always)
func canonicalRoom(_ rawCount: Int) -> Int { rawCount &+ Folding.slack }

/// Writes a canonical value on the quick road: what nearly all values of an export need.
///
/// - Parameters:
///   - out: room for `canonicalRoom(raw.count)` bytes.
/// - Returns: bytes written, 0 for a null, or −1 where the value needs `writeCanonicalSlowly`.
@inline(__always)
func writeCanonical(
    _ field: Bytes, kind: FieldKind, format: ValueFormat, to out: UnsafeMutablePointer<UInt8>,
    folding: Folding
) -> Int {
    if field.count == 0 { return 0 }
    // Exports that put a space behind each comma have one before each value.
    let raw = field[0].isBlank || field[field.count &- 1].isBlank ? field.trimmed : field
    if raw.count == 0 { return 0 }
    switch kind {
    case .name, .text, .address, .category:
        return shortValue(out, folding.words(raw, to: out), kind)
    case .code: return shortValue(out, folding.code(raw, to: out), kind)
    case .email: return shortValue(out, writeEmail(raw, to: out), kind)
    case .phone: return writePhone(raw, to: out, internationalZeros: format.internationalZeros)
    case .date: return writeFixedDate(raw, to: out, yearLast: format.yearLast)
    case .number, .money: return writePlainNumber(raw, decimalComma: format.decimalComma, to: out)
    case .organisation:
        let length = shortValue(out, folding.words(raw, to: out), kind)
        return length > 0 ? lengthWithoutLegalForm(out, length) : length
    case .quantities:
        return mayHoldMarks(raw) ? -1 : shortValue(out, folding.words(raw, to: out), kind)
    case .latitude, .longitude: return -1
    }
}

/// Length of a value: 0 for a null word, −1 stays.
@inline(__always)
private func shortValue(_ value: UnsafePointer<UInt8>, _ length: Int, _ kind: FieldKind) -> Int {
    if length > 7 || length <= 0 { return length }
    return isNullWord(value, length, kind: kind) ? 0 : length
}

/// Writes a canonical value on the slow road: any script, HTML entities, `&`, legal forms, dates and
/// numbers however they are written.
///
/// - Parameter out: emptied first.
func writeCanonicalSlowly(_ raw: Bytes, kind: FieldKind, format: ValueFormat, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    switch kind {
    case .name, .text, .address, .category, .code, .organisation:
        foldUnicode(raw, into: &out)
        if kind == .code { out.removeAll { $0 == ByteClass.space } }
        dropNullAndForm(&out, kind)
    case .quantities:
        foldQuantities(raw, decimalComma: format.decimalComma, into: &out)
        dropNullAndForm(&out, kind)
    case .email: lowerUnicode(raw, into: &out)
    case .date: parseDate(raw, dayFirst: format.dayFirst, yearLast: format.yearLast)?.append(to: &out)
    case .number, .money:
        if let number = parseNumber(raw, decimalComma: format.decimalComma) {
            appendNumber(number.value, to: &out)
        }
    case .latitude, .longitude:
        let limit: Double = kind == .latitude ? 90 : 180
        let degrees = parseCoordinate(raw, limit: limit, decimalComma: format.decimalComma)
        if let degrees { appendNumber(degrees, to: &out) }
    case .phone: assertionFailure("phones have no slow road")
    }
}

/// Empties a null word; cuts the legal form off an organisation.
private func dropNullAndForm(_ out: inout [UInt8], _ kind: FieldKind) {
    let kept = out.withUnsafeBufferPointer { folded in
        guard let base = folded.baseAddress, !isNullWord(base, folded.count, kind: kind) else { return 0 }
        return kind == .organisation ? lengthWithoutLegalForm(base, folded.count) : folded.count
    }
    out.removeSubrange(kept...)
}
