import Records

/// One-to-many and many-to-one: each record of the limited side keeps its best partner, those of the
/// other side may have any number.
///
/// One-to-many limits the right side: a left record may have many right partners, a right record has
/// at most one left. Many-to-one is its mirror.
///
/// - Complexity: O(edges).
func keepBestPartners(_ graph: LinkGraph, _ fates: inout [EdgeFate], limitLeft: Bool, options: ResolveOptions)
{
    var tied = TiedEdges()
    var places: [Int32] = []
    for record in 0..<(limitLeft ? graph.leftCount : graph.rightCount) {
        places.removeAll(keepingCapacity: true)
        if limitLeft {
            for place in graph.placesOfLeft(record) { places.append(Int32(place)) }
        } else {
            places.append(contentsOf: graph.placesOfRight(record))
        }
        places.removeAll { fates[Int($0)] != .open }
        guard var best = places.first else { continue }
        for place in places where graph.edges[Int(place)].weight > graph.edges[Int(best)].weight {
            best = place
        }
        tied.removeAll()
        for place in places {
            fates[Int(place)] = .lost
            let short = graph.edges[Int(best)].weight - graph.edges[Int(place)].weight
            if place != best && !(short > options.tieMargin) { tied.note(place: place) }
        }
        fates[Int(best)] = tied.isEmpty ? .link : .tiedLink
        tied.keep(graph, &fates, limit: options.maxAlternatives)
    }
}
