import Records

/// A short word as one number, for look-ups without a string: its last eight letters and its length.
struct WordKey {
    private var tail: UInt64 = 0
    private(set) var length: UInt64 = 0

    init() {}

    init(_ word: Substring) {
        for letter in word.utf8.reversed() { prepend(letter) }
    }

    /// Different for words that differ in length or in their last eight letters.
    var key: UInt64 { combine(tail, length) }

    /// The word grows from its end.
    mutating func prepend(_ letter: UInt8) {
        if length < 8 { tail |= UInt64(letter) << (length * 8) }
        length += 1
    }
}
