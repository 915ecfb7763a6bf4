import Records

/// Lists every record with an edge at or above the review threshold and no link, and why.
///
/// - Parameter ruledOut: edges a person ruled out; not in `graph`.
/// - Complexity: O(edges + records).
func collectUnlinked(_ graph: LinkGraph, ruledOut: [Edge], links: [Link], into resolution: inout Resolution) {
    let linkOfLeft = heaviestLinks(links, count: graph.leftCount) { $0.left }
    let linkOfRight = heaviestLinks(links, count: graph.rightCount) { $0.right }
    resolution.counts.ruledOut = ruledOut.count
    let refusedOfLeft = heaviestByRecord(ruledOut) { $0.left }
    let refusedOfRight = heaviestByRecord(ruledOut) { $0.right }

    for record in 0..<graph.leftCount where linkOfLeft[record] < 0 {
        var best: Edge?
        for place in graph.placesOfLeft(record) { best = heavier(best, graph.edges[place]) }
        if let best {
            let rival = linkOfRight[Int(best.right)]
            resolution.unlinked.append(
                .init(
                    side: .left, record: RecordIndex(record), reason: .lostToRival, edge: best,
                    rival: rival < 0 ? nil : links[Int(rival)].edge))
        } else if let refused = refusedOfLeft[RecordIndex(record)] {
            resolution.unlinked.append(
                .init(side: .left, record: RecordIndex(record), reason: .ruledOut, edge: refused, rival: nil))
        }
    }
    for record in 0..<graph.rightCount where linkOfRight[record] < 0 {
        var best: Edge?
        for place in graph.placesOfRight(record) { best = heavier(best, graph.edges[Int(place)]) }
        if let best {
            let rival = linkOfLeft[Int(best.left)]
            resolution.unlinked.append(
                .init(
                    side: .right, record: RecordIndex(record), reason: .lostToRival, edge: best,
                    rival: rival < 0 ? nil : links[Int(rival)].edge))
        } else if let refused = refusedOfRight[RecordIndex(record)] {
            resolution.unlinked.append(
                .init(side: .right, record: RecordIndex(record), reason: .ruledOut, edge: refused, rival: nil)
            )
        }
    }
}

/// The first of the heaviest.
private func heavier(_ best: Edge?, _ edge: Edge) -> Edge {
    guard let best, best.weight >= edge.weight else { return edge }
    return best
}

/// Place of each record's heaviest link, −1 where it has none.
private func heaviestLinks(_ links: [Link], count: Int, _ record: (Edge) -> RecordIndex) -> [Int32] {
    var places = [Int32](repeating: -1, count: count)
    for (place, link) in links.enumerated() {
        let known = places[Int(record(link.edge))]
        if known < 0 || links[Int(known)].edge.weight < link.edge.weight {
            places[Int(record(link.edge))] = Int32(place)
        }
    }
    return places
}

private func heaviestByRecord(_ edges: [Edge], _ record: (Edge) -> RecordIndex) -> [RecordIndex: Edge] {
    var heaviest: [RecordIndex: Edge] = [:]
    for edge in edges { heaviest[record(edge)] = heavier(heaviest[record(edge)], edge) }
    return heaviest
}
