/// The character at `place`, and where the next one starts. A malformed byte is a character of its
/// own, numbered beyond Unicode: 0x110000 plus the byte.
///
/// - Precondition: `place` is inside `bytes`.
@inlinable @inline(__always)
public func decodeCharacter(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (
    character: UInt32, next: Int
) {
    let first = bytes[place]
    if first < 0x80 { return (UInt32(first), place &+ 1) }
    return decodeLongCharacter(bytes, at: place)
}

@inline(never) @usableFromInline
func decodeLongCharacter(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (
    character: UInt32, next: Int
) {
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

/// Calls `body` with the key of every run of three characters of a value, as often as it occurs, in order of
/// their places; a value of one or two characters is one run, an empty one has none.
///
/// Keys are equal where the runs are, and only there; they are as well mixed as hashes, and never 0.
///
/// - Complexity: O(count).
@inlinable @inline(__always)
public func forEachTrigram(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
    // Characters take 21 bits, beginning with 1, so that a short run is unlike every longer one.
    var (run, place, count): (UInt64, Int, Int) = (0, 0, 0)
    while place < bytes.count {
        let (character, next) = decodeCharacter(bytes, at: place)
        run = (run &<< 21 | UInt64(character &+ 1)) & (1 << 63 - 1)
        (place, count) = (next, count &+ 1)
        if count >= 3 { body(mixed(run)) }
    }
    if count == 1 || count == 2 { body(mixed(run)) }
}
