import CKernels
import Records

/// Bytes of one value.
typealias TextBytes = UnsafeBufferPointer<UInt8>

/// Whether two values have the same bytes.
@inline(__always)
func isEqual(_ a: TextBytes, _ b: TextBytes) -> Bool {
    guard a.count == b.count else { return false }
    guard let first = a.baseAddress, let second = b.baseAddress else { return true }
    return tieout_equal(first, second, a.count)
}

/// Whether `part` occurs in `whole`. In UTF-8 no character begins inside another, so bytes will do.
func occurs(_ part: TextBytes, in whole: TextBytes) -> Bool {
    if part.isEmpty { return whole.isEmpty }
    guard part.count <= whole.count else { return false }
    let first = part[0]
    for start in 0...(whole.count - part.count)
    where whole[start] == first && isEqual(part, TextBytes(rebasing: whole[start..<start + part.count])) {
        return true
    }
    return false
}

/// Characters in common at the start, over the characters of the shorter value.
func prefixSimilarity(_ a: TextBytes, _ b: TextBytes) -> Float {
    if a.isEmpty || b.isEmpty { return a.isEmpty && b.isEmpty ? 1 : 0 }
    var (placeA, placeB, common) = (0, 0, 0)
    while placeA < a.count, placeB < b.count {
        let (characterA, nextA) = decodeCharacter(a, at: placeA)
        let (characterB, nextB) = decodeCharacter(b, at: placeB)
        if characterA != characterB { break }
        (placeA, placeB, common) = (nextA, nextB, common + 1)
    }
    if common == 0 { return 0 }
    // What is left of the shorter value; both are walked side by side.
    var rest = 0
    while placeA < a.count, placeB < b.count {
        placeA = decodeCharacter(a, at: placeA).next
        placeB = decodeCharacter(b, at: placeB).next
        rest += 1
    }
    return Float(Double(common) / Double(common + rest))
}
