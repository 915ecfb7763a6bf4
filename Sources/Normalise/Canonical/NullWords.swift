import Records

/// Whether a whole value says that there is none: `null`, `n/a`, `na`, `none`, `nan`, `nil`, `unknown`,
/// `-`, `?` and any other value of punctuation alone, in any case.
///
/// `na`, `none`, `nan` and `nil` are values where names stand: they are surnames and given names.
///
/// - Parameter word: the value, lower case; blanks and punctuation already as folding leaves them.
@inline(__always)
func isNullWord(_ word: UnsafePointer<UInt8>, _ count: Int, kind: FieldKind) -> Bool {
    if count == 0 { return true }
    if count > 7 { return false }
    let packed =
        Bytes(start: word, count: count).block(at: 0, size: count).byteSwapped >> UInt64(64 - 8 * count)
    return switch packed {
    case NullWord.null, NullWord.nOverA, NullWord.unknown, NullWord.rawNOverA, NullWord.sheetNOverA: true
    case NullWord.na, NullWord.none, NullWord.nan, NullWord.nil: kind != .name
    default: isPunctuation(word, count)
    }
}

/// `-`, `?`, `...`: what kinds that keep punctuation may hold instead of a value.
@inline(__always)
private func isPunctuation(_ value: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    for place in 0..<length where value[place].isLetter || value[place].isDigit || value[place] >= 0x80 {
        return false
    }
    return true
}

/// The words, big-endian in one integer.
private enum NullWord {
    static let null: UInt64 = 0x6E75_6C6C
    /// `n a`, what folding makes of `n/a`.
    static let nOverA: UInt64 = 0x6E2061
    static let rawNOverA: UInt64 = 0x6E2F61
    /// `#n/a`, as spreadsheets write it.
    static let sheetNOverA: UInt64 = 0x236E_2F61
    static let na: UInt64 = 0x6E61
    static let none: UInt64 = 0x6E6F_6E65
    static let nan: UInt64 = 0x6E616E
    static let `nil`: UInt64 = 0x6E696C
    static let unknown: UInt64 = 0x75_6E6B_6E6F_776E
}
