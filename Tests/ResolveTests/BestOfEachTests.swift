import Records
import TestSupport
import Testing

@testable import Resolve

@Suite("Best of each record")
struct BestOfEachTests {
    @Test func isThatOfTheDefinition() {
        var random = Seeded(4)
        for _ in 0..<200 {
            let count = Int.random(in: 0...40, using: &random)
            let records = (0..<count).map { _ in RecordIndex.random(in: 0..<7, using: &random) }
            // Few weights, so that there are ties.
            let weights = (0..<count).map { _ in Double(Int.random(in: 0..<4, using: &random)) }
            let among = (0..<count).filter { _ in Bool.random(using: &random) }
            let expected = among.filter { pair in
                among.allSatisfy { other in
                    records[other] != records[pair] || weights[other] < weights[pair]
                        || weights[other] == weights[pair] && other >= pair
                }
            }
            #expect(bestOfEach(records: records, weights: weights, among: among, count: 7) == expected)
        }
    }
}
