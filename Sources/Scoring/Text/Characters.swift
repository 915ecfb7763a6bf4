/// The character at `place`, and where the next one starts. A malformed byte is a character of its
/// own, numbered beyond Unicode: 0x110000 plus the byte.
///
/// - Precondition: `place` is inside `bytes`.
@inline(__always)
func decodeCharacter(_ bytes: TextBytes, at place: Int) -> (character: UInt32, next: Int) {
    let first = bytes[place]
    if first < 0x80 { return (UInt32(first), place &+ 1) }
    return decodeLongCharacter(bytes, at: place)
}

@inline(never)
private func decodeLongCharacter(_ bytes: TextBytes, at place: Int) -> (character: UInt32, next: Int) {
    let first = UInt32(bytes[place])
    let size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let malformed = (0x11_0000 + first, place + 1)
    guard (0xC2...0xF4).contains(first), place + size <= bytes.count else { return malformed }
    var character = first & (0x7F >> UInt32(size))
    for offset in 1..<size {
        let byte = UInt32(bytes[place + offset])
        guard byte & 0xC0 == 0x80 else { return malformed }
        character = character << 6 | byte & 0x3F
    }
    guard let scalar = Unicode.Scalar(character), size != 3 || character >= 0x800,
        size != 4 || character >= 0x1_0000
    else { return malformed }
    return (scalar.value, place + size)
}

/// Decodes all of `bytes`; `characters` has room for as many as there are bytes. Returns the count.
func decodeCharacters(_ bytes: TextBytes, into characters: UnsafeMutableBufferPointer<UInt32>) -> Int {
    var (place, count) = (0, 0)
    while place < bytes.count {
        let (character, next) = decodeCharacter(bytes, at: place)
        characters[count] = character
        (place, count) = (next, count + 1)
    }
    return count
}
