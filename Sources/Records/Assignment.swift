/// The assignment of rows to columns with the greatest total weight, exact; a row or column may stay
/// alone. Shortest augmenting paths with potentials (Jonker and Volgenant 1987; here without its
/// initial heuristics).
///
/// - Parameter weights: at least 0, row by row; 0 is as good as no pair.
/// - Returns: the column of each row, nil where it stays alone.
/// - Complexity: O(rows² × columns). For small dense tables; sparse graphs have their own solver.
public func assignment(_ weights: [[Double]]) -> [Int?] {
    let rows = weights.count
    let real = weights.first?.count ?? 0
    guard rows > 0, real > 0 else { return Array(repeating: nil, count: rows) }
    // Enough columns of weight 0 that every row finds a place.
    let columns = max(real, rows)
    func cost(_ row: Int, _ column: Int) -> Double { column < real ? -weights[row][column] : 0 }
    var rowPotential = [Double](repeating: 0, count: rows + 1)
    var columnPotential = [Double](repeating: 0, count: columns + 1)
    // Column 0 stands for the row being placed; rows and columns count from 1 here.
    var rowOf = [Int](repeating: 0, count: columns + 1)
    var before = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
        rowOf[0] = row
        var column = 0
        var distance = [Double](repeating: .infinity, count: columns + 1)
        var done = [Bool](repeating: false, count: columns + 1)
        repeat {
            done[column] = true
            let current = rowOf[column]
            var step = Double.infinity
            var next = 0
            for candidate in 1...columns where !done[candidate] {
                let reduced =
                    cost(current - 1, candidate - 1) - rowPotential[current] - columnPotential[candidate]
                if reduced < distance[candidate] {
                    distance[candidate] = reduced
                    before[candidate] = column
                }
                if distance[candidate] < step {
                    step = distance[candidate]
                    next = candidate
                }
            }
            for candidate in 0...columns {
                if done[candidate] {
                    rowPotential[rowOf[candidate]] += step
                    columnPotential[candidate] -= step
                } else {
                    distance[candidate] -= step
                }
            }
            column = next
        } while rowOf[column] != 0
        while column != 0 {
            rowOf[column] = rowOf[before[column]]
            column = before[column]
        }
    }
    var chosen = [Int?](repeating: nil, count: rows)
    for column in 1...columns where column <= real && rowOf[column] > 0 {
        let row = rowOf[column] - 1
        if weights[row][column - 1] > 0 { chosen[row] = column - 1 }
    }
    return chosen
}
