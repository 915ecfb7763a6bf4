import TestSupport
import Testing

@testable import Records

@Suite struct RepeatedHashesTests {
    /// The records of each hash that stands more than once, by a dictionary.
    private func expected(_ hashes: [UInt64]) -> Set<[RecordIndex]> {
        var places: [UInt64: [RecordIndex]] = [:]
        for (record, hash) in hashes.enumerated() { places[hash, default: []].append(RecordIndex(record)) }
        return Set(places.values.filter { $0.count > 1 })
    }

    private func found(_ hashes: [UInt64], threads: Int) throws -> [[RecordIndex]] {
        var found: [[RecordIndex]] = []
        try RepeatedHashes(hashes, threads: threads).forEach { found.append(Array($0)) }
        return found
    }

    /// Hashes of so many kinds, spread over all bits or alike in most of them.
    private func hash(_ kind: UInt64, _ shape: Int) -> UInt64 {
        switch shape {
        // All in one part of many.
        case 1: return 0xABC << 52 | mixed(kind) >> 12
        // Alike but for the lowest bits, which neither the part nor an entry of it holds.
        case 2: return 0x1234_5678_9ABC_0000 | kind % 65536
        // In the first part and the last.
        case 3: return kind % 2 == 0 ? kind : UInt64.max - kind
        default: return mixed(kind &+ 1)
        }
    }

    @Test(arguments: [0, 1, 2, 3], [1, 2, 7])
    func allThatRepeatsIsFoundOnce(shape: Int, threads: Int) throws {
        var random = Seeded(UInt64(shape * 10 + threads))
        // On both sides of one part, and of many.
        for count in [0, 1, 2, 3, 100, 16_384, 16_385, 70_000] {
            for kinds in [1, 2, UInt64(count) / 2 + 1, 1 << 40] {
                let hashes = (0..<count).map { _ in
                    hash(UInt64.random(in: 0..<kinds, using: &random), shape)
                }
                let groups = try found(hashes, threads: threads)
                let isSame = Set(groups) == expected(hashes) && Set(groups).count == groups.count
                #expect(isSame, "\(count) hashes of \(kinds) kinds")
            }
        }
    }

    @Test func theOrderDoesNotDependOnThreads() throws {
        var random = Seeded(5)
        let hashes = (0..<50_000).map { _ in mixed(UInt64.random(in: 1...30_000, using: &random)) }
        let one = try found(hashes, threads: 1)
        #expect(one.count > 1000)
        for threads in [2, 3, 7] {
            let isSame = try found(hashes, threads: threads) == one
            #expect(isSame, "\(threads) threads")
        }
    }
}
