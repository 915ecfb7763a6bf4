import CKernels

/// Fills the blocks of one thread.
final class EntryWriter: @unchecked Sendable {
    // In one thread's hands at a time.
    private unowned let store: EntryStore
    private let pool: BlockPool
    /// Of each partition, where its next entry goes: a block lies where its length divides the address, so that
    /// its last entry shows in that.
    private let next: UnsafeMutablePointer<UnsafeMutablePointer<RecordEntry>>
    /// Of each partition, the first entry of the block that is being filled.
    private let first: UnsafeMutablePointer<UnsafeMutablePointer<RecordEntry>>
    /// The bits of an address that tell the place in a block.
    private let withinBlock: Int
    private var failure: (any Error)?

    init(_ store: EntryStore) {
        self.store = store
        pool = store.pool
        withinBlock = store.pool.blockBytes - 1
        next = .allocate(capacity: RecordEntry.partitions)
        first = .allocate(capacity: RecordEntry.partitions)
        for partition in 0..<RecordEntry.partitions {
            let block = store.pool.take()
            precondition(
                Int(bitPattern: block) % store.pool.blockBytes == 0, "blocks lie on their own length")
            (next + partition).initialize(to: block)
            (first + partition).initialize(to: block)
        }
    }

    deinit {
        for partition in 0..<RecordEntry.partitions { pool.give(first[partition]) }
        next.deallocate()
        first.deallocate()
    }

    /// Asks for the line to which an entry of a partition will go: since its last one hundreds of others have
    /// been written.
    @inline(__always)
    func prepare(_ partition: Int) { tieout_prefetch(next[partition]) }

    @inline(__always)
    func append(_ entry: RecordEntry) {
        let partition = entry.partition
        let place = next[partition]
        place.initialize(to: entry)
        next[partition] = place + 1
        if Int(bitPattern: place + 1) & withinBlock == 0 { seal(partition) }
    }

    /// Throws what went wrong in a loop that cannot throw.
    func check() throws { if let failure { throw failure } }

    func finish() throws {
        for partition in 0..<RecordEntry.partitions where next[partition] > first[partition] {
            seal(partition)
        }
        try check()
    }

    @inline(never)
    private func seal(_ partition: Int) {
        let block = first[partition]
        do {
            first[partition] = try store.seal(block, count: next[partition] - block, partition: partition)
        } catch { failure = failure ?? error }
        next[partition] = first[partition]
    }
}
