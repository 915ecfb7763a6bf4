import Records

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
