import Records

/// Decodes one scalar that starts with a byte beyond ASCII.
///
/// - Returns: the scalar and its bytes, 1…4; U+FFFD and one byte where the bytes are not UTF-8
///   (overlong forms, surrogates and cut sequences included).
func decodeUTF8(_ raw: Bytes, at place: Int) -> (scalar: UInt32, length: Int) {
    let (character, next) = decodeCharacter(raw, at: place)
    return character <= 0x10FFFF ? (character, next - place) : (0xFFFD, 1)
}

/// Appends a scalar as UTF-8.
///
/// - Precondition: `scalar` is a Unicode scalar value.
func appendUTF8(_ scalar: UInt32, to out: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
        out.append(UInt8(scalar))
    case 0x80..<0x800:
        out.append(UInt8(0xC0 | scalar >> 6))
        out.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
        out.append(UInt8(0xE0 | scalar >> 12))
        out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        out.append(UInt8(0x80 | scalar & 0x3F))
    default:
        out.append(UInt8(0xF0 | scalar >> 18))
        out.append(UInt8(0x80 | scalar >> 12 & 0x3F))
        out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        out.append(UInt8(0x80 | scalar & 0x3F))
    }
}
