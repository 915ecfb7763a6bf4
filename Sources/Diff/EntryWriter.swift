import CKernels

/// Fills the blocks of one thread.
final class EntryWriter: @unchecked Sendable {
    // In one thread's hands at a time.
    private unowned let store: EntryStore
    private let pool: BlockPool
    private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<RecordEntry>>
    private let counts: UnsafeMutablePointer<Int>
    private var failure: (any Error)?

    init(_ store: EntryStore) {
        self.store = store
        pool = store.pool
        blocks = .allocate(capacity: RecordEntry.partitions)
        counts = .allocate(capacity: RecordEntry.partitions)
        for partition in 0..<RecordEntry.partitions {
            (blocks + partition).initialize(to: store.pool.take())
            (counts + partition).initialize(to: 0)
        }
    }

    deinit {
        for partition in 0..<RecordEntry.partitions { pool.give(blocks[partition]) }
        blocks.deallocate()
        counts.deallocate()
    }

    @inline(__always)
    func append(_ entry: RecordEntry) {
        let partition = entry.partition
        let count = counts[partition]
        let place = blocks[partition] + count
        place.initialize(to: entry)
        // The line that comes next: by then hundreds of others have been written.
        tieout_prefetch(place + 2)
        counts[partition] = count &+ 1
        if count &+ 1 == EntryStore.blockEntries { seal(partition) }
    }

    /// Throws what went wrong in a loop that cannot throw.
    func check() throws { if let failure { throw failure } }

    func finish() throws {
        for partition in 0..<RecordEntry.partitions where counts[partition] > 0 { seal(partition) }
        try check()
    }

    @inline(never)
    private func seal(_ partition: Int) {
        do {
            blocks[partition] = try store.seal(
                blocks[partition], count: counts[partition], partition: partition)
        } catch { failure = failure ?? error }
        counts[partition] = 0
    }
}
