import Records

/// A word of 1…16 ASCII letters in two integers, in lower case.
struct ShortWord: Equatable, BitwiseCopyable {
    private(set) var first: UInt64 = 0
    private(set) var second: UInt64 = 0

    /// - Returns: nil where the word is longer, empty or holds anything but A–Z and a–z.
    @inline(__always)
    init?(_ word: TextBytes) {
        guard word.count > 0, word.count <= 16 else { return nil }
        for byte in word {
            let letter = byte | 0x20
            guard letter &- 0x61 < 26 else { return nil }
            second = second &<< 8 | first &>> 56
            first = first &<< 8 | UInt64(letter)
        }
    }

    init?(_ word: some StringProtocol) {
        var word = String(word)
        let packed = word.withUTF8 { ShortWord($0) }
        guard let packed else { return nil }
        self = packed
    }

    @inline(__always)
    var hash: UInt64 { mixed(first &+ second &* 0x9E37_79B9_7F4A_7C15) }
}

/// What some words mean.
///
/// Plain memory that is never freed: there are few such tables, and values are asked of them all the time.
struct ShortWords<Meaning: BitwiseCopyable>: @unchecked Sendable {
    // Immutable once made.

    private struct Slot {
        var word: ShortWord?
        var meaning: Meaning
    }

    private let slots: UnsafePointer<Slot>
    private let mask: Int

    /// - Precondition: all words are short, and none stands there twice.
    init(_ meanings: [(word: Substring, meaning: Meaning)]) {
        var size = 64
        while size < 4 * meanings.count { size *= 2 }
        mask = size - 1
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
        slots.initialize(repeating: Slot(word: nil, meaning: meanings[0].meaning), count: size)
        self.slots = UnsafePointer(slots)
        for (text, meaning) in meanings {
            guard let word = ShortWord(text) else { preconditionFailure("'\(text)' is no short word") }
            let place = place(word)
            precondition(slots[place].word == nil, "'\(text)' stands there twice")
            slots[place] = Slot(word: word, meaning: meaning)
        }
    }

    /// What a word means; nil for one that is not among them.
    @inline(__always)
    subscript(word: ShortWord) -> Meaning? {
        let slot = slots[place(word)]
        return slot.word == nil ? nil : slot.meaning
    }

    /// Where a word stands, or else would.
    @inline(__always)
    private func place(_ word: ShortWord) -> Int {
        var place = Int(truncatingIfNeeded: word.hash) & mask
        while let other = slots[place].word, other != word { place = (place &+ 1) & mask }
        return place
    }
}
