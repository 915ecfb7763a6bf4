import Records

/// The records of one source that hang together by edges of band match or by must-links, grouped.
///
/// ```
///   records ─► │ 0 4 9 │ 2 3 │ …        members of a component, ascending; components by lowest member
///   edges   ─► │ … │ … │                edges with both ends inside it, canonical order
/// ```
/// Single records are left out.
struct ClusterComponents {
    private(set) var records: [Int32] = []
    private(set) var recordStarts: [Int32] = [0]
    private(set) var edges: [Edge] = []
    private(set) var edgeStarts: [Int32] = [0]

    var count: Int { recordStarts.count - 1 }

    /// - Parameter edges: canonical, each pair once, at or above the review threshold.
    /// - Complexity: O(edges + records), nearly.
    init(_ edges: [Edge], count: Int, mustLink: [PairKey], match: Float) {
        var sets = UnionFind(count: count)
        for edge in edges where edge.weight >= match { sets.unite(Int(edge.left), Int(edge.right)) }
        for pair in mustLink { sets.unite(Int(pair.left), Int(pair.right)) }

        var sizes = [Int32](repeating: 0, count: count)
        for record in 0..<count { sizes[sets.root(record)] += 1 }
        // Components of two or more, numbered by lowest member, which is the root.
        var number = [Int32](repeating: -1, count: count)
        for record in 0..<count where sizes[record] > 1 {
            number[record] = Int32(recordStarts.count - 1)
            recordStarts.append((recordStarts.last ?? 0) + sizes[record])
        }
        var next = recordStarts
        records = [Int32](repeating: 0, count: Int(recordStarts.last ?? 0))
        for record in 0..<count {
            let component = Int(number[sets.root(record)])
            if component < 0 { continue }
            records[Int(next[component])] = Int32(record)
            next[component] += 1
        }
        groupEdges(edges, number, &sets)
    }

    private mutating func groupEdges(_ all: [Edge], _ number: [Int32], _ sets: inout UnionFind) {
        edgeStarts = [Int32](repeating: 0, count: count + 1)
        var component = [Int32](repeating: -1, count: all.count)
        for (place, edge) in all.enumerated() {
            let root = sets.root(Int(edge.left))
            guard number[root] >= 0, sets.root(Int(edge.right)) == root else { continue }
            component[place] = number[root]
            edgeStarts[Int(number[root]) + 1] += 1
        }
        for index in 0..<count { edgeStarts[index + 1] += edgeStarts[index] }
        var next = edgeStarts
        edges = [Edge](
            repeating: Edge(left: 0, right: 0, weight: 0, pattern: 0, rule: 0), count: Int(edgeStarts[count]))
        for (place, edge) in all.enumerated() where component[place] >= 0 {
            let target = Int(component[place])
            edges[Int(next[target])] = edge
            next[target] += 1
        }
    }

    func records(of component: Int) -> ArraySlice<Int32> {
        records[Int(recordStarts[component])..<Int(recordStarts[component + 1])]
    }

    func edges(of component: Int) -> ArraySlice<Edge> {
        edges[Int(edgeStarts[component])..<Int(edgeStarts[component + 1])]
    }
}
