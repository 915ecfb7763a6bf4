import Records
import TestSupport
import Testing

@testable import Diff

@Suite("Entries of records")
struct EntryStoreTests {
    @Test(
        "come back as they were written, from memory and from disk, whatever the blocks",
        arguments: [BlockPool.smallestBlock, 4 * BlockPool.smallestBlock], [nil, 0, 1 << 20])
    func comeBack(blockBytes: Int, limit: Int?) throws {
        let perBlock = blockBytes / MemoryLayout<RecordEntry>.stride
        // In one partition so many more than in the others that blocks end just so, before and behind it.
        for extra in [0, 1, perBlock - 1, perBlock, perBlock + 1, 3 * perBlock, 40 * perBlock + 7] {
            let budget = SpillBudget(bytes: limit)
            let store = EntryStore(budget: budget, pool: BlockPool(blockBytes: blockBytes), threads: 1)
            var random = Seeded(17)
            var written = (0..<5_000).map { number in
                RecordEntry(
                    key: Hash128(high: random.next(), low: random.next()), row: random.next(),
                    place: UInt64(number))
            }
            for number in 0..<extra {
                let high = random.next() >> 9 | 300 << 55
                written.append(
                    RecordEntry(
                        key: Hash128(high: high, low: random.next()), row: random.next(),
                        place: UInt64(5_000 + number)))
            }
            try store.withWriter { writer in
                for entry in written { writer.append(entry) }
                try writer.check()
            }
            try store.finish()
            var found: [RecordEntry] = []
            var entries = PartitionEntries()
            for partition in 0..<RecordEntry.partitions {
                try store.lend(partition: partition, to: &entries)
                let lent = entries.runs.flatMap { Array($0) }
                #expect(lent.count == entries.count && lent.allSatisfy { $0.partition == partition })
                found += lent
                store.drop(partition: partition)
            }
            found.sort { $0.place < $1.place }
            #expect(
                found.elementsEqual(written) { $0.key == $1.key && $0.row == $1.row && $0.place == $1.place })
            // Each partition takes a block, and all of them more than a megabyte.
            #expect(budget.hasSpilled == (limit != nil))
        }
    }
}
