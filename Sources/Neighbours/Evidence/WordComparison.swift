import CKernels
import Records

/// Compares the words of pairs; one a thread.
public struct WordComparison: ~Copyable {
    /// Words below this Jaro–Winkler similarity are different ones.
    static let leastSimilarity: Float = 0.85
    /// What an initial and a word that begins with it count.
    static let initialSimilarity: Float = 0.5

    private let words: WordLists
    private let kernels: OpaquePointer
    private var left = Side()
    private var right = Side()
    /// Of what both have: rarity, its squares, and the highest.
    private var shared = Sums()
    private var similarities: [Float] = []
    private var alike: [AlikeWords] = []

    private struct Sums {
        var rarity = 0.0
        var squares = 0.0
        var highest = 0.0

        mutating func add(_ rarity: Double) {
            self.rarity += rarity
            squares += rarity * rarity
            highest = max(highest, rarity)
        }
    }

    /// One of the two texts.
    private struct Side {
        /// Of all its words.
        var all = Sums()
        /// Words that the other lacks, by number; of those that turn out to be alike, `isMatched` is set.
        var own: [UInt32] = []
        var isMatched: [Bool] = []
        /// One of them has a digit. Such words are never alike without being the same.
        var ownsNumber = false
        /// Those of them without digits, and their places in `own`.
        var plain: [tieout_text_value] = []
        var places: [Int] = []

        mutating func clear() {
            all = Sums()
            ownsNumber = false
            own.removeAll(keepingCapacity: true)
            isMatched.removeAll(keepingCapacity: true)
            plain.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
        }

        mutating func add(own number: UInt32, _ word: WordLists.Word) {
            all.add(word.rarity)
            if word.hasDigit {
                ownsNumber = true
            } else {
                plain.append(tieout_text_value(bytes: word.bytes, length: word.length))
                places.append(own.count)
            }
            own.append(number)
            isMatched.append(false)
        }
    }

    private struct AlikeWords {
        var similarity: Float
        /// Places in `own` of both sides.
        var left: Int
        var right: Int
        /// The lower and the higher number of the two words: ties fall the same whichever side is left.
        var numbers: (UInt32, UInt32)

        static func < (a: AlikeWords, b: AlikeWords) -> Bool {
            a.similarity == b.similarity ? a.numbers < b.numbers : a.similarity > b.similarity
        }
    }

    /// Compares words of `words`.
    public init(_ words: WordLists) {
        self.words = words
        kernels = tieout_text_scratch_create()
    }

    deinit { tieout_text_scratch_free(kernels) }

    /// What the words of two records say.
    ///
    /// - Complexity: O(words), and one Jaro–Winkler for each two words without digits that one text lacks.
    public mutating func compare(_ leftRecord: RecordIndex, _ rightRecord: RecordIndex) -> WordEvidence {
        let (one, other) = (Int(leftRecord), Int(rightRecord))
        merge(one, other)
        findAlike()
        matchAlike()
        var evidence = WordEvidence()
        let norms = (left.all.squares * right.all.squares).squareRoot()
        if norms > 0 {
            evidence.cosine = min(shared.squares / norms, 1)
            evidence.containment = min(shared.rarity / min(left.all.rarity, right.all.rarity), 1)
            evidence.overlap = min(shared.rarity / (left.all.rarity + right.all.rarity - shared.rarity), 1)
        }
        evidence.rarestShared = shared.highest / words.highestRarity
        evidence.hasNumberConflict = left.ownsNumber && right.ownsNumber
        evidence.hasNumberExtra = left.ownsNumber != right.ownsNumber
        let first = words.leftFirst[one]
        evidence.sharesFirst = first != WordLists.noWord && first == words.rightFirst[other]
        return evidence
    }

    /// Parts the words of two texts into those of both and those of one.
    private mutating func merge(_ one: Int, _ other: Int) {
        left.clear()
        right.clear()
        shared = Sums()
        let (lefts, rights) = (words.space.left, words.space.right)
        let (leftEntries, rightEntries) = (lefts.entries(one), rights.entries(other))
        var (i, j) = (leftEntries.lowerBound, rightEntries.lowerBound)
        while i < leftEntries.upperBound || j < rightEntries.upperBound {
            let a = i < leftEntries.upperBound ? lefts.tokens[i] : .max
            let b = j < rightEntries.upperBound ? rights.tokens[j] : .max
            if a == b {
                let rarity = words.words[Int(a)].rarity
                shared.add(rarity)
                left.all.add(rarity)
                right.all.add(rarity)
            } else if a < b {
                left.add(own: a, words.words[Int(a)])
            } else {
                right.add(own: b, words.words[Int(b)])
            }
            i += a <= b ? 1 : 0
            j += b <= a ? 1 : 0
        }
    }

    /// Finds which words of one text are like words of the other. Numbers and codes are only ever the same or
    /// different.
    private mutating func findAlike() {
        alike.removeAll(keepingCapacity: true)
        let (rows, columns) = (left.plain.count, right.plain.count)
        guard rows > 0 && columns > 0 else { return }
        if similarities.count < rows * columns {
            similarities = [Float](repeating: 0, count: rows * columns)
        }
        tieout_text_matrix(
            TIEOUT_TEXT_JARO_WINKLER, left.plain, rows, right.plain, columns, Self.leastSimilarity,
            &similarities, kernels)
        for row in 0..<rows {
            let a = left.own[left.places[row]]
            for column in 0..<columns {
                let b = right.own[right.places[column]]
                var similarity = similarities[row * columns + column]
                if words.words[Int(a)].isSingle || words.words[Int(b)].isSingle {
                    let shared = beginAlike(left.plain[row], right.plain[column])
                    similarity = shared ? Self.initialSimilarity : 0
                }
                guard similarity > 0 else { continue }
                alike.append(
                    AlikeWords(
                        similarity: similarity, left: left.places[row], right: right.places[column],
                        numbers: (min(a, b), max(a, b))))
            }
        }
    }

    /// Whether the longer word begins with the shorter, a single character.
    private func beginAlike(_ one: tieout_text_value, _ other: tieout_text_value) -> Bool {
        tieout_equal(one.bytes, other.bytes, Int(min(one.length, other.length)))
    }

    /// Takes the words most alike first, each once.
    private mutating func matchAlike() {
        alike.sort(by: <)
        for pair in alike where !left.isMatched[pair.left] && !right.isMatched[pair.right] {
            left.isMatched[pair.left] = true
            right.isMatched[pair.right] = true
            let one = words.words[Int(left.own[pair.left])].rarity
            let other = words.words[Int(right.own[pair.right])].rarity
            shared.rarity += Double(pair.similarity) * min(one, other)
            shared.squares += Double(pair.similarity) * (one * other)
        }
    }
}
