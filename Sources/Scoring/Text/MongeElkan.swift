import CKernels

/// Words of a value that are compared each with each: keeps one monstrous value from costing hours.
let mostWordsCompared = 1000

extension TextScratch {
    /// The mean, over the words of either value, of the best Jaro–Winkler similarity among the words of
    /// the other.
    ///
    /// - Complexity: O(words of a × words of b) Jaro–Winkler similarities.
    mutating func mongeElkan(_ a: TextBytes, _ b: TextBytes) -> Float {
        let values = wordValues.room(2 * mostWordsCompared)
        let countA = listWords(a, UnsafeMutableBufferPointer(rebasing: values[..<mostWordsCompared]))
        let countB = listWords(b, UnsafeMutableBufferPointer(rebasing: values[mostWordsCompared...]))
        if countA == 0 || countB == 0 { return countA == countB ? 1 : 0 }
        let words = values.baseAddress.unsafelyUnwrapped
        let found = wordSimilarities.room(countA * countB + countB)
        tieout_text_matrix(
            TIEOUT_TEXT_JARO_WINKLER, words, countA, words + mostWordsCompared, countB, 0, found.baseAddress,
            kernels)
        let bestOfColumns = UnsafeMutableBufferPointer(rebasing: found[(countA * countB)...])
        bestOfColumns.update(repeating: 0)
        // Sums of so few floats are exact in double precision: the order of the words makes no difference.
        var sumA = 0.0
        for row in 0..<countA {
            var best: Float = 0
            for column in 0..<countB {
                let similarity = found[row &* countB &+ column]
                best = max(best, similarity)
                bestOfColumns[column] = max(bestOfColumns[column], similarity)
            }
            sumA += Double(best)
        }
        let sumB = bestOfColumns.reduce(0) { $0 + Double($1) }
        return Float((sumA / Double(countA) + sumB / Double(countB)) / 2)
    }
}

/// The first words of a value; returns how many.
private func listWords(_ bytes: TextBytes, _ list: UnsafeMutableBufferPointer<TextValue>) -> Int {
    var cursor = WordCursor(bytes)
    var count = 0
    while count < list.count, let word = cursor.next() {
        list[count] = TextValue(bytes: word.baseAddress, length: UInt32(truncatingIfNeeded: word.count))
        count += 1
    }
    return count
}
