import Records

/// The pairs, one row with one column, whose sum is greatest; every row is paired where there are at least as
/// many columns, and the other way round.
///
/// - Parameter sums: what each pair is worth, 0 and more; all rows equally long.
/// - Complexity: O(n³), n the larger number.
func bestAssignment(_ sums: [[Int]]) -> [(left: Int, right: Int)] {
    // One more for each pair: a pair worth nothing is better than none, and the best sum stays the best.
    assignment(sums.map { row in row.map { Double($0 + 1) } }).enumerated().compactMap { row, column in
        column.map { (left: row, right: $0) }
    }
}

/// Takes the pair worth most again and again.
///
/// - Complexity: O(n m log(n m)).
func greedyAssignment(_ sums: [[Int]]) -> [(left: Int, right: Int)] {
    var pairs: [(sum: Int, left: Int, right: Int)] = []
    for (left, row) in sums.enumerated() {
        for (right, sum) in row.enumerated() { pairs.append((sum, left, right)) }
    }
    pairs.sort { ($1.sum, $0.left, $0.right) < ($0.sum, $1.left, $1.right) }
    var isTaken = (left: Set<Int>(), right: Set<Int>())
    var chosen: [(left: Int, right: Int)] = []
    for pair in pairs where !isTaken.left.contains(pair.left) && !isTaken.right.contains(pair.right) {
        isTaken.left.insert(pair.left)
        isTaken.right.insert(pair.right)
        chosen.append((pair.left, pair.right))
    }
    return chosen.sorted { $0.left < $1.left }
}
