import Neighbours
import Records
import Synchronization

/// Candidate pairs of two sources, or of one, whose records are texts, and, once compared, what each pair's texts say.
///
/// A pair is a candidate if one of the two is among the nearest of the other by one of three ways to cut texts:
/// runs of three characters stand up to typing errors, those within words to another order, words to other
/// endings that are common.
struct TextCandidates: Sendable {
    /// Neighbours of each record that become candidates, by each way, where not told otherwise.
    static let usualNeighbours = 5
    /// How many became.
    let neighbours: Int

    /// Of each pair, by left and then right record.
    private(set) var left: [RecordIndex] = []
    private(set) var right: [RecordIndex] = []
    /// The ways that brought it, a bit each.
    private(set) var ways: [UInt32] = []
    /// Cosine of the 3-grams of the whole text.
    private(set) var cosines: [Float] = []
    /// What the words say.
    private(set) var words: [WordEvidence] = []
    let leftCount: Int
    let rightCount: Int

    /// Names of the ways, for people.
    static let wayNames = ["3-grams", "3-grams of words", "words"]

    var count: Int { left.count }

    /// Within one source: `left` is the lower record.
    let isDedupe: Bool

    /// What comparing needs, until it is done. Of one source there is one side.
    private var compared: (grams: TextSpace, sides: [Texts])?

    /// Finds the candidates.
    ///
    /// - Parameters:
    ///   - tables: of one field, the text.
    ///   - neighbours: those of each record that become candidates, by each way.
    /// - Complexity: that of three searches for neighbours, in both directions.
    init(_ tables: TablePair, neighbours: Int = Self.usualNeighbours, threads: Int, monitor: RunMonitor)
        throws
    {
        self.neighbours = neighbours
        isDedupe = tables.isDedupe
        let sides = try ([tables.left] + (isDedupe ? [] : [tables.right])).map {
            try Texts($0, fields: [0], threads: threads)
        }
        (leftCount, rightCount) = (tables.left.count, tables.right.count)
        // An occurrence counts whole or not at all.
        let once = Weighting.Occurrences.saturating(k1: 0, b: 0)
        let ways: [(Tokeniser, Weighting)] = [
            (.grams(3), Weighting(occurrences: .sublinear)), (.wordGrams(3), Weighting(occurrences: once)),
            (.words, Weighting(occurrences: once)),
        ]
        var grams: TextSpace?
        var found: [(pairs: [NeighbourPair], way: UInt32)] = []
        for (way, (tokeniser, weighting)) in ways.enumerated() {
            let space = try TextSpace(
                left: sides[0], right: isDedupe ? nil : sides[1], tokeniser: tokeniser, weighting: weighting,
                threads: threads,
                monitor: monitor)
            found.append(
                (
                    try space.neighbourPairs(
                        limit: neighbours, minimum: 0.001, threads: threads, monitor: monitor),
                    1 << UInt32(way)
                ))
            if way == 0 { grams = space }
        }
        merge(found)
        guard let grams else { preconditionFailure("the first way is by 3-grams") }
        compared = (grams, sides)
    }

    /// One pair for all ways that name it.
    private mutating func merge(_ found: [(pairs: [NeighbourPair], way: UInt32)]) {
        var places = [Int](repeating: 0, count: found.count)
        func key(_ list: Int) -> UInt64 {
            guard places[list] < found[list].pairs.count else { return .max }
            let pair = found[list].pairs[places[list]]
            return UInt64(pair.left) << 32 | UInt64(pair.right)
        }
        while true {
            var next = UInt64.max
            for list in found.indices { next = min(next, key(list)) }
            guard next != .max else { return }
            var mask: UInt32 = 0
            for list in found.indices where key(list) == next {
                mask |= found[list].way
                places[list] += 1
            }
            left.append(RecordIndex(next >> 32))
            right.append(RecordIndex(truncatingIfNeeded: next))
            ways.append(mask)
        }
    }

    /// Compares the texts of every candidate.
    ///
    /// - Precondition: that has not been done yet.
    /// - Complexity: O(candidates · words²) at worst; mostly O(candidates · words).
    mutating func compare(threads: Int, monitor: RunMonitor) throws {
        guard let (grams, sides) = compared else { preconditionFailure("candidates are compared once") }
        compared = nil
        let lists = try WordLists(
            left: sides[0], right: isDedupe ? nil : sides[1], threads: threads, monitor: monitor)
        cosines = [Float](repeating: 0, count: count)
        words = [WordEvidence](repeating: WordEvidence(), count: count)
        let work = WorkCounter(total: count, step: 4096)
        try left.withUnsafeBufferPointer { left in
            try right.withUnsafeBufferPointer { right in
                try cosines.withUnsafeMutableBufferPointer { cosineRoom in
                    try words.withUnsafeMutableBufferPointer { wordRoom in
                        nonisolated(unsafe) let (left, right) = (left, right)
                        nonisolated(unsafe) let (cosineRoom, wordRoom) = (cosineRoom, wordRoom)
                        try onThreads(threads) { _ in
                            var comparison = WordComparison(lists)
                            while let range = work.take() {
                                try monitor.checkStop()
                                Neighbours.cosines(
                                    left: grams.left, right: grams.right,
                                    leftRecords: UnsafeBufferPointer(rebasing: left[range]),
                                    rightRecords: UnsafeBufferPointer(rebasing: right[range]),
                                    into: UnsafeMutableBufferPointer(rebasing: cosineRoom[range]))
                                for pair in range {
                                    wordRoom[pair] = comparison.compare(left[pair], right[pair])
                                }
                                monitor.unitsDone.add(range.count, ordering: .relaxed)
                                monitor.pairsScored.add(range.count, ordering: .relaxed)
                            }
                        }
                    }
                }
            }
        }
    }
}
