import Records

/// Lists every record with an edge at or above the review threshold and no link, and why.
///
/// - Parameters:
///   - ruledOut: edges a person ruled out; not in `graph`.
///   - decided: links a person decided that are not in `graph`.
/// - Complexity: O(edges + records).
func unlinkedRecords(
    _ graph: LinkGraph, _ fates: [EdgeFate], ruledOut: [Edge], decided: [Edge]
) -> [UnlinkedRecord] {
    let refusedOfLeft = heaviestByRecord(ruledOut) { $0.left }
    let refusedOfRight = heaviestByRecord(ruledOut) { $0.right }
    var links = LinksOfRecords(graph, fates, decided: decided)
    var result: [UnlinkedRecord] = []

    for record in 0..<graph.leftCount {
        let places = graph.placesOfLeft(record)
        if places.isEmpty && refusedOfLeft.isEmpty || places.contains(where: { fates[$0].isShown }) {
            continue
        }
        let number = RecordIndex(record)
        if links.decidedOfLeft[number] != nil { continue }
        var best: Edge?
        for place in places { best = heavier(best, graph.edges[place]) }
        if let best {
            result.append(
                .init(
                    side: .left, record: number, reason: .lostToRival, edge: best,
                    rival: links.ofRight(Int(best.right))))
        } else if let refused = refusedOfLeft[number] {
            result.append(.init(side: .left, record: number, reason: .ruledOut, edge: refused, rival: nil))
        }
    }
    for record in 0..<graph.rightCount {
        let places = graph.placesOfRight(record)
        if places.isEmpty && refusedOfRight.isEmpty || places.contains(where: { fates[Int($0)].isShown }) {
            continue
        }
        let number = RecordIndex(record)
        if links.decidedOfRight[number] != nil { continue }
        var best: Edge?
        for place in places { best = heavier(best, graph.edges[Int(place)]) }
        if let best {
            result.append(
                .init(
                    side: .right, record: number, reason: .lostToRival, edge: best,
                    rival: links.ofLeft(Int(best.left))))
        } else if let refused = refusedOfRight[number] {
            result.append(.init(side: .right, record: number, reason: .ruledOut, edge: refused, rival: nil))
        }
    }
    return result
}

/// The heaviest link of a record, looked up when first asked for: a record that many others lost is
/// searched once.
private struct LinksOfRecords {
    let graph: LinkGraph
    let fates: [EdgeFate]
    // Asked by record, never walked.
    let decidedOfLeft: [RecordIndex: Edge]
    let decidedOfRight: [RecordIndex: Edge]
    private var left: [RecordIndex: Edge?] = [:]
    private var right: [RecordIndex: Edge?] = [:]

    init(_ graph: LinkGraph, _ fates: [EdgeFate], decided: [Edge]) {
        self.graph = graph
        self.fates = fates
        decidedOfLeft = heaviestByRecord(decided) { $0.left }
        decidedOfRight = heaviestByRecord(decided) { $0.right }
    }

    mutating func ofLeft(_ record: Int) -> Edge? {
        if let known = left[RecordIndex(record)] { return known }
        var best = decidedOfLeft[RecordIndex(record)]
        for place in graph.placesOfLeft(record) where fates[place].isShown {
            best = heavier(best, graph.edges[place])
        }
        left[RecordIndex(record)] = .some(best)
        return best
    }

    mutating func ofRight(_ record: Int) -> Edge? {
        if let known = right[RecordIndex(record)] { return known }
        var best = decidedOfRight[RecordIndex(record)]
        for place in graph.placesOfRight(record) where fates[Int(place)].isShown {
            best = heavier(best, graph.edges[Int(place)])
        }
        right[RecordIndex(record)] = .some(best)
        return best
    }
}

/// The first of the heaviest.
private func heavier(_ best: Edge?, _ edge: Edge) -> Edge {
    guard let best, best.weight >= edge.weight else { return edge }
    return best
}

private func heaviestByRecord(_ edges: [Edge], _ record: (Edge) -> RecordIndex) -> [RecordIndex: Edge] {
    var heaviest: [RecordIndex: Edge] = [:]
    for edge in edges { heaviest[record(edge)] = heavier(heaviest[record(edge)], edge) }
    return heaviest
}
