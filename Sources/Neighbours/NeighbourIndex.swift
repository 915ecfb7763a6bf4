import Records

/// The vectors of a source by token: which records hold it, and what it weighs there.
public final class NeighbourIndex: @unchecked Sendable {
    // Immutable.

    let vectors: TextVectors
    /// Where each token's postings start, and where the last end.
    let starts: [Int]
    let records: [RecordIndex]
    let weights: [Float]

    /// Turns vectors over.
    ///
    /// - Complexity: O(entries).
    public init(_ vectors: TextVectors, threads: Int, monitor: RunMonitor) throws {
        self.vectors = vectors
        var highest = -1
        for entry in 0..<vectors.entryCount { highest = max(highest, Int(vectors.tokens[entry])) }
        var starts = [Int](repeating: 0, count: highest + 2)
        for entry in 0..<vectors.entryCount { starts[Int(vectors.tokens[entry]) + 1] += 1 }
        for token in 0..<highest + 1 { starts[token + 1] += starts[token] }
        var next = starts
        var records = [RecordIndex](repeating: 0, count: vectors.entryCount)
        var weights = [Float](repeating: 0, count: vectors.entryCount)
        for record in 0..<vectors.count {
            for entry in vectors.entries(record) {
                let token = Int(vectors.tokens[entry])
                records[next[token]] = RecordIndex(record)
                weights[next[token]] = vectors.weights[entry]
                next[token] += 1
            }
        }
        (self.starts, self.records, self.weights) = (starts, records, weights)
    }
}
