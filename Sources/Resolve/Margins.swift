import Records

/// The two heaviest weights of a record: they answer "how heavy is the best rival of this edge?" for
/// all its edges.
struct HeaviestTwo {
    var first = -Float.infinity
    var second = -Float.infinity

    mutating func note(_ weight: Float) {
        if weight > first {
            second = first
            first = weight
        } else if weight > second {
            second = weight
        }
    }

    /// The heaviest of the others. Where another edge weighs as much as the first, it is the second,
    /// so weights alone suffice.
    func besides(_ weight: Float) -> Float { weight >= first ? second : first }
}

/// Weight minus that of the best rival; infinite where there is none, and 0, not NaN, between two
/// infinite weights.
func margin(_ weight: Float, rival: Float) -> Float {
    weight == rival ? 0 : weight == .infinity ? .infinity : weight - rival
}

/// Margins of the edges of a bipartite graph. A record is looked at when first asked for: most edges
/// have no rival and never ask.
struct BipartiteMargins {
    private let graph: LinkGraph
    private var left: [HeaviestTwo]
    private var right: [HeaviestTwo]
    private static let unknown = HeaviestTwo(first: .nan, second: .nan)

    init(_ graph: LinkGraph) {
        self.graph = graph
        left = [HeaviestTwo](repeating: Self.unknown, count: graph.leftCount)
        right = [HeaviestTwo](repeating: Self.unknown, count: graph.rightCount)
    }

    /// Margin of an edge of the graph. Amortised O(degree).
    mutating func margin(of edge: Edge) -> Float {
        let rival = max(
            ofLeft(Int(edge.left)).besides(edge.weight), ofRight(Int(edge.right)).besides(edge.weight))
        return Resolve.margin(edge.weight, rival: rival)
    }

    /// Margin of an edge that is not in the graph: every edge of its records is a rival.
    mutating func margin(ofOutsider edge: Edge) -> Float {
        let rival = max(ofLeft(Int(edge.left)).first, ofRight(Int(edge.right)).first)
        return Resolve.margin(edge.weight, rival: rival)
    }

    private mutating func ofLeft(_ record: Int) -> HeaviestTwo {
        if !left[record].first.isNaN { return left[record] }
        var two = HeaviestTwo()
        for place in graph.placesOfLeft(record) { two.note(graph.edges[place].weight) }
        left[record] = two
        return two
    }

    private mutating func ofRight(_ record: Int) -> HeaviestTwo {
        if !right[record].first.isNaN { return right[record] }
        var two = HeaviestTwo()
        for place in graph.placesOfRight(record) { two.note(graph.edges[Int(place)].weight) }
        right[record] = two
        return two
    }
}

/// Margins of edges within one source.
struct OneSourceMargins {
    private var heaviest: [HeaviestTwo]

    /// - Complexity: O(edges + count).
    init(_ edges: [Edge], count: Int) {
        heaviest = [HeaviestTwo](repeating: HeaviestTwo(), count: count)
        for edge in edges {
            heaviest[Int(edge.left)].note(edge.weight)
            heaviest[Int(edge.right)].note(edge.weight)
        }
    }

    /// Margin of one of the edges.
    func margin(of edge: Edge) -> Float {
        let rival = max(
            heaviest[Int(edge.left)].besides(edge.weight), heaviest[Int(edge.right)].besides(edge.weight))
        return Resolve.margin(edge.weight, rival: rival)
    }

    /// Margin of another edge: each of the edges at its records is a rival.
    func margin(ofOutsider edge: Edge) -> Float {
        Resolve.margin(
            edge.weight, rival: max(heaviest[Int(edge.left)].first, heaviest[Int(edge.right)].first))
    }
}
