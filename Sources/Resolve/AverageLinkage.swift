import Records

/// Cuts one component of matches into coherent clusters: agglomeration by average linkage (UPGMA,
/// Sokal and Michener 1958) over match weights, pairs without an edge counting as evidence against.
///
/// Two clusters with at least one edge of band match between them are merged while the mean weight
/// over *all* pairs between them stays at or above `cohesion`, the highest mean first; of equal
/// means the clusters with the lower highest records first. Summed log-odds are what correlation
/// clustering maximises (Bansal, Blum, Chawla 2004): at cohesion 0 a merge happens exactly where it
/// makes the whole more probable. So a record hangs on a pair by one strong edge, but two groups of
/// five do not hang together by one: 24 absent pairs speak against it.
///
/// Sparse: only pairs of clusters with an edge between them are kept; absent pairs are counted from
/// the sizes. A mean never exceeds the larger of the two it comes from, so a queued mean is an upper
/// bound, checked again when it comes up; what falls below `cohesion` can be forgotten.
///
/// - Complexity: O(edges log² edges) on ordinary data; a cluster of n records with all pairs takes
///   O(n² log n), n² being its edges.
struct AverageLinkage {
    private let match: Float
    private let absent: Int64
    private let cohesion: Double

    // By local record; the cluster of a record is the root of its set.
    private var parent: [Int32] = []
    private var size: [Int64] = []
    /// Highest record of the cluster: it only ever grows, so a queued tie never comes up too late.
    private var label: [Int32] = []
    private var neighbours: [[Int32]] = []
    // Asked by key, never walked.
    private var evidence: [UInt64: Evidence] = [:]
    private var queue = BinaryHeap<Merge>()

    /// All that lies between two clusters.
    private struct Evidence {
        var sum: Int64 = 0
        var edges: Int64 = 0
        var hasMatch = false
        var forbidden = false
        /// State of the newest queue entry.
        var queued: Merge?
    }

    private struct Merge: Comparable {
        var mean: Double
        var low: Int32
        var high: Int32

        static func < (a: Merge, b: Merge) -> Bool {
            if a.mean != b.mean { return a.mean > b.mean }
            return a.low != b.low ? a.low < b.low : a.high < b.high
        }
    }

    init(thresholds: Thresholds, absent: Float, cohesion: Float) {
        match = thresholds.match
        self.absent = evidenceSteps(absent)
        self.cohesion = Double(evidenceSteps(cohesion))
    }

    /// - Parameters:
    ///   - count: records of the component.
    ///   - edges: its edges; `left` and `right` are local record numbers.
    ///   - mustLink: local pairs that are together from the start.
    ///   - mustNotLink: local pairs that never come together.
    /// - Returns: for each local record the lowest record of its cluster.
    /// - Precondition: no `mustNotLink` pair is joined by `mustLink`.
    mutating func cluster(
        count: Int, edges: [Edge], mustLink: [PairKey], mustNotLink: [PairKey]
    ) -> [Int32] {
        reset(count)
        for pair in mustLink { contract(Int(pair.left), Int(pair.right)) }
        for edge in edges { note(edge) }
        for pair in mustNotLink { forbid(Int(pair.left), Int(pair.right)) }
        for record in 0..<count {
            for other in neighbours[record] where other > record { enqueue(Int32(record), other) }
        }
        while let merge = queue.pop() { consider(merge) }
        return lowestMembers(count)
    }

    private mutating func reset(_ count: Int) {
        parent = (0..<Int32(count)).map { $0 }
        label = parent
        size = [Int64](repeating: 1, count: count)
        neighbours = [[Int32]](repeating: [], count: count)
        // Emptying a table costs its capacity: after a large component, start afresh.
        if evidence.capacity > 1024 { evidence = [:] } else { evidence.removeAll(keepingCapacity: true) }
        queue.removeAll()
    }

    // MARK: Setting out

    private mutating func contract(_ a: Int, _ b: Int) {
        let (x, y) = (root(Int32(a)), root(Int32(b)))
        if x != y { join(min(x, y), max(x, y)) }
    }

    private mutating func note(_ edge: Edge) {
        let (x, y) = (root(Int32(edge.left)), root(Int32(edge.right)))
        if x == y { return }
        var between = take(x, y)
        between.sum += evidenceSteps(edge.weight)
        between.edges += 1
        if edge.weight >= match { between.hasMatch = true }
        evidence[key(x, y)] = between
    }

