import Records
import TestSupport
import Testing

@testable import Blocking

@Suite struct KeyPartitionsTests {
    /// A table of keys, `slots` to a record.
    private func keyTable(_ keys: [[UInt64]], slots: Int) throws -> KeyTable {
        let table = try KeyTable(count: keys.count, slots: slots, threads: 1)
        for (record, own) in keys.enumerated() {
            for (slot, key) in own.enumerated() { table.column(slot)[record] = key }
        }
        return table
    }

    /// An entry, and the partition it is in.
    private struct Placed: Comparable {
        var partition: UInt64
        var bits: UInt32
        var record: UInt32

        /// The top bits of a key name its partition; an entry has the next 32.
        init(_ key: UInt64, _ record: Int, bits: Int) {
            partition = bits == 0 ? 0 : key / (1 << UInt64(64 - bits))
            self.bits = UInt32((key &* (1 << UInt64(bits))) / (1 << 32))
            self.record = UInt32(record)
        }

        init(_ entry: KeyEntry, _ partition: Int) {
            (self.partition, bits, record) = (UInt64(partition), entry.bits, entry.record)
        }

        static func < (a: Placed, b: Placed) -> Bool {
            (a.partition, a.bits, a.record) < (b.partition, b.bits, b.record)
        }
    }

    /// Few keys, keys that differ in low bits only, a single one, keys of a few partitions that differ in low bits only,
    /// keys that a counting sort leaves together, many different ones; zeros in all.
    private func keys(_ shape: Int, _ random: inout Seeded) -> UInt64 {
        if Int.random(in: 0..<10, using: &random) == 0 { return 0 }
        switch shape {
        case 0: return UInt64.random(in: 1...3, using: &random) &* 0x5555_5555_5555_5555
        case 1: return 0xABCD_EF01_0000_0000 | UInt64.random(in: 0..<500, using: &random)
        case 2: return 0x1234_5678_9ABC_DEF0
        case 3:
            return UInt64.random(in: 0..<6, using: &random) << 61 | UInt64.random(in: 1...40, using: &random)
        case 4: return 0x1234_5670_0000_0001 | UInt64.random(in: 0..<1 << 16, using: &random) << 20
        default: return UInt64.random(in: 1...UInt64.max, using: &random)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5])
    func ordersByKeyAndThenByRecord(shape: Int) throws {
        var random = Seeded(UInt64(shape) + 100)
        for (count, slots) in [(0, 1), (1, 1), (2, 1), (3, 2), (700, 1), (3000, 3), (500, 11)] {
            let all = (0..<count).map { _ in (0..<slots).map { _ in keys(shape, &random) } }
            let table = try keyTable(all, slots: slots)
            // Rules of one slot and of several, side by side.
            let places = slots == 1 ? [(0, 1)] : [(0, slots - 1), (slots - 1, 1)]
            for bits in [0, 1, 3, 12] {
                let expected = places.map { offset, width in
                    all.enumerated().flatMap { record, own in
                        own[offset..<offset + width].filter { $0 != 0 }.map { Placed($0, record, bits: bits) }
                    }.sorted()
                }
                for threads in [1, 2, 7] {
                    let named = places.map { (offset: $0.0, width: $0.1) }
                    let sorted = try KeyPartitions.sort(
                        table, places: named, KeySplit(bits: bits), threads: threads)
                    let parted = try KeyPartitions.partition(
                        table, places: named, KeySplit(bits: bits), threads: threads)
                    #expect(sorted.count == places.count && parted.count == places.count)
                    for ((keys, parts), expected) in zip(zip(sorted, parted), expected) {
                        for partition in 0..<1 << bits {
                            let records = parts.partition(partition).map(\.record)
                            #expect(records == records.sorted())
                            let inOrder = parts.partition(partition).map { Placed($0, partition) }.sorted()
                            #expect(inOrder == keys.partition(partition).map { Placed($0, partition) })
                        }
                        let found = (0..<1 << bits).flatMap { partition in
                            keys.partition(partition).map { Placed($0, partition) }
                        }
                        #expect(found == expected)
                        #expect(keys.byteCount == expected.count * MemoryLayout<KeyEntry>.stride)
                    }
                }
            }
        }
    }

    @Test func partitionsGrowWithTheEntries() {
        #expect(KeyPartitions.split(entries: 0).count == 1)
        #expect(KeyPartitions.split(entries: 2048).count == 1)
        var before = 0
        for entries in [5000, 100_000, 1_000_000, 100_000_000, Int.max] {
            let bits = KeyPartitions.split(entries: entries).bits
            #expect(bits >= before && bits <= 12)
            before = bits
        }
    }
}
