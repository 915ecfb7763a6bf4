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
///   - graph: the edges that may become links.
///   - thresholds: only edges at or above the match threshold speak.
/// - Returns: the cardinality, and why: a sentence for a person.
/// - Complexity: that of `resolveLinks` one-to-one.
func chooseCardinality(
    _ graph: LinkGraph, thresholds: Thresholds
) -> (cardinality: Cardinality, reason: String) {
    let strong = strongEdges(graph, thresholds.match)
    var options = ResolveOptions(thresholds: thresholds)
    options.maxAlternatives = 0
    var assignment = OneToOneAssignment(graph, fates: strong, options: options)
    assignment.run()
    let (left, right) = leftOver(graph, strong, assignment.fates)

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
    /// Records with a strong edge.
    var records = 0
    /// Those of them without partner.
    var alone = 0

    /// Takes a record by the places of its edges.
    mutating func add(_ places: some Sequence<Int>, _ strong: [EdgeFate], _ fates: [EdgeFate]) {
        var isAlone: Bool?
        for place in places where strong[place] == .open {
            isAlone = (isAlone ?? true) && !fates[place].isLink
        }
        guard let isAlone else { return }
        records += 1
        if isAlone { alone += 1 }
    }
}

/// Strong edges are open, all others lost.
private func strongEdges(_ graph: LinkGraph, _ match: Float) -> [EdgeFate] {
    var bestOfRight = [Float](repeating: match, count: graph.rightCount)
    var fates: [EdgeFate] = []
    fates.reserveCapacity(graph.edges.count)
    bestOfRight.withUnsafeMutableBufferPointer { bestOfRight in
        for edge in graph.edges {
            bestOfRight[Int(edge.right)] = max(bestOfRight[Int(edge.right)], edge.weight)
        }
        for record in 0..<graph.leftCount {
            let own = graph.edges[graph.placesOfLeft(record)]
            let bestOfLeft = own.reduce(match) { max($0, $1.weight) }
            for edge in own {
                let best = max(bestOfLeft, bestOfRight[Int(edge.right)])
                fates.append(edge.weight >= match && 2 * edge.weight >= match + best ? .open : .lost)
            }
        }
    }
    return fates
}

private func leftOver(
    _ graph: LinkGraph, _ strong: [EdgeFate], _ fates: [EdgeFate]
) -> (left: LeftOver, right: LeftOver) {
    var left = LeftOver()
    var right = LeftOver()
    for record in 0..<graph.leftCount { left.add(graph.placesOfLeft(record), strong, fates) }
    for record in 0..<graph.rightCount {
        right.add(graph.placesOfRight(record).lazy.map { Int($0) }, strong, fates)
    }
    return (left, right)
}
