import Records
import TestSupport
import Testing

@Suite struct HashCountsTests {
    /// Hashes that fall into one another's places: equal low bits, runs of neighbours, and any.
    private func hash(_ shape: Int, _ random: inout Seeded) -> UInt64 {
        switch shape {
        case 0: return UInt64.random(in: 1...3000, using: &random) << 40
        case 1: return UInt64.random(in: 1...3000, using: &random)
        case 2: return .max - UInt64.random(in: 0...3000, using: &random)
        default: return UInt64.random(in: 1...UInt64.max, using: &random)
        }
    }

    @Test(arguments: [0, 1, 2, 3], [0, 1, 512, 513, 100_000])
    func countsAreThoseOfADictionary(shape: Int, capacity: Int) {
        var random = Seeded(UInt64(shape) + 40)
        var counts = HashCounts(capacity: capacity)
        var expected: [UInt64: UInt32] = [:]
        // Few hashes first, so that growth is seen on the way to thousands.
        for step in 0..<6000 {
            let hash = hash(shape, &random)
            let times = UInt32.random(in: 0...3, using: &random)
            let before = expected[hash] ?? 0
            #expect(counts.add(hash, times) == before)
            expected[hash] = before + times
            if step % 1500 == 1499 { expectEqual(counts, expected) }
        }
        for _ in 0..<1000 {
            let other = hash(3, &random)
            if expected[other] == nil { #expect(counts.count(other) == 0) }
        }
    }

    private func expectEqual(_ counts: HashCounts, _ expected: [UInt64: UInt32]) {
        for (hash, count) in expected { #expect(counts.count(hash) == count) }
        #expect(counts.distinct == expected.count)
        let sum = expected.values.reduce(0) { $0 + Int($1) }
        #expect(counts.counts.reduce(0) { $0 + Int($1) } == sum)
    }

    @Test func addingOneIsTheDefault() {
        var counts = HashCounts(capacity: 0)
        #expect((0..<5).map { _ in counts.add(7) } == [0, 1, 2, 3, 4])
        #expect(counts.count(7) == 5 && counts.count(8) == 0)
    }

    @Test func aHashAddedNoTimesHasAPlaceAndNoCount() {
        var counts = HashCounts(capacity: 0)
        counts.add(9, 0)
        #expect(counts.distinct == 1 && counts.count(9) == 0)
    }

    @Test(arguments: [100, 5000])
    func afterRemovingAllItIsEmptyAndCountsAgain(hashes: Int) {
        var random = Seeded(45)
        var counts = HashCounts(capacity: 1)
        for round in 0..<3 {
            var expected: [UInt64: UInt32] = [:]
            for _ in 0..<hashes {
                let hash = hash(round, &random)
                counts.add(hash)
                expected[hash, default: 0] += 1
            }
            expectEqual(counts, expected)
            counts.removeAll()
            #expect(counts.counts.allSatisfy { $0 == 0 })
            for hash in expected.keys { #expect(counts.count(hash) == 0) }
        }
    }
}
