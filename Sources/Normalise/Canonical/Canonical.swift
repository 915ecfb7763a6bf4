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
    let room = canonicalRoom(raw.count)
    out.removeAll(keepingCapacity: true)
    let fast = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        let length = writeCanonical(raw, kind: kind, format: format, to: base, table: ByteClass.words)
        if length > 0 { out.append(contentsOf: Bytes(start: base, count: length)) }
        return length
    }
    if fast < 0 { writeCanonicalUnicode(raw, kind: kind, into: &out) }
}

/// Bytes of room that `writeCanonical` needs for a raw value.
@inline(__always)
func canonicalRoom(_ rawCount: Int) -> Int { rawCount &+ 16 }

/// Writes a canonical value on the fast road.
///
/// - Parameters:
///   - out: room for `canonicalRoom(raw.count)` bytes.
///   - table: `ByteClass.words`.
/// - Returns: bytes written, 0 for a null, or −1 where the value needs `writeCanonicalUnicode`.
@inline(__always)
func writeCanonical(
    _ raw: Bytes, kind: FieldKind, format: ValueFormat, to out: UnsafeMutablePointer<UInt8>,
    table: UnsafePointer<UInt8>
) -> Int {
    if raw.count == 0 { return 0 }
    switch kind {
    case .name, .text, .address, .category:
        let n = foldASCII(raw, to: out, table: table)
        return n > 7 ? n : shortValue(out, n, kind)
    case .organisation:
        let n = foldASCII(raw, to: out, table: table)
        return n < 0 || isNullWord(out, n, kind: kind) ? min(n, 0) : lengthWithoutLegalForm(out, n)
    case .code:
        let n = foldASCIICode(raw, to: out, table: table)
        return n > 7 ? n : shortValue(out, n, kind)
    case .email:
        let n = writeEmail(raw, to: out)
        return n > 7 ? n : shortValue(out, n, kind)
    case .phone:
        return writePhone(raw, to: out, internationalZeros: format.internationalZeros)
    case .date:
        guard let date = parseDate(raw, dayFirst: format.dayFirst, yearLast: format.yearLast) else {
            return 0
        }
        return writeDate(date, to: out)
    case .number, .money:
        guard let number = parseNumber(raw, decimalComma: format.decimalComma) else { return 0 }
        return writeNumber(number.value, to: out)
    case .latitude, .longitude:
        let limit: Double = kind == .latitude ? 90 : 180
        guard let degrees = parseCoordinate(raw, limit: limit, decimalComma: format.decimalComma) else {
            return 0
        }
        return writeNumber(degrees, to: out)
    }
}

/// Length of a value of at most seven bytes: 0 for a null word, −1 stays.
@inline(__always)
private func shortValue(_ value: UnsafePointer<UInt8>, _ length: Int, _ kind: FieldKind) -> Int {
    if length <= 0 { return length }
    return isPunctuation(value, length) || isNullWord(value, length, kind: kind) ? 0 : length
}

/// `-`, `?`, `...`: what kinds that keep punctuation may hold instead of a value.
@inline(__always)
private func isPunctuation(_ value: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    for place in 0..<length where value[place].isLetter || value[place].isDigit || value[place] >= 0x80 {
        return false
    }
    return true
}

/// Writes a canonical value on the slow road: any script, HTML entities, `&`.
///
/// - Parameter out: emptied first.
func writeCanonicalUnicode(_ raw: Bytes, kind: FieldKind, into out: inout [UInt8]) {
    if kind == .email {
        lowerUnicode(raw, into: &out)
        return
    }
    foldUnicode(raw, into: &out)
    if kind == .code { out.removeAll { $0 == ByteClass.space } }
    let kept = out.withUnsafeBufferPointer { folded in
        guard let base = folded.baseAddress, folded.count > 0 else { return 0 }
        if isNullWord(base, folded.count, kind: kind) { return 0 }
        return kind == .organisation ? lengthWithoutLegalForm(base, folded.count) : folded.count
    }
    out.removeSubrange(kept...)
}
