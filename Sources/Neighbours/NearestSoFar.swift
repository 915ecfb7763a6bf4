import Records

/// The nearest neighbours that some queries have found so far, each list in order.
struct NearestSoFar: ~Copyable {
    /// Most neighbours of a query.
    let limit: Int
    private let minimum: Float
    private let neighbours: UnsafeMutablePointer<Neighbour>
    private var counts: [Int]

    /// Room for `limit` neighbours of each of `queries`.
    init(queries: Int, limit: Int, minimum: Float) {
        self.limit = limit
        self.minimum = minimum
        neighbours = .allocate(capacity: queries * limit)
        counts = [Int](repeating: 0, count: queries)
    }

    deinit { neighbours.deallocate() }

    mutating func removeAll() { for query in counts.indices { counts[query] = 0 } }

    /// What a neighbour must reach to be of interest.
    @inline(__always)
    func threshold(_ query: Int) -> Float {
        counts[query] == limit ? max(neighbours[(query + 1) * limit - 1].cosine, minimum) : minimum
    }

    /// Nothing is found yet.
    @inline(__always)
    func isEmpty(_ query: Int) -> Bool { counts[query] == 0 }

    /// Offers a neighbour, which may have been offered before.
    @inline(__always)
    mutating func offer(_ query: Int, _ neighbour: Neighbour) {
        if neighbour.cosine >= threshold(query), neighbour.cosine > 0 { insert(query, neighbour) }
    }

    @inline(never)
    private mutating func insert(_ query: Int, _ neighbour: Neighbour) {
        let list = neighbours + query * limit
        var place = counts[query]
        while place > 0, neighbour < list[place - 1] { place -= 1 }
        // The same record has the same cosine, and would stand just here.
        if place > 0, list[place - 1] == neighbour { return }
        if place == limit { return }
        if counts[query] < limit { counts[query] += 1 }
        for later in stride(from: counts[query] - 1, to: place, by: -1) { list[later] = list[later - 1] }
        list[place] = neighbour
    }

    /// The neighbours of a query.
    func list(_ query: Int) -> UnsafeBufferPointer<Neighbour> {
        UnsafeBufferPointer(start: neighbours + query * limit, count: counts[query])
    }
}
