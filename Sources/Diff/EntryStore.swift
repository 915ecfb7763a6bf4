import Records
import Synchronization

/// The entries of one source by partition, in blocks of one or a few pages: in memory while the budget
/// lasts, then on disk.
final class EntryStore: @unchecked Sendable {
    // What threads share is behind locks; blocks are read when all writers have ended.

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
        let join = threads * pool.blockEntries * PartitionJoin.bytesPerEntry / RecordEntry.partitions
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
        let stays = budget.take(pool.blockBytes)
        let place =
            stays ? UInt(bitPattern: block) : try spill(UnsafeBufferPointer(start: block, count: count))
        blocks.withLock {
            $0.partitions[partition].append(Block(place: place, count: UInt32(count), isResident: stays))
        }
        if stays { return pool.take() }
        while budget.isOverdrawn, try evict() {}
        return block
    }

    private func spill(_ entries: UnsafeBufferPointer<RecordEntry>) throws -> UInt {
        // Whole pages: a write that begins or ends inside of one makes the system clear the rest of it.
        let page = BlockPool.smallestBlock
        let bytes = (entries.count * MemoryLayout<RecordEntry>.stride + page - 1) / page * page
        precondition(bytes <= pool.blockBytes)
        let file = try budget.file(of: .entries)
        return UInt(try file.append(UnsafeRawBufferPointer(start: entries.baseAddress, count: bytes)))
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
                let place = try spill(Self.entries(block))
                blocks.partitions[partition][index] = Block(
                    place: place, count: block.count, isResident: false)
                release(block)
                return true
            }
            return false
        }
    }

    /// Puts the entries of a partition into `entries`; those in memory stay where they are until they are dropped.
    func lend(partition: Int, to entries: inout PartitionEntries) throws {
        let lent = blocks.withLock { $0.partitions[partition] }
        entries.clear(reserving: lent.reduce(0) { $0 + ($1.isResident ? 0 : Int($1.count)) })
        for block in lent {
            if block.isResident {
                entries.add(Self.entries(block))
            } else {
                try entries.add(Int(block.count)) {
                    try budget.file(of: .entries).read(at: Int(block.place), into: $0)
                }
            }
        }
    }

    /// Lets the entries of a partition go.
    func drop(partition: Int) {
        let dropped = blocks.withLock { blocks in
            defer { blocks.partitions[partition] = [] }
            return blocks.partitions[partition]
        }
        for block in dropped { release(block) }
    }

    private static func entries(_ block: Block) -> UnsafeBufferPointer<RecordEntry> {
        guard let first = UnsafePointer<RecordEntry>(bitPattern: block.place) else {
            preconditionFailure("a block in memory has an address")
        }
        return UnsafeBufferPointer(start: first, count: Int(block.count))
    }

    private func release(_ block: Block) {
        guard block.isResident, let memory = UnsafeMutablePointer<RecordEntry>(bitPattern: block.place)
        else { return }
        // Where memory is short the system has it back: what else the run needs comes from elsewhere.
        pool.give(memory, toSystem: budget.isLimited)
        budget.give(pool.blockBytes)
    }
}
