import CKernels
import Records

/// Which words of a value count.
enum CountedWords {
    case all
    /// Those that hold a digit 0–9.
    case withDigits
}

/// A distinct word of a value.
struct HashedWord: Comparable, BitwiseCopyable {
    /// XXH3 of its bytes: words with one hash pass for the same.
    var hash: UInt64
    /// Where it first stands.
    var start: UInt32
    var length: UInt32
    /// How often it stands in the value.
    var count: UInt32
    /// What it is worth, where words are weighed: log2(1 + count) × its rarity in bits, above 0.
    var weight: Float = 1

    static func < (a: HashedWord, b: HashedWord) -> Bool { (a.hash, a.start) < (b.hash, b.start) }
}

/// The distinct words of a value, by hash: in this order two sets are compared in one pass, and sums
/// over them come out the same whichever is first.
struct WordSet: ~Copyable {
    private(set) var words = UnsafeMutableBufferPointer<HashedWord>(start: nil, count: 0)
    /// Sum of the squares of the weights, where words are weighed.
    private(set) var squares = 0.0
    private var room = GrowingBuffer<HashedWord>()
    /// The value that the words are of; nil where that may have changed.
    private var value: TextBytes?

    /// Finds the words of a value, unless it is the one they are of already. From one `forget` to the
    /// next, which words count and what they are worth stays the same.
    ///
    /// - Complexity: O(bytes + words log words).
    mutating func fill(_ bytes: TextBytes, of counted: CountedWords) {
        if let value, value.baseAddress == bytes.baseAddress, value.count == bytes.count { return }
        value = bytes
        squares = 0
        let list = room.room(bytes.count / 2 + 1)
        var cursor = WordCursor(bytes)
        var count = 0
        while let word = cursor.next() {
            if counted == .withDigits && !Scoring.hasDigit(word) { continue }
            list[count] = HashedWord(
                hash: xxh3(word), start: UInt32(truncatingIfNeeded: cursor.end - word.count),
                length: UInt32(truncatingIfNeeded: word.count), count: 1)
            count += 1
        }
        sortInPlace(UnsafeMutableBufferPointer(rebasing: list[..<count]))
        words = UnsafeMutableBufferPointer(rebasing: list[..<uniting(list, count)])
    }

    /// Weighs all words of a value, unless they are weighed already.
    ///
    /// - Parameter rarities: nil where all words are equally rare.
    mutating func fill(_ bytes: TextBytes, weighedBy rarities: WordRarities?) {
        fill(bytes, of: .all)
        if squares > 0 { return }
        for place in words.indices {
            let count = words[place].count
            let weight =
                (count == 1 ? 1 : tieout_log2(Float(1 + count))) * (rarities?.rarity(words[place].hash) ?? 1)
            words[place].weight = weight
            squares += Double(weight) * Double(weight)
        }
    }

    /// The value may be gone, and another stand in its place.
    mutating func forget() { value = nil }

    /// The bytes of one of the words.
    func bytes(_ word: HashedWord) -> TextValue {
        let start = value.unsafelyUnwrapped.baseAddress.unsafelyUnwrapped
        return TextValue(bytes: start + Int(word.start), length: word.length)
    }

    /// Whether one of the words holds a digit.
    func hasDigit(_ word: HashedWord) -> Bool {
        let value = bytes(word)
        return Scoring.hasDigit(TextBytes(start: value.bytes, count: Int(value.length)))
    }

    /// Unites equal words among the first `count`; returns how many are left.
    private func uniting(_ list: UnsafeMutableBufferPointer<HashedWord>, _ count: Int) -> Int {
        var kept = 0
        for place in 0..<count {
            if kept > 0, list[kept - 1].hash == list[place].hash {
                list[kept - 1].count += 1
            } else {
                list[kept] = list[place]
                kept += 1
            }
        }
        return kept
    }
}

func hasDigit(_ word: TextBytes) -> Bool {
    for byte in word where byte &- 0x30 < 10 { return true }
    return false
}

/// How many distinct words two values have, and how many in common.
struct WordOverlap {
    var countA: Int
    var countB: Int
    var common: Int

    /// What both have, of the value that has fewer.
    var containment: Float {
        let fewer = min(countA, countB)
        return fewer == 0 ? (countA == countB ? 1 : 0) : Float(Double(common) / Double(fewer))
    }

    /// What both have, of what either has; ½ where neither has anything.
    var agreement: Float {
        let all = countA + countB - common
        return all == 0 ? 0.5 : Float(Double(common) / Double(all))
    }
}

extension TextScratch {
    /// The values that words were found in may be gone.
    mutating func forgetWords() {
        wordsA.forget()
        wordsB.forget()
    }

    /// The words of two values, as sets.
    ///
    /// - Complexity: O(|a| + |b| + w log w) for w words; a run of pairs with the same `a` finds its words
    ///   once.
    mutating func wordOverlap(_ a: TextBytes, _ b: TextBytes, of counted: CountedWords) -> WordOverlap {
        wordsA.fill(a, of: counted)
        wordsB.fill(b, of: counted)
        let (first, second) = (wordsA.words, wordsB.words)
        var (i, j, common) = (0, 0, 0)
        while i < first.count, j < second.count {
            let (x, y) = (first[i].hash, second[j].hash)
            common += x == y ? 1 : 0
            i += x <= y ? 1 : 0
            j += y <= x ? 1 : 0
        }
        return WordOverlap(countA: first.count, countB: second.count, common: common)
    }
}
