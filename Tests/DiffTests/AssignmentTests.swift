import TestSupport
import Testing

@testable import Diff

/// The best pairing of a few records against all pairings there are.
@Suite("Pairing duplicates")
struct AssignmentTests {
    @Test("the best pairing is as good as any, for every small size")
    func best() {
        var random = Seeded(7)
        for rows in 1...4 {
            for columns in 1...5 {
                for _ in 0..<40 {
                    let sums = (0..<rows).map { _ in (0..<columns).map { _ in random.next(5) } }
                    let pairs = bestAssignment(sums)
                    #expect(pairs.count == min(rows, columns))
                    #expect(Set(pairs.map(\.left)).count == pairs.count)
                    #expect(Set(pairs.map(\.right)).count == pairs.count)
                    let sum = pairs.reduce(0) { $0 + sums[$1.left][$1.right] }
                    #expect(sum == bestSum(sums, row: 0, taken: []))
                }
            }
        }
    }

    @Test("taking the best pair again and again pairs as many, each once")
    func greedy() {
        let pairs = greedyAssignment([[1, 3], [3, 3], [0, 0]])
        #expect(pairs.map(\.left) == [0, 1])
        #expect(pairs.map(\.right) == [1, 0])
    }

    /// Tries every column for every row, and none where there are too few columns.
    private func bestSum(_ sums: [[Int]], row: Int, taken: Set<Int>) -> Int {
        guard row < sums.count else { return 0 }
        var best = sums.count > sums[0].count ? bestSum(sums, row: row + 1, taken: taken) : 0
        for column in sums[row].indices where !taken.contains(column) {
            best = max(best, sums[row][column] + bestSum(sums, row: row + 1, taken: taken.union([column])))
        }
        return best
    }
}

extension Seeded {
    /// 0 … bound − 1.
    mutating func next(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
