import CKernels
import Records

/// Which words of a value count.
enum CountedWords {
    case all
    /// Those that hold a digit 0–9.
    case withDigits
    /// No words: the runs of three characters, by `forEachTrigram`.
    case trigrams
}

/// A distinct word of a value, or a distinct trigram.
struct HashedWord: Comparable, BitwiseCopyable {
    /// XXH3 of its bytes: words with one hash pass for the same. The key of a trigram.
    var hash: UInt64
    /// Where a word first stands; 0 for a trigram.
    var start: UInt32 = 0
    var length: UInt32 = 0
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
    private var keys = GrowingBuffer<UInt64>()
    /// The value that the words are of.
    private var value = KnownValue()

    /// Finds the words of a value, unless it is the one they are of already. From one `forget` to the
    /// next, which words count and what they are worth stays the same.
    ///
    /// - Complexity: O(bytes + words log words).
    mutating func fill(_ bytes: TextBytes, of counted: CountedWords) {
        guard value.take(bytes) else { return }
        squares = 0
        let list = room.room(counted == .trigrams ? bytes.count : bytes.count / 2 + 1)
        let count = counted == .trigrams ? listTrigrams(bytes, list) : listWords(bytes, of: counted, list)
        words = UnsafeMutableBufferPointer(rebasing: list[..<count])
    }

    /// The distinct words of a value, by hash; returns how many.
    private func listWords(
        _ bytes: TextBytes, of counted: CountedWords, _ list: UnsafeMutableBufferPointer<HashedWord>
    ) -> Int {
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
        return uniting(list, count)
    }

    /// The distinct trigrams of a value, by key; returns how many.
    private mutating func listTrigrams(
        _ bytes: TextBytes, _ list: UnsafeMutableBufferPointer<HashedWord>
    ) -> Int {
        let keys = keys.room(bytes.count)
        var count = 0
        forEachTrigram(bytes) { key in
            keys[count] = key
            count &+= 1
        }
        sortInPlace(UnsafeMutableBufferPointer(rebasing: keys[..<count]))
        var kept = 0
        for place in 0..<count {
            if kept > 0, list[kept &- 1].hash == keys[place] {
                list[kept &- 1].count &+= 1
            } else {
                list[kept] = HashedWord(hash: keys[place], count: 1)
                kept &+= 1
            }
        }
        return kept
    }

    /// Finds and weighs the words of a value, unless they are weighed already.
    ///
    /// - Parameter rarities: nil where all words are equally rare.
    mutating func fill(_ bytes: TextBytes, of counted: CountedWords, weighedBy rarities: WordRarities?) {
        fill(bytes, of: counted)
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
    mutating func forget() { value.forget() }

    /// The bytes of one of the words.
    func bytes(_ word: HashedWord) -> TextValue {
        let start = value.bytes.unsafelyUnwrapped.baseAddress.unsafelyUnwrapped
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
    /// The values that anything was found in may be gone.
    mutating func forgetValues() {
        wordsA.forget()
        wordsB.forget()
        quantitiesA.forget()
        quantitiesB.forget()
        ordinalsA.forget()
        ordinalsB.forget()
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
