import Records

/// Turns candidate pairs within one source into clusters of records that are the same thing.
///
/// Records that hang together by edges of band match form components (union–find); a component is
/// one cluster where that is coherent, and is cut where it is a chain (`AverageLinkage`).
///
/// Links are the edges at or above the review threshold: of band match where the weight reaches the
/// match threshold and both records are in one cluster, or where a person said so; else review, which
/// includes the matches that were cut. The margin of a link within a cluster counts as rivals only
/// the edges that leave the cluster: another copy of the same thing is no rival.
///
/// - Parameters:
///   - edges: candidate pairs in any order and orientation; those below the review threshold are
///     ignored, of one pair given twice the heavier counts.
///   - count: records of the source.
///   - decisions: kept always: must-linked records share a cluster, whatever their weights;
///     must-not-linked ones never do, whatever lies between them.
///   - options: thresholds and limits.
/// - Throws: `TieoutError` for decisions that contradict each other, directly or through a chain of
///   must-links, or that name absent records.
/// - Complexity: nearly O(edges + records) on ordinary data (`AverageLinkage`).
public func resolveClusters(
    edges: [Edge], count: Int, decisions: [PersonDecision] = [], options: ResolveOptions
) throws -> Resolution {
    let book = try DecisionBook(decisions, leftCount: count, rightCount: count, oneSource: true)
    try refuseContradictions(book, count: count)
    let oriented = ascending(edges)
    let graph = LinkGraph(oriented, leftCount: count, rightCount: count) {
        $0.weight >= options.thresholds.review && !book.isMustNotLink($0.left, $0.right)
    }
    let components = ClusterComponents(
        graph.edges, count: count, mustLink: book.mustLink, match: options.thresholds.match)

    var resolution = Resolution(cardinality: .clusters, reason: "one source")
    var builder = ClusterBuilder(count: count, options: options)
    builder.build(components, book)
    resolution.clusters = builder.clusters()
    resolution.fallbacks = builder.fallbacks
    resolution.splits = builder.splits
    let ruledOut = ruledOutEdges(oriented, book, options.thresholds)
    collectLinks(graph, oriented, builder, book, options.thresholds, into: &resolution)
    collectRuledOut(graph, ruledOut, resolution.links, count: count, into: &resolution)
    return resolution
}

/// Every pair with its lower record left; a record paired with itself says nothing and is dropped.
private func ascending(_ edges: [Edge]) -> [Edge] {
    if edges.allSatisfy({ $0.left < $0.right }) { return edges }
    var result: [Edge] = []
    result.reserveCapacity(edges.count)
    for var edge in edges where edge.left != edge.right {
        if edge.left > edge.right { swap(&edge.left, &edge.right) }
        result.append(edge)
    }
    return result
}

private func refuseContradictions(_ book: DecisionBook, count: Int) throws {
    if book.mustLink.isEmpty || book.mustNotLink.isEmpty { return }
    var sets = UnionFind(count: count)
    for pair in book.mustLink { sets.unite(Int(pair.left), Int(pair.right)) }
    for pair in book.mustNotLink where sets.root(Int(pair.left)) == sets.root(Int(pair.right)) {
        throw TieoutError(
            "records \(pair.left + 1) and \(pair.right + 1) must not be linked, but a chain of must-links "
                + "joins them",
            remedy: "remove one of these decisions")
    }
}

private func collectLinks(
    _ graph: LinkGraph, _ edges: [Edge], _ builder: ClusterBuilder, _ book: DecisionBook,
    _ thresholds: Thresholds, into resolution: inout Resolution
) {
    let all = OneSourceMargins(graph.edges, count: graph.leftCount)
    let leaving = OneSourceMargins(
        graph.edges.filter { !builder.together($0.left, $0.right) }, count: graph.leftCount)
    resolution.links.reserveCapacity(graph.edges.count)
    for edge in graph.edges {
        let together = builder.together(edge.left, edge.right)
        let decided = book.isMustLink(edge.left, edge.right)
        let band: Band = decided ? .match : together ? thresholds.band(edge.weight) : .review
        if !together && edge.weight >= thresholds.match { resolution.counts.cutFromClusters += 1 }
        let margin = together ? leaving.margin(ofOutsider: edge) : all.margin(of: edge)
        resolution.links.append(Link(edge: edge, band: band, margin: margin))
    }
    resolution.counts.edges = graph.edges.count
    resolution.counts.linked = graph.edges.count
    resolution.counts.decided = book.mustLink.count
    let unscored = decidedBelowReview(edges, book, thresholds)
    if unscored.isEmpty { return }
    for edge in unscored {
        resolution.links.append(Link(edge: edge, band: .match, margin: leaving.margin(ofOutsider: edge)))
    }
    resolution.links.sort { PairKey($0.edge.left, $0.edge.right) < PairKey($1.edge.left, $1.edge.right) }
}

/// In a dedupe every admissible edge is a link, so only a person leaves a record without one.
private func collectRuledOut(
    _ graph: LinkGraph, _ ruledOut: [Edge], _ links: [Link], count: Int, into resolution: inout Resolution
) {
    resolution.counts.ruledOut = ruledOut.count
    resolution.counts.edges += ruledOut.count
    if ruledOut.isEmpty { return }
    var hasLink = [Bool](repeating: false, count: count)
    for link in links {
        hasLink[Int(link.edge.left)] = true
        hasLink[Int(link.edge.right)] = true
    }
    // Heaviest first for each record; of equals the first in canonical order.
    var heaviest: [RecordIndex: Edge] = [:]
    var records: [RecordIndex] = []
    for edge in ruledOut {
        for record in [edge.left, edge.right] where !hasLink[Int(record)] {
            if let known = heaviest[record] {
                if known.weight < edge.weight { heaviest[record] = edge }
            } else {
                heaviest[record] = edge
                records.append(record)
            }
        }
    }
    for record in records.sorted() {
        guard let edge = heaviest[record] else { continue }
        resolution.unlinked.append(
            UnlinkedRecord(side: .left, record: record, reason: .ruledOut, edge: edge, rival: nil))
    }
}
