import Records
import Synchronization

/// The entries of one source by partition, in blocks of a few kilobytes: in memory while the budget
/// lasts, then on disk.
final class EntryStore: @unchecked Sendable {
    // What threads share is behind locks; blocks are read when all writers have ended.

    /// Entries in a block.
    static let blockEntries = 128
    static let blockBytes = blockEntries * MemoryLayout<RecordEntry>.stride

    /// Without references, since there are millions of them.
    private struct Block: Sendable {
        /// Where it begins: in memory, or in the temporary file.
        var place: UInt
        var count: UInt32
        var isResident: Bool
    }
    private struct Blocks: Sendable {
        var partitions = [[Block]](repeating: [], count: RecordEntry.partitions)
        /// Where the next one is looked for that may go to disk: partition, and block of it.
        var next = (partition: 0, block: 0)
    }

    let pool: BlockPool
    private let budget: SpillBudget
    /// What a block takes wherever it lies: its place in a list that grows, and its share of the partitions that
    /// the threads will join, with their indexes.
    private let overhead: Int
    /// Whose blocks may go to disk as well.
    private let earlier: EntryStore?
    private let blocks = Mutex(Blocks())
    private let idle = Mutex<[EntryWriter]>([])

    init(budget: SpillBudget, pool: BlockPool, threads: Int, earlier: EntryStore? = nil) {
        self.budget = budget
        self.pool = pool
        self.earlier = earlier
        let list = 2 * MemoryLayout<Block>.stride
        let join = threads * EntryStore.blockEntries * PartitionJoin.bytesPerEntry / RecordEntry.partitions
        overhead = list + join
    }

    deinit {
        blocks.withLock { blocks in
            for partition in blocks.partitions { for block in partition { release(block) } }
        }
    }

    /// Lends a writer to the calling thread.
    func withWriter(_ body: (EntryWriter) throws -> Void) rethrows {
        let writer = idle.withLock { $0.popLast() } ?? EntryWriter(self)
        defer { idle.withLock { $0.append(writer) } }
        try body(writer)
    }

    /// Takes what stands in writers; nothing may be written afterwards.
    func finish() throws {
        let writers = idle.withLock { $0 }
        idle.withLock { $0.removeAll() }
        for writer in writers { try writer.finish() }
    }

    /// Takes a block; returns one to fill, the same if its entries went to disk.
    func seal(
        _ block: UnsafeMutablePointer<RecordEntry>, count: Int, partition: Int
    ) throws -> UnsafeMutablePointer<RecordEntry> {
        budget.charge(overhead)
        let stays = budget.take(EntryStore.blockBytes)
        let place = stays ? UInt(bitPattern: block) : try spill(block, count)
        blocks.withLock {
            $0.partitions[partition].append(Block(place: place, count: UInt32(count), isResident: stays))
        }
        if stays { return pool.take() }
        while budget.isOverdrawn, try evict() {}
        return block
    }

    private func spill(_ block: UnsafeMutablePointer<RecordEntry>, _ count: Int) throws -> UInt {
        UInt(
            try budget.file().append(UnsafeRawBufferPointer(UnsafeBufferPointer(start: block, count: count))))
    }

    /// Sends one block from memory to disk.
    ///
    /// - Returns: false where there is none.
    private func evict() throws -> Bool {
        if let earlier, try earlier.evict() { return true }
        return try blocks.withLock { blocks in
            while blocks.next.partition < RecordEntry.partitions {
                let (partition, index) = blocks.next
                guard index < blocks.partitions[partition].count else {
                    blocks.next = (partition + 1, 0)
                    continue
                }
                blocks.next.block += 1
                let block = blocks.partitions[partition][index]
                guard block.isResident else { continue }
                let memory = Self.entries(block)
                let place = try spill(memory, Int(block.count))
                blocks.partitions[partition][index] = Block(
                    place: place, count: block.count, isResident: false)
                release(block)
                return true
            }
            return false
        }
    }

    /// Moves the entries of a partition to the end of `entries`, and lets them go here.
    func take(partition: Int, into entries: inout EntryBuffer) throws {
        let taken = blocks.withLock { blocks in
            defer { blocks.partitions[partition] = [] }
            return blocks.partitions[partition]
        }
        entries.reserve(taken.reduce(0) { $0 + Int($1.count) })
        for block in taken {
            let target = entries.extend(by: Int(block.count))
            if block.isResident {
                target.update(from: Self.entries(block), count: Int(block.count))
            } else {
                try budget.file().read(
                    at: Int(block.place),
                    into: UnsafeMutableRawBufferPointer(
                        UnsafeMutableBufferPointer(start: target, count: Int(block.count))))
            }
            release(block)
        }
    }

    private static func entries(_ block: Block) -> UnsafeMutablePointer<RecordEntry> {
        guard let base = UnsafeMutablePointer<RecordEntry>(bitPattern: block.place) else {
            preconditionFailure("a block in memory has an address")
        }
        return base
    }

    private func release(_ block: Block) {
        guard block.isResident else { return }
        // Where memory is short the system has it back: what else the run needs comes from elsewhere.
        pool.give(Self.entries(block), toSystem: budget.isLimited)
        budget.give(EntryStore.blockBytes)
    }
}
