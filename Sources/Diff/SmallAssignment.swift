/// The pairs, one row with one column, whose sum is greatest; every row is paired where there are at least as
/// many columns, and the other way round. Ties go to lower rows and columns.
///
/// The Hungarian method with potentials, row by row (Kuhn 1955, Munkres 1957).
///
/// - Parameter sums: what each pair is worth, 0 and more; all rows equally long.
/// - Complexity: O(n² m), n the smaller number.
func bestAssignment(_ sums: [[Int]]) -> [(left: Int, right: Int)] {
    guard let width = sums.first?.count, width > 0 else { return [] }
    if sums.count > width {
        let turned = (0..<width).map { column in sums.map { $0[column] } }
        return bestAssignment(turned).map { ($0.right, $0.left) }.sorted { $0.0 < $1.0 }
    }
    let (rows, columns) = (sums.count, width)
    // Index 0 stands for none; costs are sums with the sign turned.
    var rowPotential = [Int](repeating: 0, count: rows + 1)
    var columnPotential = [Int](repeating: 0, count: columns + 1)
    var rowOf = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
        var way = [Int](repeating: 0, count: columns + 1)
        var least = [Int](repeating: Int.max, count: columns + 1)
        var isUsed = [Bool](repeating: false, count: columns + 1)
        rowOf[0] = row
        var column = 0
        repeat {
            isUsed[column] = true
            let present = rowOf[column]
            var delta = Int.max
            var nearest = 0
            for next in 1...columns where !isUsed[next] {
                let cost = -sums[present - 1][next - 1] - rowPotential[present] - columnPotential[next]
                if cost < least[next] {
                    least[next] = cost
                    way[next] = column
                }
                if least[next] < delta {
                    delta = least[next]
                    nearest = next
                }
            }
            for next in 0...columns {
                if isUsed[next] {
                    rowPotential[rowOf[next]] += delta
                    columnPotential[next] -= delta
                } else if least[next] < Int.max {
                    least[next] -= delta
                }
            }
            column = nearest
        } while rowOf[column] != 0
        while column != 0 {
            rowOf[column] = rowOf[way[column]]
            column = way[column]
        }
    }
    return (1...columns).filter { rowOf[$0] != 0 }.map { (left: rowOf[$0] - 1, right: $0 - 1) }
        .sorted { $0.left < $1.left }
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
