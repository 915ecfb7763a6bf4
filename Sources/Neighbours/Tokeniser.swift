import Records

/// How a text is cut into tokens.
public enum Tokeniser: Sendable, Hashable {
    /// Every run of so many characters, spaces among them: what scikit-learn calls `char`. A shorter text is
    /// one token.
    case grams(Int)
    /// Runs of so many characters of each word with a space before and behind it: `char_wb`. A word that
    /// is too short, with its spaces, is one token.
    case wordGrams(Int)
    /// What stands between spaces.
    case words
    /// Words, and runs of so many characters of the text as in `grams`; the word `abc` is not the run `abc`.
    case wordsAndGrams(Int)

    /// Calls `body` with the key of every token, as often as it occurs, in order of their places.
    ///
    /// Characters are code points: no token begins or ends within the bytes of one.
    @inline(__always)
    func forEachToken(_ text: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
        guard let base = text.baseAddress, text.count > 0 else { return }
        switch self {
        case .grams(let length): forEachGram(base, text.count, length, body)
        case .wordGrams(let length): forEachWordGram(base, text.count, length, body)
        case .words: forEachWord(base, text.count) { body(tokenKey($0, $1)) }
        case .wordsAndGrams(let length):
            forEachWord(base, text.count) { body(tokenKey($0, $1) | wordMark) }
            forEachGram(base, text.count, length, body)
        }
    }

    /// The longest run has 1,000 characters, the shortest 1.
    var isValid: Bool {
        switch self {
        case .grams(let length), .wordGrams(let length), .wordsAndGrams(let length):
            (1...1000).contains(length)
        case .words: true
        }
    }
}

private let space = UInt8(ascii: " ")
/// Tells words from runs of characters where there are both.
private let wordMark: UInt64 = 1 << 63

/// What tells tokens apart: up to 7 bytes themselves with their number, of longer ones 56 bits of XXH3. Never 0.
///
/// Eight bytes from `bytes` on must be readable.
@inline(__always)
private func tokenKey(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    if count < 8 {
        let word = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
        return word & ((1 << UInt64(8 &* count)) &- 1) | UInt64(count) << 56
    }
    return xxh3(bytes, count) >> 8 | 8 << 56
}

/// Calls `body` with the bytes of every word and its key as the token `words` gives it.
@inline(__always)
func forEachWordKey(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (_ word: UnsafeBufferPointer<UInt8>, _ key: UInt64) -> Void
) {
    guard let base = text.baseAddress, text.count > 0 else { return }
    forEachWord(base, text.count) { word, count in
        body(UnsafeBufferPointer(start: word, count: count), tokenKey(word, count))
    }
}

@inline(__always)
private func forEachWord(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ body: (UnsafePointer<UInt8>, Int) -> Void
) {
    var start = 0
    for place in 0...count where place == count || text[place] == space {
        if place > start { body(text + start, place - start) }
        start = place + 1
    }
}

/// A byte that begins a character; in text that is not UTF-8, stray continuations go with what is before.
@inline(__always)
private func beginsCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

@inline(__always)
private func forEachGram(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ length: Int, _ body: (UInt64) -> Void
) {
    // Two places, `length` characters apart, walk over the text together.
    var end = 0
    var characters = 0
    while characters < length, end < count {
        end = nextCharacter(text, count, end)
        characters += 1
    }
    body(tokenKey(text, end))
    var start = 0
    while end < count {
        start = nextCharacter(text, count, start)
        end = nextCharacter(text, count, end)
        body(tokenKey(text + start, end &- start))
    }
}

@inline(__always)
private func nextCharacter(_ text: UnsafePointer<UInt8>, _ count: Int, _ place: Int) -> Int {
    var next = place &+ 1
    while next < count, !beginsCharacter(text[next]) { next &+= 1 }
    return next
}

@inline(__always)
private func forEachWordGram(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ length: Int, _ body: (UInt64) -> Void
) {
    forEachWord(text, count) { word, size in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size + 2 + Texts.slack) { padded in
            guard let base = padded.baseAddress else { return }
            padded.initialize(repeating: 0)
            base[0] = space
            (base + 1).update(from: word, count: size)
            base[size + 1] = space
            forEachGram(base, size + 2, length, body)
        }
    }
}
