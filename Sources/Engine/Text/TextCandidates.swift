import Neighbours
import Records
import Synchronization

/// Candidate pairs of two sources, or of one, whose records are texts, and, once compared, what each pair's texts say.
///
/// A pair is a candidate if one of the two is among the nearest of the other by one of the ways of a search.
struct TextCandidates: Sendable {
    /// How they were looked for.
    let search: NeighbourSearch
    /// Neighbours of each record that became candidates, by each way.
    var neighbours: Int { search.count ?? NeighbourSearch.usualCount }

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

    /// Names of the ways, for people, in the order of their bits.
    static let wayNames = NeighbourSearch.Way.allCases.map(\.rawValue)

    var count: Int { left.count }

    /// Within one source: `left` is the lower record.
    let isDedupe: Bool

    /// What comparing needs, until it is done: the texts, and their 3-grams if those were searched. Of one source there is
    /// one side.
    private var searched: (sides: [Texts], grams: TextSpace?)?

    /// Finds the candidates.
    ///
    /// - Parameter texts: where they are looked for.
    /// - Complexity: that of a search for neighbours by each way, in each direction.
    init(
        _ texts: SearchedTexts, search: NeighbourSearch = NeighbourSearch(), threads: Int,
        monitor: RunMonitor
    ) throws {
        try self.init(
            sides: texts.sides(threads: threads), search: search, threads: threads, monitor: monitor)
    }

    /// - Parameter sides: the texts of the left source, and of the right one where there is one.
    init(sides: [Texts], search: NeighbourSearch, threads: Int, monitor: RunMonitor) throws {
        precondition(!search.ways.isEmpty && (1...2).contains(sides.count))
        self.search = search
        isDedupe = sides.count == 1
        (leftCount, rightCount) = (sides[0].count, sides[sides.count - 1].count)
        var grams: TextSpace?
        var found: [(pairs: [NeighbourPair], way: UInt32)] = []
        for way in search.ways {
            let space = try Self.space(
                sides, way.tokeniser, search.weighting(of: way), threads: threads, monitor: monitor)
            found.append(
                (
                    try space.neighbourPairs(
                        limit: search.count ?? NeighbourSearch.usualCount, minimum: search.minimum,
                        directions: search.directions.searched, threads: threads, monitor: monitor),
                    way.bit
                ))
            if way == .grams && search.weights == .tfidf { grams = space }
        }
        merge(found)
        searched = (sides, grams)
    }

    private static func space(
        _ sides: [Texts], _ tokeniser: Tokeniser, _ weighting: Weighting, threads: Int, monitor: RunMonitor
    ) throws -> TextSpace {
        try TextSpace(
            left: sides[0], right: sides.count > 1 ? sides[1] : nil, tokeniser: tokeniser,
            weighting: weighting, threads: threads, monitor: monitor)
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
    /// - Parameters:
    ///   - others: all that the records of either side say, where something else was searched.
    ///   - areCounted: they are pairs of the run, and count as its progress.
    /// - Precondition: that has not been done yet.
    /// - Complexity: O(candidates · words²) at worst; mostly O(candidates · words).
    mutating func compare(
        _ others: [Texts]? = nil, threads: Int, monitor: RunMonitor, areCounted: Bool = true
    ) throws {
        guard let searched else { preconditionFailure("candidates are compared once") }
        self.searched = nil
        let sides = others ?? searched.sides
        let known = others == nil ? searched.grams : nil
        let grams =
            try known
            ?? Self.space(
                sides, NeighbourSearch.Way.grams.tokeniser, NeighbourSearch().weighting(of: .grams),
                threads: threads, monitor: monitor)
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
                                guard areCounted else { continue }
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
