import Records

/// The bipartite graph of the edges that may become links: canonical order, reachable from both
/// sides.
///
/// ```
///   edges        ─► │ (0,3) (0,7) (2,1) (2,3) … │   by left, then right; each pair once
///   leftStarts   ─► │ 0 2 2 4 …                 │   edges of left i:  leftStarts[i] ..< leftStarts[i + 1]
///   rightStarts  ─► │ 0 0 1 1 3 …               │
///   rightEdges   ─► │ 2  0 3  …                 │   places in `edges`, ascending
/// ```
struct LinkGraph {
    let edges: [Edge]
    let leftStarts: [Int32]
    let rightStarts: [Int32]
    let rightEdges: [Int32]

    var leftCount: Int { leftStarts.count - 1 }
    var rightCount: Int { rightStarts.count - 1 }

    /// Counting sort by left record, then each record's few edges by right record: the order of the
    /// input cannot reach the result.
    ///
    /// - Precondition: record indexes below the counts.
    /// - Complexity: O(edges + records), and sorting within a record.
    init(_ unordered: [Edge], leftCount: Int, rightCount: Int, keep: (Edge) -> Bool) {
        precondition(unordered.count < Int(Int32.max), "at most 2,147,483,646 edges")
        var starts = [Int32](repeating: 0, count: leftCount + 1)
        for edge in unordered {
            precondition(
                Int(edge.left) < leftCount && Int(edge.right) < rightCount, "edge outside the sources")
            if keep(edge) { starts[Int(edge.left) + 1] += 1 }
        }
        for record in 0..<leftCount { starts[record + 1] += starts[record] }
        let total = Int(starts[leftCount])
        var next = starts
        let sorted = [Edge](unsafeUninitializedCapacity: total) { buffer, count in
            for edge in unordered where keep(edge) {
                let place = Int(next[Int(edge.left)])
                next[Int(edge.left)] += 1
                (buffer.baseAddress.unsafelyUnwrapped + place).initialize(to: edge)
            }
            for record in 0..<leftCount where starts[record + 1] - starts[record] > 1 {
                let range = Int(starts[record])..<Int(starts[record + 1])
                var bucket = UnsafeMutableBufferPointer(rebasing: buffer[range])
                bucket.sort(by: LinkGraph.precedes)
            }
            count = total
        }
        (edges, leftStarts) = LinkGraph.eachPairOnce(sorted, starts)
        (rightStarts, rightEdges) = LinkGraph.byRight(edges, rightCount: rightCount)
    }

    /// By right record; of one pair given twice the heavier first, then the lower pattern and rule.
    private static func precedes(_ a: Edge, _ b: Edge) -> Bool {
        if a.right != b.right { return a.right < b.right }
        if a.weight != b.weight { return a.weight > b.weight }
        return a.pattern != b.pattern ? a.pattern < b.pattern : a.rule < b.rule
    }

    private static func eachPairOnce(_ sorted: [Edge], _ starts: [Int32]) -> ([Edge], [Int32]) {
        var repeats = 0
        for place in sorted.indices.dropFirst() where samePair(sorted[place], sorted[place - 1]) {
            repeats += 1
        }
        guard repeats > 0 else { return (sorted, starts) }
        var edges: [Edge] = []
        edges.reserveCapacity(sorted.count - repeats)
        var fewer = [Int32](repeating: 0, count: starts.count)
        for edge in sorted {
            if let last = edges.last, samePair(last, edge) { continue }
            edges.append(edge)
            fewer[Int(edge.left) + 1] += 1
        }
        for record in 1..<fewer.count { fewer[record] += fewer[record - 1] }
        return (edges, fewer)
    }

    private static func samePair(_ a: Edge, _ b: Edge) -> Bool { a.left == b.left && a.right == b.right }

    /// Counting sort by right record. The two scattered passes are most of what a graph of single
    /// edges costs, so they run on plain memory.
    private static func byRight(_ edges: [Edge], rightCount: Int) -> ([Int32], [Int32]) {
        var starts = [Int32](repeating: 0, count: rightCount + 1)
        starts.withUnsafeMutableBufferPointer { starts in
            for edge in edges { starts[Int(edge.right) &+ 1] &+= 1 }
            for record in 0..<rightCount { starts[record &+ 1] &+= starts[record] }
        }
        var next = starts
        let places = [Int32](unsafeUninitializedCapacity: edges.count) { places, count in
            next.withUnsafeMutableBufferPointer { next in
                for place in 0..<edges.count {
                    let right = Int(edges[place].right)
                    (places.baseAddress.unsafelyUnwrapped + Int(next[right])).initialize(to: Int32(place))
                    next[right] &+= 1
                }
            }
            count = edges.count
        }
        return (starts, places)
    }

    @inline(__always)
    func placesOfLeft(_ record: Int) -> Range<Int> { Int(leftStarts[record])..<Int(leftStarts[record + 1]) }

    @inline(__always)
    func placesOfRight(_ record: Int) -> ArraySlice<Int32> {
        rightEdges[Int(rightStarts[record])..<Int(rightStarts[record + 1])]
    }
}

/// What became of an edge of a `LinkGraph`.
enum EdgeFate: UInt8 {
    /// Still to be decided.
    case open
    /// A link, better than its rivals.
    case link
    /// A link between two records that have no other edge.
    case unrivalled
    /// A link, but another solution is as good: to review.
    case tiedLink
    /// Not chosen, but as good as what was: to review.
    case alternative
    /// A rival won.
    case lost
    /// A person said so.
    case decided

    /// The edge was chosen.
    var isLink: Bool { self == .unrivalled || self == .link || self == .tiedLink || self == .decided }

    /// The edge is among the links of the result, chosen or not.
    var isShown: Bool { self != .open && self != .lost }
}
