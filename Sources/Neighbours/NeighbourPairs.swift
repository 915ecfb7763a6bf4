import Records

/// In which direction neighbours are looked for.
public enum NeighbourDirections: Sendable, Hashable {
    /// For each record of the left source its nearest on the right.
    case leftToRight
    /// For each record of the right source its nearest on the left.
    case rightToLeft
    /// Both: a pair that either of the two names.
    case both
}

/// A pair of records one of which is among the nearest of the other.
public struct NeighbourPair: Sendable, Hashable, BitwiseCopyable {
    /// Record of the left source.
    public var left: RecordIndex
    /// Record of the right source, or a higher one of the same in a dedupe.
    public var right: RecordIndex
    /// How alike they are, above 0, at most 1.
    public var cosine: Float
    /// Place of `right` among the neighbours of `left`, from 0 on; `NeighbourPair.unranked` if it is none of
    /// the nearest or was not looked for.
    public var rankOfRight: UInt16
    /// Place of `left` among the neighbours of `right`.
    public var rankOfLeft: UInt16

    /// The rank of what is not among the nearest.
    public static let unranked = UInt16.max

    /// Takes all.
    public init(
        left: RecordIndex, right: RecordIndex, cosine: Float, rankOfRight: UInt16, rankOfLeft: UInt16
    ) {
        self.left = left
        self.right = right
        self.cosine = cosine
        self.rankOfRight = rankOfRight
        self.rankOfLeft = rankOfLeft
    }
}

extension TextSpace {
    /// The pairs of nearest neighbours of a space, no pair twice, by left and then right record. In a dedupe a
    /// record is never its own neighbour, `left < right`, and `directions` is of no matter.
    ///
    /// - Parameters:
    ///   - limit: neighbours of each record, 1 … 65,535.
    ///   - minimum: least cosine of a pair. Records that share no token are never neighbours.
    /// - Complexity: that of `nearestNeighbours`, once for each direction.
    public func neighbourPairs(
        limit: Int, minimum: Float, directions: NeighbourDirections = .both, threads: Int, monitor: RunMonitor
    ) throws -> [NeighbourPair] {
        var forward: NeighbourLists?
        var backward: NeighbourLists?
        if isDedupe || directions != .rightToLeft {
            forward = try nearestNeighbours(
                of: left, in: NeighbourIndex(right, threads: threads, monitor: monitor), limit: limit,
                minimum: minimum, excludingSelf: isDedupe, threads: threads, monitor: monitor)
        }
        if !isDedupe, directions != .leftToRight {
            backward = try nearestNeighbours(
                of: right, in: NeighbourIndex(left, threads: threads, monitor: monitor), limit: limit,
                minimum: minimum, excludingSelf: false, threads: threads, monitor: monitor)
        }
        return mergedPairs(forward, backward)
    }

    private func mergedPairs(_ forward: NeighbourLists?, _ backward: NeighbourLists?) -> [NeighbourPair] {
        var pairs: [NeighbourPair] = []
        pairs.reserveCapacity((forward?.neighbours.count ?? 0) + (backward?.neighbours.count ?? 0))
        forward?.forEach { record, neighbour, rank in
            let isLower = !isDedupe || record < neighbour.record
            pairs.append(
                NeighbourPair(
                    left: isLower ? record : neighbour.record, right: isLower ? neighbour.record : record,
                    cosine: neighbour.cosine, rankOfRight: isLower ? rank : NeighbourPair.unranked,
                    rankOfLeft: isLower ? NeighbourPair.unranked : rank))
        }
        backward?.forEach { record, neighbour, rank in
            pairs.append(
                NeighbourPair(
                    left: neighbour.record, right: record, cosine: neighbour.cosine,
                    rankOfRight: NeighbourPair.unranked, rankOfLeft: rank))
        }
        pairs.sort { ($0.left, $0.right) < ($1.left, $1.right) }
        // What both directions name stands twice, with one rank each.
        var kept = 0
        for pair in pairs {
            if kept > 0, pairs[kept - 1].left == pair.left, pairs[kept - 1].right == pair.right {
                assert(pairs[kept - 1].cosine == pair.cosine)
                pairs[kept - 1].rankOfRight = min(pairs[kept - 1].rankOfRight, pair.rankOfRight)
                pairs[kept - 1].rankOfLeft = min(pairs[kept - 1].rankOfLeft, pair.rankOfLeft)
            } else {
                pairs[kept] = pair
                kept += 1
            }
        }
        pairs.removeLast(pairs.count - kept)
        return pairs
    }
}

extension NeighbourLists {
    fileprivate func forEach(_ body: (RecordIndex, Neighbour, UInt16) -> Void) {
        for record in 0..<count {
            for (rank, neighbour) in neighbours[starts[record]..<starts[record + 1]].enumerated() {
                body(RecordIndex(record), neighbour, UInt16(rank))
            }
        }
    }
}
