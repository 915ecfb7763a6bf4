/// Decodes the HTML entity at `place`, where an `&` stands: `&#40;`, `&#x28;` and the names that
/// exports are full of. The semicolon is required, so that `R&D` and `A&B; C` stay what they are.
///
/// - Returns: the scalar and the length of the entity with its semicolon; nil where there is none.
func htmlEntity(_ raw: Bytes, at place: Int) -> (scalar: UInt32, length: Int)? {
    assert(raw[place] == UInt8(ascii: "&"))
    // The longest name below has 6 letters, the longest number 7 digits.
    let limit = min(raw.count, place + 10)
    guard let end = raw[place..<limit].firstIndex(of: UInt8(ascii: ";")), end > place + 2 else { return nil }
    let body = Bytes(rebasing: raw[(place + 1)..<end])
    guard let scalar = body[0] == UInt8(ascii: "#") ? numbered(body) : named(body) else { return nil }
    return (scalar, end - place + 1)
}

private func numbered(_ body: Bytes) -> UInt32? {
    let isHex = body[1] | 0x20 == UInt8(ascii: "x")
    var value: UInt32 = 0
    guard body.count > (isHex ? 2 : 1) else { return nil }
    for byte in body[(isHex ? 2 : 1)...] {
        if byte.isDigit {
            value = value * (isHex ? 16 : 10) + UInt32(byte & 15)
        } else if isHex, (byte | 0x20) &- 0x61 < 6 {
            value = value * 16 + UInt32((byte | 0x20) - 0x61) + 10
        } else {
            return nil
        }
    }
    return Unicode.Scalar(value).map(\.value)
}

private func named(_ body: Bytes) -> UInt32? {
    for (name, scalar) in entityNames where name.utf8CodeUnitCount == body.count {
        if body.elementsEqual(Bytes(start: name.utf8Start, count: body.count)) { return scalar }
    }
    return letterEntity(body)
}

private let entityNames: [(StaticString, UInt32)] = [
    ("amp", 0x26), ("lt", 0x3C), ("gt", 0x3E), ("quot", 0x22), ("apos", 0x27), ("nbsp", 0xA0),
    ("ndash", 0x2013), ("mdash", 0x2014), ("lsquo", 0x2018), ("rsquo", 0x2019), ("ldquo", 0x201C),
    ("rdquo", 0x201D), ("hellip", 0x2026), ("bull", 0x2022), ("middot", 0xB7), ("reg", 0xAE), ("copy", 0xA9),
    ("trade", 0x2122), ("deg", 0xB0), ("laquo", 0xAB), ("raquo", 0xBB), ("pound", 0xA3), ("euro", 0x20AC),
    ("yen", 0xA5), ("cent", 0xA2), ("szlig", 0xDF), ("aelig", 0xE6), ("AElig", 0xC6), ("oslash", 0xF8),
    ("Oslash", 0xD8), ("eth", 0xF0), ("ETH", 0xD0), ("thorn", 0xFE), ("THORN", 0xDE), ("oelig", 0x153),
    ("OElig", 0x152), ("shy", 0xAD),
]

/// `&eacute;`, `&Uuml;`: a letter and the name of its accent. Accents are folded away afterwards, so
/// the bare letter is all that is needed.
private func letterEntity(_ body: Bytes) -> UInt32? {
    guard body[0].isLetter else { return nil }
    let accent = Bytes(rebasing: body[1...])
    for name: StaticString in ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash"] {
        if accent.elementsEqual(Bytes(start: name.utf8Start, count: name.utf8CodeUnitCount)) {
            return UInt32(body[0])
        }
    }
    return nil
}
