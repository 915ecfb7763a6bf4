import Records

/// Frequent tokens that mostly stand in the same records, as the 3-grams of a frequent word do.
///
/// They share one list, of the records that hold any of them, and a query adds what it has of them at once. What
/// a record lacks of a family makes its bound a little too high; that costs a comparison now and then, and saves
/// most of the lists of frequent words.
struct TokenFamilies: Sendable {
    /// The first token of the family of each token that may have one, by number.
    let first: [UInt32]

    /// The most frequent tokens: others have short lists, and too few records in a sample.
    private static let tokens = 1024
    private static let sample = 8192
    /// Two tokens are of a family where so much of the records of the more frequent have both.
    private static let share = 0.6

    /// - Complexity: O(sample · entries²) of records of the usual length; the same for any number of threads.
    init(_ vectors: TextVectors, _ order: ScaleOrder) {
        let count = min(TokenFamilies.tokens, vectors.rarities.count)
        // How many of the sample hold each two tokens, the more frequent first.
        var both = [UInt16](repeating: 0, count: count * count)
        let step = max(order.records.count / TokenFamilies.sample, 1)
        for place in stride(from: 0, to: order.records.count, by: step).prefix(TokenFamilies.sample) {
            let entries = vectors.entries(Int(order.records[place])).prefix { vectors.tokens[$0] < count }
            // Long texts hold most of the frequent tokens, and say nothing of families.
            if entries.count > 128 { continue }
            both.withUnsafeMutableBufferPointer { both in
                for entry in entries {
                    let row = Int(vectors.tokens[entry]) * count
                    for other in entry..<entries.endIndex { both[row + Int(vectors.tokens[other])] += 1 }
                }
            }
        }
        var first = (0..<UInt32(count)).map { $0 }
        for token in 0..<count where first[token] == token {
            let least = max(Double(both[token * count + token]) * TokenFamilies.share, 4)
            for other in token + 1..<count
            where first[other] == other && Double(both[token * count + other]) >= least {
                first[other] = UInt32(token)
            }
        }
        self.first = first
    }
}
