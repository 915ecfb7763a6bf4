import Records
import Testing

@testable import Blocking

@Suite struct SortedKeysTests {
    /// A table of one rule's keys, `slots` to a record.
    private func keyTable(_ keys: [[UInt64]], slots: Int) -> KeyTable {
        let table = KeyTable(count: keys.count, slots: slots)
        let places = UnsafeMutablePointer(mutating: table.keys)
        for (record, own) in keys.enumerated() {
            for (slot, key) in own.enumerated() { places[record * slots + slot] = key }
        }
        return table
    }

    /// Few keys, keys that differ in low bits only, keys in one run, many different keys; zeros in all.
    private func keys(_ shape: Int, _ random: inout Seeded) -> UInt64 {
        if Int.random(in: 0..<10, using: &random) == 0 { return 0 }
        switch shape {
        case 0: return UInt64.random(in: 1...3, using: &random) &* 0x5555_5555_5555_5555
        case 1: return 0xABCD_EF01_0000_0000 | UInt64.random(in: 0..<500, using: &random)
        case 2: return 0x1234_5678_9ABC_DEF0
        case 3:
            return UInt64.random(in: 0..<6, using: &random) << 61 | UInt64.random(in: 1...40, using: &random)
        default: return UInt64.random(in: 1...UInt64.max, using: &random)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func ordersByKeyAndThenByRecord(shape: Int) throws {
        var random = Seeded(state: UInt64(shape) + 100)
        for (count, slots) in [(0, 1), (1, 1), (2, 1), (3, 2), (700, 1), (3000, 3)] {
            let all = (0..<count).map { _ in (0..<slots).map { _ in keys(shape, &random) } }
            let table = keyTable(all, slots: slots)
            for used in [0..<slots, slots - 1..<slots] {
                var expected: [(key: UInt64, record: UInt32)] = []
                for (record, own) in all.enumerated() {
                    for slot in used where own[slot] != 0 { expected.append((own[slot], UInt32(record))) }
                }
                expected.sort { ($0.key, $0.record) < ($1.key, $1.record) }
                for bits in [0, 1, 3, 12] {
                    for threads in [1, 2, 7] {
                        let sorted = try SortedKeys(table, slots: used, bits: bits, threads: threads)
                        var found: [KeyEntry] = []
                        for partition in 0..<1 << bits {
                            let part = sorted.partition(partition)
                            #expect(
                                part.allSatisfy { bits == 0 || Int($0.key >> UInt64(64 - bits)) == partition }
                            )
                            found += part
                        }
                        #expect(found.map(\.key) == expected.map(\.key))
                        #expect(found.map(\.record) == expected.map(\.record))
                        #expect(sorted.byteCount == expected.count * MemoryLayout<KeyEntry>.stride)
                    }
                }
            }
        }
    }

    @Test func partitionsGrowWithTheEntries() {
        #expect(SortedKeys.partitionBits(entries: 0) == 0)
        #expect(SortedKeys.partitionBits(entries: 4096) == 0)
        var before = 0
        for entries in [5000, 100_000, 1_000_000, 100_000_000, Int.max] {
            let bits = SortedKeys.partitionBits(entries: entries)
            #expect(bits >= before && bits <= 12)
            before = bits
        }
    }

    @Test func wordCountsAreThoseOfADictionary() {
        var random = Seeded(state: 77)
        var counts = WordCounts(capacity: 1)
        var expected: [UInt64: UInt32] = [:]
        for _ in 0..<30_000 {
            // Equal low bits fall into one slot.
            let hash = UInt64.random(in: 1...4000, using: &random) &* 0x1_0000_0001
            counts.add(hash)
            expected[hash, default: 0] += 1
        }
        for (hash, count) in expected { #expect(counts.count(hash) == count) }
        #expect(counts.count(0xDEAD_BEEF_0000_1234) == 0)
    }
}
