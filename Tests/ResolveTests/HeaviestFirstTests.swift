import Records
import TestSupport
import Testing

@testable import Resolve

@Suite("Heaviest pair first")
struct HeaviestFirstTests {
    @Test("Takes of the free pairs the heaviest, again and again")
    func againstReference() {
        var random = Seeded(4)
        for _ in 0..<200 {
            let count = Int.random(in: 0...30, using: &random)
            var pairs: Set<[UInt32]> = []
            for _ in 0..<count {
                pairs.insert([
                    UInt32.random(in: 0..<7, using: &random), UInt32.random(in: 0..<6, using: &random),
                ])
            }
            let all = pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
            let weights = all.map { _ in Double(Int.random(in: 0..<5, using: &random)) }
            let among = all.indices.filter { _ in Bool.random(using: &random) }
            let found = heaviestFirst(
                left: all.map { $0[0] }, right: all.map { $0[1] }, weights: weights, among: among,
                leftCount: 7,
                rightCount: 6)
            var free = among
            var expected: [Int] = []
            while let top = free.map({ weights[$0] }).max(),
                let pair = free.first(where: { weights[$0] == top })
            {
                expected.append(pair)
                free.removeAll { all[$0][0] == all[pair][0] || all[$0][1] == all[pair][1] }
            }
            #expect(found == expected.sorted())
        }
    }
}
