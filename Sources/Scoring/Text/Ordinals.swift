/// Which of the numbers 1…99 a value names.
struct OrdinalSet: BitwiseCopyable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// - Precondition: 0 ≤ number < 128.
    mutating func insert(_ number: Int) {
        if number < 64 { low |= 1 << UInt64(number) } else { high |= 1 << UInt64(number - 64) }
    }

    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    func overlap(_ other: OrdinalSet) -> WordOverlap {
        let common = (low & other.low).nonzeroBitCount + (high & other.high).nonzeroBitCount
        return WordOverlap(countA: count, countB: other.count, common: common)
    }
}

/// The ordinals of a value, kept for the next pair with the same value.
struct KnownOrdinals {
    private var value = KnownValue()
    private(set) var set = OrdinalSet()

    /// Finds the ordinals of a value, unless it is the one they are of already.
    ///
    /// - Complexity: O(bytes).
    mutating func fill(_ bytes: TextBytes) {
        if value.take(bytes) { set = ordinals(of: bytes) }
    }

    /// The value may be gone, and another stand in its place.
    mutating func forget() { value.forget() }
}

/// The ordinals of a value, as `TextMeasure.ordinals` defines them.
private func ordinals(of bytes: TextBytes) -> OrdinalSet {
    let meanings = OrdinalWord.all
    var set = OrdinalSet()
    var cursor = WordCursor(bytes)
    // What the word before asks of this one: twenty … ninety to be joined, `part` to be numbered.
    var (tens, isNumbered) = (0, false)
    while let word = cursor.next() {
        let (tensBefore, wasNumbered) = (tens, isNumbered)
        (tens, isNumbered) = (0, false)
        if let number = writtenInDigits(word) {
            set.insert(number)
            continue
        }
        guard let short = ShortWord(word), let meaning = meanings[short] else { continue }
        let number = Int(meaning.number)
        switch meaning.role {
        case .ordinal: set.insert(number < 10 ? tensBefore + number : number)
        case .roman: set.insert(number)
        case .letter, .cardinal: if wasNumbered { set.insert(number) }
        case .tens: tens = number
        case .numbered: isNumbered = true
        }
    }
    return set
}

/// `7`, `07` or `7th`: one or two digits with st, nd, rd, th or nothing behind them; nil for 0 and for anything
/// else.
private func writtenInDigits(_ word: TextBytes) -> Int? {
    guard word[0] &- 0x30 < 10, word.count <= 4 else { return nil }
    var (number, place) = (Int(word[0] &- 0x30), 1)
    if word.count > 1, word[1] &- 0x30 < 10 { (number, place) = (10 * number + Int(word[1] &- 0x30), 2) }
    guard number > 0 else { return nil }
    if place == word.count { return number }
    guard word.count == place + 2 else { return nil }
    switch (word[place] | 0x20, word[place + 1] | 0x20) {
    case (UInt8(ascii: "s"), UInt8(ascii: "t")), (UInt8(ascii: "n"), UInt8(ascii: "d")),
        (UInt8(ascii: "r"), UInt8(ascii: "d")), (UInt8(ascii: "t"), UInt8(ascii: "h")):
        return number
    default: return nil
    }
}

/// What a word has to do with ordinals.
struct OrdinalWord: BitwiseCopyable {
    enum Role {
        case ordinal, tens, roman
        /// These count only behind a word that is numbered.
        case letter, cardinal
        /// What stands behind it is its number.
        case numbered
    }

    let role: Role
    let number: UInt8

    static let all = ShortWords(
        list(
            .ordinal,
            """
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
            fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
            """)
            + list(
                .ordinal, "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", from: 30,
                by: 10)
            + list(.tens, "twenty thirty forty fifty sixty seventy eighty ninety", from: 20, by: 10)
            + list(.roman, "ii iii iv", from: 2) + list(.roman, "vi vii viii ix", from: 6)
            + list(.roman, "xi xii xiii xiv xv xvi xvii xviii xix xx", from: 11)
            + list(.letter, "i v x", by: 0, numbers: [1, 5, 10])
            + list(
                .cardinal,
                """
                one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
                seventeen eighteen nineteen
                """)
            + list(
                .numbered,
                """
                act book chapter class episode grade level mk part phase round season section series stage type
                vol volume war
                """, by: 0))

    private static func list(
        _ role: Role, _ words: String, from first: UInt8 = 1, by step: UInt8 = 1, numbers: [UInt8]? = nil
    ) -> [(word: Substring, meaning: OrdinalWord)] {
        words.split { $0 == " " || $0 == "\n" }.enumerated().map { place, word in
            (word, OrdinalWord(role: role, number: numbers?[place] ?? first + step * UInt8(place)))
        }
    }
}

extension TextScratch {
    /// The ordinals of both values, as sets.
    ///
    /// - Complexity: O(|a| + |b|); a run of pairs with the same `a` finds its ordinals once.
    mutating func ordinalOverlap(_ a: TextBytes, _ b: TextBytes) -> WordOverlap {
        ordinalsA.fill(a)
        ordinalsB.fill(b)
        return ordinalsA.set.overlap(ordinalsB.set)
    }
}
