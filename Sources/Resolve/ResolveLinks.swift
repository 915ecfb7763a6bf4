import Records

/// Turns candidate pairs between two sources into links.
///
/// What people decided stands first; then the cardinality says how many partners a record may have:
///
/// - one-to-one: the most probable assignment (`assignmentBenefit`), exact within each component up
///   to `maxComponentEdges`;
/// - one-to-many: a left record may have many right partners, each right record keeps its best left;
/// - many-to-one: a right record may have many left partners, each left record keeps its best right;
/// - many-to-many: every edge at or above the review threshold.
///
/// A link is of band match where its weight reaches the match threshold, else review. Where another
/// solution is as good within `tieMargin`, the tied links go to review together with up to
/// `maxAlternatives` of the edges they tie with, for each record.
///
/// - Parameters:
///   - edges: candidate pairs in any order; those below the review threshold are ignored, of one
///     pair given twice the heavier counts.
///   - leftCount: records of the left source; every `left` is below it.
///   - rightCount: records of the right source; every `right` is below it.
///   - decisions: kept always. Must-links above the cardinality too: two must-links of one record
///     are both links, and such a record takes no other partner where it may have only one.
///   - options: thresholds, cardinality and limits.
/// - Throws: `TieoutError` for decisions that contradict each other or name absent records.
/// - Complexity: O(edges + records) but for the exact solver (`AssignmentSolver`).
public func resolveLinks(
    edges: [Edge], leftCount: Int, rightCount: Int, decisions: [PersonDecision] = [], options: ResolveOptions
) throws -> Resolution {
    let book = try DecisionBook(decisions, leftCount: leftCount, rightCount: rightCount, oneSource: false)
    guard options.cardinality != .clusters else {
        throw TieoutError(
            "clusters are of one source, and there are two",
            remedy: "use dedupe, or a cardinality from one-to-one to many-to-many")
    }
    let graph = LinkGraph(edges, leftCount: leftCount, rightCount: rightCount) {
        $0.weight >= options.thresholds.review && !book.isMustNotLink($0.left, $0.right)
    }
    let (cardinality, reason) =
        options.cardinality.map { ($0, "given") } ?? chooseCardinality(graph, thresholds: options.thresholds)

    var resolution = Resolution(cardinality: cardinality, reason: reason)
    var fates = settleDecided(graph, book, cardinality)
    resolution.fallbacks = decideOpenEdges(graph, &fates, cardinality, options)
    let ruledOut = ruledOutEdges(edges, book, options.thresholds)
    let decided = decidedBelowReview(edges, book, options.thresholds)
    resolution.links = collectLinks(graph, fates, decided, options.thresholds)
    resolution.unlinked = unlinkedRecords(graph, fates, ruledOut: ruledOut, decided: decided)
    resolution.counts = count(graph, fates, options.thresholds)
    resolution.counts.edges += ruledOut.count
    resolution.counts.ruledOut = ruledOut.count
    resolution.counts.decided = book.mustLink.count
    return resolution
}

/// Edges that people decided, and edges that lost to a decided link because their record may have
/// only one partner.
private func settleDecided(_ graph: LinkGraph, _ book: DecisionBook, _ cardinality: Cardinality) -> [EdgeFate]
{
    var fates = [EdgeFate](repeating: .open, count: graph.edges.count)
    if book.mustLink.isEmpty { return fates }
    for pair in book.mustLink {
        if cardinality == .oneToOne || cardinality == .manyToOne {
            for place in graph.placesOfLeft(Int(pair.left)) where fates[place] == .open {
                fates[place] = .lost
            }
        }
        if cardinality == .oneToOne || cardinality == .oneToMany {
            for place in graph.placesOfRight(Int(pair.right)) where fates[Int(place)] == .open {
                fates[Int(place)] = .lost
            }
        }
    }
    for pair in book.mustLink {
        for place in graph.placesOfLeft(Int(pair.left)) where graph.edges[place].right == pair.right {
            fates[place] = .decided
        }
    }
    return fates
}

private func decideOpenEdges(
    _ graph: LinkGraph, _ fates: inout [EdgeFate], _ cardinality: Cardinality, _ options: ResolveOptions
) -> [ResolveFallback] {
    switch cardinality {
    case .oneToOne:
        var assignment = OneToOneAssignment(graph, fates: fates, options: options)
        assignment.run()
        fates = assignment.fates
        return assignment.fallbacks
    case .oneToMany: keepBestPartners(graph, &fates, limitLeft: false, options: options)
    case .manyToOne: keepBestPartners(graph, &fates, limitLeft: true, options: options)
    case .manyToMany, .clusters:
        for place in fates.indices where fates[place] == .open { fates[place] = .link }
    }
    return []
}

/// - Parameter decided: links of people that are not in the graph.
private func collectLinks(
    _ graph: LinkGraph, _ fates: [EdgeFate], _ decided: [Edge], _ thresholds: Thresholds
) -> [Link] {
    var margins = BipartiteMargins(graph)
    var links: [Link] = []
    links.reserveCapacity(graph.edges.count + decided.count)
    for (place, edge) in graph.edges.enumerated() {
        let band: Band
        switch fates[place] {
        case .open, .lost: continue
        case .unrivalled:
            links.append(Link(edge: edge, band: thresholds.band(edge.weight), margin: .infinity))
            continue
        case .link: band = thresholds.band(edge.weight)
        case .tiedLink, .alternative: band = .review
        case .decided: band = .match
        }
        links.append(Link(edge: edge, band: band, margin: margins.margin(of: edge)))
    }
    if decided.isEmpty { return links }
    for edge in decided {
        links.append(Link(edge: edge, band: .match, margin: margins.margin(ofOutsider: edge)))
    }
    return links.sorted { PairKey($0.edge.left, $0.edge.right) < PairKey($1.edge.left, $1.edge.right) }
}

private func count(_ graph: LinkGraph, _ fates: [EdgeFate], _ thresholds: Thresholds) -> ResolveCounts {
    var counts = ResolveCounts()
    counts.edges = fates.count
    for (place, fate) in fates.enumerated() {
        switch fate {
        case .open, .lost: counts.lostToRival += 1
        case .alternative: counts.alternatives += 1
        case .unrivalled, .link, .decided: counts.linked += 1
        case .tiedLink:
            counts.linked += 1
            if graph.edges[place].weight >= thresholds.match { counts.tied += 1 }
        }
    }
    return counts
}
