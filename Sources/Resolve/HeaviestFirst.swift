import Records

/// One-to-one by heaviest pair first: each pair is taken if both its records are free.
///
/// At least half of the best total, and stable: no two records prefer each other to their partners (Gale and
/// Shapley 1962, with one weight for both). Good enough to learn from, at a fraction of the exact assignment's
/// cost.
///
/// - Parameters:
///   - weights: of the pairs; ties fall to the lower left, then the lower right record.
///   - among: the pairs to choose from, by number.
/// - Returns: numbers of the pairs chosen, ascending.
/// - Complexity: O(pairs · log pairs).
public func heaviestFirst(
    left: [RecordIndex], right: [RecordIndex], weights: [Double], among: [Int], leftCount: Int,
    rightCount: Int
) -> [Int] {
    // Weights beside the numbers: sorting would fetch them from all over otherwise.
    let order = among.map { (weight: weights[$0], pair: $0) }.sorted { a, b in
        if a.weight != b.weight { return a.weight > b.weight }
        return (left[a.pair], right[a.pair]) < (left[b.pair], right[b.pair])
    }
    var leftTaken = [Bool](repeating: false, count: leftCount)
    var rightTaken = [Bool](repeating: false, count: rightCount)
    var chosen: [Int] = []
    for (_, pair) in order where !leftTaken[Int(left[pair])] && !rightTaken[Int(right[pair])] {
        leftTaken[Int(left[pair])] = true
        rightTaken[Int(right[pair])] = true
        chosen.append(pair)
    }
    return chosen.sorted()
}
