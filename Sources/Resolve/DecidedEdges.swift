import Records

/// Edges at or above the review threshold that a person ruled out, by left, then right, each pair
/// once.
///
/// - Complexity: O(edges), and nothing where nobody ruled out anything.
func ruledOutEdges(_ edges: [Edge], _ book: DecisionBook, _ thresholds: Thresholds) -> [Edge] {
    if book.mustNotLink.isEmpty { return [] }
    return eachPairHeaviest(
        edges.filter { $0.weight >= thresholds.review && book.isMustNotLink($0.left, $0.right) })
}

/// Must-links without an edge at or above the review threshold: with the weight they were scored
/// at, or else as `PersonDecision` says. By left, then right.
func decidedBelowReview(_ edges: [Edge], _ book: DecisionBook, _ thresholds: Thresholds) -> [Edge] {
    if book.mustLink.isEmpty { return [] }
    let scored = eachPairHeaviest(edges.filter { book.isMustLink($0.left, $0.right) })
    var next = 0
    var result: [Edge] = []
    for pair in book.mustLink {
        while next < scored.count, PairKey(scored[next].left, scored[next].right) < pair { next += 1 }
        if next < scored.count, PairKey(scored[next].left, scored[next].right) == pair {
            if scored[next].weight < thresholds.review { result.append(scored[next]) }
        } else {
            result.append(
                Edge(
                    left: pair.left, right: pair.right, weight: PersonDecision.unscoredWeight,
                    pattern: PersonDecision.unscoredPattern, rule: PersonDecision.unscoredRule))
        }
    }
    return result
}

/// Sorted by pair; of one pair the heaviest, then the lowest pattern and rule.
private func eachPairHeaviest(_ edges: [Edge]) -> [Edge] {
    let sorted = edges.sorted { a, b in
        let (x, y) = (PairKey(a.left, a.right), PairKey(b.left, b.right))
        if x != y { return x < y }
        if a.weight != b.weight { return a.weight > b.weight }
        return a.pattern != b.pattern ? a.pattern < b.pattern : a.rule < b.rule
    }
    var result: [Edge] = []
    for edge in sorted {
        if let last = result.last, last.left == edge.left, last.right == edge.right { continue }
        result.append(edge)
    }
    return result
}
