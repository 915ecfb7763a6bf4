import Records

/// Says from the data how many partners a record may have.
///
/// Rivals by coincidence and repeated partners both give a record a second edge, but they look
/// different. A coincidence (a relative at the same address, the next product of a range) is far
/// weaker than the true pair of either record; a repeat is nearly as strong. So an edge counts as
/// *strong* if it is of band match and stands at least half as far above the match threshold as the
/// heaviest edge of either of its records. Twins (five equal payments on both sides) make strong
/// edges too, but an assignment one-to-one leaves none of them over; a record that repeats on one
/// side does leave its copies over. The choice therefore counts the records that have a strong edge
/// and are left without partner by the best one-to-one assignment of strong edges.
///
/// A side repeats if more than 5 % of its records with a strong edge, and at least two, are left
/// over: neither side, one-to-one; the right, one-to-many; the left, many-to-one; both, many-to-many.
///
/// - Parameters:
///   - edges: candidate pairs in any order.
///   - leftCount: records of the left source.
///   - rightCount: records of the right source.
///   - thresholds: only edges at or above the match threshold speak.
/// - Returns: the cardinality, and why: a sentence for a person.
/// - Complexity: that of `resolveLinks` one-to-one.
public func chooseCardinality(
    _ edges: [Edge], leftCount: Int, rightCount: Int, thresholds: Thresholds
) -> (cardinality: Cardinality, reason: String) {
    let strong = strongEdges(edges, leftCount: leftCount, rightCount: rightCount, thresholds.match)
    var options = ResolveOptions(thresholds: thresholds)
    options.maxAlternatives = 0
    var assignment = OneToOneAssignment(
        strong, fates: [EdgeFate](repeating: .open, count: strong.edges.count), options: options)
    assignment.run()
    let (left, right) = leftOver(strong, assignment.fates)

    let share = { (over: LeftOver) in over.records == 0 ? 0 : Double(over.alone) / Double(over.records) }
    let repeats = { (over: LeftOver) in over.alone >= 2 && share(over) > repeatingShare }
    let percent = { (over: LeftOver) in "\((share(over) * 1000).rounded() / 10) %" }
    switch (repeats(left), repeats(right)) {
    case (false, false):
        return (
            .oneToOne,
            "one-to-one leaves \(percent(left)) of the left and \(percent(right)) of the right records with a "
                + "strong match without partner"
        )
    case (false, true):
        return (.oneToMany, "\(percent(right)) of the right records repeat a partner of another right record")
    case (true, false):
        return (.manyToOne, "\(percent(left)) of the left records repeat a partner of another left record")
    case (true, true):
        return (
            .manyToMany,
            "\(percent(left)) of the left and \(percent(right)) of the right records repeat a partner of another"
        )
    }
}

/// A side repeats above this share of left-over records. Exports of one-to-one data stay below 1 %
/// by coincidence; sources with copies have more than 5 % of them or they do no harm as reviews.
private let repeatingShare = 0.05

private struct LeftOver {
    var records = 0
    var alone = 0
}

private func strongEdges(_ edges: [Edge], leftCount: Int, rightCount: Int, _ match: Float) -> LinkGraph {
    var bestOfLeft = [Float](repeating: match, count: leftCount)
    var bestOfRight = [Float](repeating: match, count: rightCount)
    for edge in edges where edge.weight >= match {
        bestOfLeft[Int(edge.left)] = max(bestOfLeft[Int(edge.left)], edge.weight)
        bestOfRight[Int(edge.right)] = max(bestOfRight[Int(edge.right)], edge.weight)
    }
    return LinkGraph(edges, leftCount: leftCount, rightCount: rightCount) { edge in
        let best = max(bestOfLeft[Int(edge.left)], bestOfRight[Int(edge.right)])
        return edge.weight >= match && 2 * edge.weight >= match + best
    }
}

private func leftOver(_ graph: LinkGraph, _ fates: [EdgeFate]) -> (left: LeftOver, right: LeftOver) {
    var left = LeftOver()
    var right = LeftOver()
    for record in 0..<graph.leftCount {
        let places = graph.placesOfLeft(record)
        if places.isEmpty { continue }
        left.records += 1
        if !places.contains(where: { fates[$0].isLink }) { left.alone += 1 }
    }
    for record in 0..<graph.rightCount {
        let places = graph.placesOfRight(record)
        if places.isEmpty { continue }
        right.records += 1
        if !places.contains(where: { fates[Int($0)].isLink }) { right.alone += 1 }
    }
    return (left, right)
}
