private let space: UInt8 = 0x20

/// The words of a value, one after the other.
struct WordCursor {
    private let bytes: TextBytes
    private var place = 0

    /// Where the last word ended.
    var end: Int { place }

    init(_ bytes: TextBytes) { self.bytes = bytes }

    /// The next maximal run of bytes other than spaces; nil at the end.
    mutating func next() -> TextBytes? {
        while place < bytes.count, bytes[place] == space { place += 1 }
        let start = place
        while place < bytes.count, bytes[place] != space { place += 1 }
        return place > start ? TextBytes(rebasing: bytes[start..<place]) : nil
    }
}

/// Compares the first word with the first, the second with the second, and so on: the mean agreement
/// over the words of the value that has more of them. 1 where both have none.
@inline(__always)
func wordByWord(_ a: TextBytes, _ b: TextBytes, _ agreement: (TextBytes, TextBytes) -> Double) -> Float {
    var (wordsA, wordsB) = (WordCursor(a), WordCursor(b))
    var (sum, count) = (0.0, 0)
    while true {
        let (wordA, wordB) = (wordsA.next(), wordsB.next())
        if wordA == nil && wordB == nil { break }
        if let wordA, let wordB { sum += agreement(wordA, wordB) }
        count += 1
    }
    return count == 0 ? 1 : Float(sum / Double(count))
}
