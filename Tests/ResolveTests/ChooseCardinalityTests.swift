import Records
import TestSupport
import Testing

@testable import Resolve

@Suite struct ChooseCardinalityTests {
    private let bands = thresholds(match: 3, review: -1)

    /// 200 true pairs of weight 15 … 30 among 300 records a side; copies and coincidences on top.
    private func edges(leftCopies: Int, rightCopies: Int, coincidences: Int) -> [Edge] {
        var generator = Seeded(UInt64(leftCopies * 7 + rightCopies * 3 + coincidences))
        var result: [Edge] = []
        let weight = { (range: ClosedRange<Float>) in Float.random(in: range, using: &generator) }
        for record in 0..<200 { result.append(edge(record, record, weight(15...30))) }
        for copy in 0..<rightCopies { result.append(edge(copy, 300 + copy, weight(13...30))) }
        for copy in 0..<leftCopies { result.append(edge(300 + copy, 100 + copy, weight(13...30))) }
        for _ in 0..<coincidences {
            let (left, right) = (Int(weight(0...299)), Int(weight(0...299)))
            if left != right { result.append(edge(left, right, weight(3...8))) }
        }
        return result
    }

    @Test(arguments: [
        (0, 0, 0, Cardinality.oneToOne), (0, 0, 150, .oneToOne), (3, 3, 50, .oneToOne),
        (0, 60, 0, .oneToMany), (0, 60, 100, .oneToMany), (60, 0, 100, .manyToOne),
        (60, 60, 0, .manyToMany), (60, 60, 100, .manyToMany),
    ])
    func readsCopiesNotCoincidences(left: Int, right: Int, coincidences: Int, expected: Cardinality) {
        let edges = edges(leftCopies: left, rightCopies: right, coincidences: coincidences)
        let choice = chooseCardinality(edges, leftCount: 400, rightCount: 400, thresholds: bands)
        #expect(choice.cardinality == expected, "\(choice.reason)")
        #expect(!choice.reason.isEmpty)
    }

    @Test func twinsOnBothSidesAreNoRepeats() {
        var edges: [Edge] = []
        for block in 0..<50 {
            for left in 0..<4 {
                for right in 0..<4 { edges.append(edge(4 * block + left, 4 * block + right, 12)) }
            }
        }
        let choice = chooseCardinality(edges, leftCount: 200, rightCount: 200, thresholds: bands)
        #expect(choice.cardinality == .oneToOne)
    }
}
