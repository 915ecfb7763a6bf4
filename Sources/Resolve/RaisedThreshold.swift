import Records

/// Cuts a component that is too large into parts that are not: edges of band match join records by
/// descending weight, as long as the part stays within `limit` edges. What a part would gain beyond
/// that stays cut, as if the match threshold were higher there.
///
/// The edges of a part are counted as half the degrees of its records, which is never too few.
///
/// - Returns: the parts of two or more records, with their edges.
/// - Complexity: O(edges log edges).
func partsByRaisedThreshold(
    _ records: ArraySlice<Int32>, _ edges: ArraySlice<Edge>, mustLink: [PairKey], match: Float, limit: Int
) -> ClusterComponents {
    let count = Int(records.last ?? -1) + 1
    var sets = UnionFind(count: count)
    var degrees = [Int](repeating: 0, count: count)
    for edge in edges {
        degrees[Int(edge.left)] += 1
        degrees[Int(edge.right)] += 1
    }
    let join = { (a: RecordIndex, b: RecordIndex, always: Bool) in
        let (x, y) = (sets.root(Int(a)), sets.root(Int(b)))
        if x == y || !always && degrees[x] + degrees[y] > 2 * limit { return }
        sets.unite(x, y)
        degrees[min(x, y)] += degrees[max(x, y)]
    }
    for pair in mustLink { join(pair.left, pair.right, true) }
    let heaviestFirst = edges.indices.filter { edges[$0].weight >= match }
        .sorted { edges[$0].weight != edges[$1].weight ? edges[$0].weight > edges[$1].weight : $0 < $1 }
    for place in heaviestFirst { join(edges[place].left, edges[place].right, false) }

    let inside = edges.filter { sets.root(Int($0.left)) == sets.root(Int($0.right)) }
    return ClusterComponents(inside, count: count, mustLink: mustLink, match: match)
}
