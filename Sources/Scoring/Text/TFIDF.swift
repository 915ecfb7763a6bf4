import Records

extension TextScratch {
    /// Cosine of the words of two values, or of their trigrams, weighed by how rare they are.
    ///
    /// - Complexity: O(|a| + |b| + w log w) for w words or trigrams.
    mutating func tfidf(_ a: TextBytes, _ b: TextBytes, _ rarities: WordRarities?, of counted: CountedWords)
        -> Float
    {
        wordsA.fill(a, of: counted, weighedBy: rarities)
        wordsB.fill(b, of: counted, weighedBy: rarities)
        let (first, second) = (wordsA.words, wordsB.words)
        if first.isEmpty || second.isEmpty { return first.isEmpty && second.isEmpty ? 1 : 0 }
        var (i, j, shared) = (0, 0, 0.0)
        while i < first.count, j < second.count {
            let (x, y) = (first[i].hash, second[j].hash)
            if x == y { shared += Double(first[i].weight) * Double(second[j].weight) }
            i += x <= y ? 1 : 0
            j += y <= x ? 1 : 0
        }
        return Float(min(shared / (wordsA.squares * wordsB.squares).squareRoot(), 1))
    }
}
