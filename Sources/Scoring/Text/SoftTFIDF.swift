import CKernels
import Records

/// Words below this Jaro–Winkler similarity are different ones: the cut of Cohen, Ravikumar and Fienberg.
private let leastSimilarity: Float = 0.9

/// What is reused from pair to pair.
struct SoftWords: ~Copyable {
    /// Words of `a` without digits that `b` lacks, and the other way round.
    var restA = UnlikeWords()
    var restB = UnlikeWords()
    var similarities = GrowingBuffer<Float>()
    var near = GrowingBuffer<NearWords>()

    init() {}
}

/// Words of one value that the other lacks: numbers and codes are only ever the same or different, and
/// are not among them.
struct UnlikeWords: ~Copyable {
    private(set) var count = 0
    /// Of all of them.
    private(set) var squares = 0.0
    private(set) var words = UnsafeMutableBufferPointer<HashedWord>(start: nil, count: 0)
    private(set) var values = UnsafeMutableBufferPointer<TextValue>(start: nil, count: 0)
    private(set) var isTaken = UnsafeMutableBufferPointer<Bool>(start: nil, count: 0)
    private var roomOfWords = GrowingBuffer<HashedWord>()
    private var roomOfValues = GrowingBuffer<TextValue>()
    private var roomOfTaken = GrowingBuffer<Bool>()

    /// Empties the list.
    mutating func begin() {
        (count, squares) = (0, 0)
        words = roomOfWords.room(mostWordsCompared)
        values = roomOfValues.room(mostWordsCompared)
        isTaken = roomOfTaken.room(mostWordsCompared)
    }

    mutating func append(_ word: HashedWord, of set: borrowing WordSet) {
        guard count < mostWordsCompared, !set.hasDigit(word) else { return }
        words[count] = word
        values[count] = set.bytes(word)
        isTaken[count] = false
        squares += Double(word.weight) * Double(word.weight)
        count += 1
    }

    /// Whether a word was not taken yet.
    func isFree(_ place: UInt32) -> Bool { !isTaken[Int(place)] }

    mutating func take(_ place: UInt32) { isTaken[Int(place)] = true }
}

/// Two words that are near. In order: the nearest first, of them the weightiest; ties fall the same
/// whichever value is `a`.
struct NearWords: Comparable, BitwiseCopyable {
    var similarity: Float
    /// Product of the weights.
    var weight: Double
    /// The lower and the higher hash of the two.
    var hashes: (UInt64, UInt64)
    var placeA: UInt32
    var placeB: UInt32

    static func < (x: NearWords, y: NearWords) -> Bool {
        (y.similarity, y.weight, x.hashes.0, x.hashes.1) < (x.similarity, x.weight, y.hashes.0, y.hashes.1)
    }

    static func == (x: NearWords, y: NearWords) -> Bool { !(x < y) && !(y < x) }
}

extension TextScratch {
    /// As `tfidf`, with words that are near, counted as far as they are: each once, the nearest first.
    ///
    /// - Parameter cutoff: pairs that cannot reach it get any value below it.
    /// - Complexity: that of `tfidf`, and for pairs that could reach the cutoff one Jaro–Winkler for each
    ///   two words that only one value has.
    mutating func softTFIDF(_ a: TextBytes, _ b: TextBytes, _ rarities: WordRarities?, cutoff: Float) -> Float
    {
        wordsA.fill(a, of: .all, weighedBy: rarities)
        wordsB.fill(b, of: .all, weighedBy: rarities)
        if wordsA.words.isEmpty || wordsB.words.isEmpty {
            return wordsA.words.isEmpty && wordsB.words.isEmpty ? 1 : 0
        }
        let norm = (wordsA.squares * wordsB.squares).squareRoot()
        let shared = partWords()
        // By Cauchy and Schwarz near words add at most this; a little more for what rounding takes.
        let most = (soft.restA.squares * soft.restB.squares).squareRoot()
        guard most > 0, shared + most >= (Double(cutoff) - 1e-6) * norm else {
            return Float(min(shared / norm, 1))
        }
        return Float(min((shared + nearWords()) / norm, 1))
    }

    /// Parts the words of both values into those of both and those of one.
    ///
    /// - Returns: what the words of both are worth.
    private mutating func partWords() -> Double {
        soft.restA.begin()
        soft.restB.begin()
        let (first, second) = (wordsA.words, wordsB.words)
        var (i, j, shared) = (0, 0, 0.0)
        while i < first.count || j < second.count {
            if j == second.count || i < first.count && first[i].hash < second[j].hash {
                soft.restA.append(first[i], of: wordsA)
                i += 1
            } else if i == first.count || second[j].hash < first[i].hash {
                soft.restB.append(second[j], of: wordsB)
                j += 1
            } else {
                shared += Double(first[i].weight) * Double(second[j].weight)
                i += 1
                j += 1
            }
        }
        return shared
    }

    /// What words that are near are worth.
    private mutating func nearWords() -> Double {
        let near = findNear()
        sortInPlace(near)
        var sum = 0.0
        for pair in near where soft.restA.isFree(pair.placeA) && soft.restB.isFree(pair.placeB) {
            soft.restA.take(pair.placeA)
            soft.restB.take(pair.placeB)
            sum += Double(pair.similarity) * pair.weight
        }
        return sum
    }

    private mutating func findNear() -> UnsafeMutableBufferPointer<NearWords> {
        let (rows, columns) = (soft.restA.count, soft.restB.count)
        let similarities = soft.similarities.room(rows * columns)
        tieout_text_matrix(
            TIEOUT_TEXT_JARO_WINKLER, soft.restA.values.baseAddress, rows, soft.restB.values.baseAddress,
            columns,
            leastSimilarity, similarities.baseAddress, kernels)
        let list = soft.near.room(similarities.count { $0 > 0 })
        var count = 0
        for row in 0..<rows {
            for column in 0..<columns where similarities[row &* columns &+ column] > 0 {
                let (x, y) = (soft.restA.words[row], soft.restB.words[column])
                list[count] = NearWords(
                    similarity: similarities[row &* columns &+ column],
                    weight: Double(x.weight) * Double(y.weight),
                    hashes: (min(x.hash, y.hash), max(x.hash, y.hash)),
                    placeA: UInt32(truncatingIfNeeded: row), placeB: UInt32(truncatingIfNeeded: column))
                count += 1
            }
        }
        return list
    }
}