    private mutating func forbid(_ a: Int, _ b: Int) {
        let (x, y) = (root(Int32(a)), root(Int32(b)))
        assert(x != y, "a decision contradicts itself")
        var between = take(x, y)
        between.forbidden = true
        evidence[key(x, y)] = between
    }

    /// The evidence between two clusters, which become neighbours if they were not.
    private mutating func take(_ x: Int32, _ y: Int32) -> Evidence {
        if let known = evidence[key(x, y)] { return known }
        neighbours[Int(x)].append(y)
        neighbours[Int(y)].append(x)
        return Evidence()
    }

    // MARK: Merging

    /// Merges the clusters a queue entry speaks of, unless it has been overtaken.
    private mutating func consider(_ merge: Merge) {
        let (x, y) = (root(merge.low), root(merge.high))
        if x == y { return }
        // Gone: this pair was joined into another, which has an entry of its own.
        guard let between = evidence[key(x, y)] else { return }
        guard let current = candidate(x, y, between) else { return }
        if current == merge {
            fold(x, y)
        } else if between.queued != current {
            push(x, y, current)
        }
    }

    private mutating func enqueue(_ x: Int32, _ y: Int32) {
        guard let between = evidence[key(x, y)], let current = candidate(x, y, between) else { return }
        if between.queued != current { push(x, y, current) }
    }

    private mutating func push(_ x: Int32, _ y: Int32, _ merge: Merge) {
        queue.push(merge)
        evidence[key(x, y)]?.queued = merge
    }

    /// What a merge of the two would be, or nil where it is not allowed.
    private func candidate(_ x: Int32, _ y: Int32, _ between: Evidence) -> Merge? {
        if between.forbidden || !between.hasMatch { return nil }
        let pairs = size[Int(x)] * size[Int(y)]
        let mean = Double(between.sum + (pairs - between.edges) * absent) / Double(pairs)
        guard mean >= cohesion else { return nil }
        let (a, b) = (label[Int(x)], label[Int(y)])
        return Merge(mean: mean, low: min(a, b), high: max(a, b))
    }

    /// Joins two clusters; the one with fewer neighbours hands its evidence over, so that each piece
    /// moves O(log edges) times.
    private mutating func fold(_ x: Int32, _ y: Int32) {
        let (into, from) =
            neighbours[Int(x)].count >= neighbours[Int(y)].count ? (x, y) : (y, x)
        evidence[key(into, from)] = nil
        let moving = neighbours[Int(from)]
        neighbours[Int(from)] = []
        join(into, from)
        for neighbour in moving {
            let other = root(neighbour)
            guard other != into, let moved = evidence.removeValue(forKey: key(from, other)) else { continue }
            var between = take(into, other)
            between.sum += moved.sum
            between.edges += moved.edges
            between.hasMatch = between.hasMatch || moved.hasMatch
            between.forbidden = between.forbidden || moved.forbidden
            evidence[key(into, other)] = between
            enqueue(into, other)
        }
    }

    private mutating func join(_ into: Int32, _ from: Int32) {
        parent[Int(from)] = into
        size[Int(into)] += size[Int(from)]
        label[Int(into)] = max(label[Int(into)], label[Int(from)])
    }

    // MARK: Sets

    private mutating func root(_ record: Int32) -> Int32 {
        var record = record
        while parent[Int(record)] != record {
            parent[Int(record)] = parent[Int(parent[Int(record)])]
            record = parent[Int(record)]
        }
        return record
    }

    private func key(_ x: Int32, _ y: Int32) -> UInt64 { UInt64(min(x, y)) << 32 | UInt64(max(x, y)) }

    private mutating func lowestMembers(_ count: Int) -> [Int32] {
        var lowest = [Int32](repeating: -1, count: count)
        var result: [Int32] = []
        for record in 0..<Int32(count) {
            let cluster = Int(root(record))
            if lowest[cluster] < 0 { lowest[cluster] = record }
            result.append(lowest[cluster])
        }
        return result
    }
}

/// A weight in steps of 2^−12 bit: sums over 2^28 pairs of weights up to 2^12 bits stay below 2^53,
/// so their means are the same in any order and exact in a Double.
func evidenceSteps(_ weight: Float) -> Int64 {
    Int64((Double(max(-4096, min(weight, 4096))) * 4096).rounded())
}
