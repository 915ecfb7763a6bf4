/// Decodes one scalar that starts with a byte beyond ASCII.
///
/// - Returns: the scalar and its bytes, 1…4; U+FFFD and one byte where the bytes are not UTF-8
///   (overlong forms, surrogates and cut sequences included).
func decodeUTF8(_ raw: Bytes, at place: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(raw[place])
    let length: Int
    var scalar: UInt32
    let least: UInt32
    switch lead {
    case 0xC2...0xDF: (length, scalar, least) = (2, lead & 0x1F, 0x80)
    case 0xE0...0xEF: (length, scalar, least) = (3, lead & 0x0F, 0x800)
    case 0xF0...0xF4: (length, scalar, least) = (4, lead & 0x07, 0x10000)
    default: return (0xFFFD, 1)
    }
    guard place + length <= raw.count else { return (0xFFFD, 1) }
    for next in raw[(place + 1)..<(place + length)] {
        guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
        scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    let isScalar = scalar >= least && scalar <= 0x10FFFF && !(0xD800...0xDFFF).contains(scalar)
    return isScalar ? (scalar, length) : (0xFFFD, 1)
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
