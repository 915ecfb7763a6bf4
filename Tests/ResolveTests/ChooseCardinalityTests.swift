import Records
import TestSupport
import Testing

@testable import Resolve

@Suite struct ChooseCardinalityTests {
    private let bands = thresholds(match: 3, review: -1)

    private func choice(_ edges: [Edge], records: Int) -> (cardinality: Cardinality, reason: String) {
        let graph = LinkGraph(edges, leftCount: records, rightCount: records) { $0.weight >= bands.review }
        return chooseCardinality(graph, thresholds: bands)
    }

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
        let choice = choice(edges, records: 400)
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
        let choice = choice(edges, records: 200)
        #expect(choice.cardinality == .oneToOne)
    }

    /// By hand: shares count records with an edge of band match that is no coincidence.
    @Test func onlyStrongEdgesSpeak() {
        // 100 pairs of weight 20; 30 records of either side that have one edge, of band review.
        var edges = (0..<100).map { edge($0, $0, 20) }
        for record in 100..<130 { edges.append(edge(record, record - 100, 2)) }
        for record in 130..<160 { edges.append(edge(record - 100, record, 2)) }
        #expect(choice(edges, records: 160).cardinality == .oneToOne)
        // Of band match, but not half as far above the threshold as the others: still coincidences.
        for place in 100..<160 { edges[place].weight = 11 }
        #expect(choice(edges, records: 160).cardinality == .oneToOne)
        // Half as far: copies, 30 of 130 records on either side.
        for place in 100..<160 { edges[place].weight = 12 }
        let copies = choice(edges, records: 160)
        #expect(copies.cardinality == .manyToMany)
        #expect(
            copies.reason == "23.1 % of the left and 23.1 % of the right records repeat a partner of another")
    }
}
