import Records

/// The two heaviest weights of every record, which answer "how heavy is the best rival of this
/// edge?" for all edges in O(1).
struct RivalWeights {
    private var left: [TopTwo]
    private var right: [TopTwo]

    private struct TopTwo {
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

        /// The heaviest of the others. Where another edge weighs as much as the first, it is the
        /// second, so values alone suffice.
        func besides(_ weight: Float) -> Float { weight >= first ? second : first }
    }

    init(_ graph: LinkGraph) {
        left = [TopTwo](repeating: TopTwo(), count: graph.leftCount)
        right = [TopTwo](repeating: TopTwo(), count: graph.rightCount)
        for edge in graph.edges {
            left[Int(edge.left)].note(edge.weight)
            right[Int(edge.right)].note(edge.weight)
        }
    }

    /// For edges between records of one source: both ends share one list.
    init(edges: [Edge], count: Int) {
        left = [TopTwo](repeating: TopTwo(), count: count)
        for edge in edges {
            left[Int(edge.left)].note(edge.weight)
            left[Int(edge.right)].note(edge.weight)
        }
        right = left
    }

    /// Weight of `edge`, which is one of those noted, minus that of its best rival; infinite where
    /// there is none.
    func margin(of edge: Edge) -> Float {
        let rival = max(
            left[Int(edge.left)].besides(edge.weight), right[Int(edge.right)].besides(edge.weight))
        // Two infinite weights are equal, not NaN apart.
        return edge.weight == rival ? 0 : edge.weight - rival
    }

    /// The same for an edge that is not one of those noted: every noted edge of its records is a rival.
    func marginOfOutsider(_ edge: Edge) -> Float {
        if edge.weight == .infinity { return .infinity }
        return edge.weight - max(left[Int(edge.left)].first, right[Int(edge.right)].first)
    }
}
