import Records
import TestSupport
import Testing

@Suite struct RepeatSieveTests {
    @Test(arguments: [0, 1, 1000, 50_000])
    func whatWasAddedTwiceIsNeverMissed(capacity: Int) {
        var random = Seeded(UInt64(capacity) + 7)
        let sieve = RepeatSieve(capacity: capacity)
        let hashes = (0..<max(capacity, 10)).map { _ in UInt64.random(in: 0...UInt64.max, using: &random) }
        let twice = hashes.filter { _ in Int.random(in: 0..<20, using: &random) == 0 }
        for hash in hashes + twice { sieve.add(hash) }
        let found = twice.count { sieve.mayRepeat($0) }
        #expect(found == twice.count)
    }

    @Test func fewOfThoseAddedOnceAreTakenForMore() {
        var random = Seeded(8)
        let sieve = RepeatSieve(capacity: 100_000)
        let hashes = (0..<100_000).map { _ in UInt64.random(in: 0...UInt64.max, using: &random) }
        for hash in hashes { sieve.add(hash) }
        // One in sixteen meets another at least; twice that leaves room for chance.
        let taken = hashes.count { sieve.mayRepeat($0) }
        #expect(taken < hashes.count / 8)
    }

    @Test func whatWasNotAddedOrOnceAloneDoesNotRepeat() {
        let sieve = RepeatSieve(capacity: 100)
        let answers = (0..<3).map { _ in
            defer { sieve.add(5) }
            return sieve.mayRepeat(5)
        }
        #expect(answers == [false, false, true])
    }
}
