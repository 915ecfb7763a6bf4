import Records
import Synchronization

/// How much of what a diff keeps may stay in memory; beyond it, full blocks go to a temporary file.
final class SpillBudget: Sendable {
    private let limit: Int
    private let used = Atomic<Int>(0)
    private let spilled = Mutex<SpillFile?>(nil)

    /// - Parameter bytes: that may stay in memory; nil: all of them.
    init(bytes: Int?) { limit = bytes ?? Int.max }

    /// Whether so many bytes more may stay; if so, they count from now on.
    func take(_ bytes: Int) -> Bool {
        guard limit < Int.max else { return true }
        if used.add(bytes, ordering: .relaxed).newValue <= limit { return true }
        used.subtract(bytes, ordering: .relaxed)
        return false
    }

    /// Bytes are no longer held.
    func give(_ bytes: Int) {
        if limit < Int.max { used.subtract(bytes, ordering: .relaxed) }
    }

    /// The temporary file, made when it is first needed.
    func file() throws -> SpillFile {
        try spilled.withLock { file in
            if let file { return file }
            let new = try SpillFile()
            file = new
            return new
        }
    }

    /// Something was written to disk.
    var hasSpilled: Bool { spilled.withLock { $0 != nil } }
}

/// The entries of one source by partition, in blocks of a few kilobytes: in memory while the budget
/// lasts, then on disk.
final class EntryStore: @unchecked Sendable {
    // What threads share is behind locks; blocks are read when all writers have ended.

    /// Entries in a block.
    static let blockEntries = 256
    static let blockBytes = blockEntries * MemoryLayout<RecordEntry>.stride

    private enum Home: @unchecked Sendable {
        // Full blocks are only read, by the one thread that takes their partition.
        case memory(UnsafeMutablePointer<RecordEntry>)
        case disk(SpillFile, Int)
    }
    private struct Block: Sendable {
        var home: Home
        var count: Int
    }

    let pool: BlockPool
    private let budget: SpillBudget
    private let blocks = Mutex([[Block]](repeating: [], count: RecordEntry.partitions))
    private let idle = Mutex<[EntryWriter]>([])

    init(budget: SpillBudget, pool: BlockPool) {
        self.budget = budget
        self.pool = pool
    }

    deinit {
        blocks.withLock { partitions in
            for partition in partitions { for block in partition { release(block) } }
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
        if budget.take(EntryStore.blockBytes) {
            blocks.withLock { $0[partition].append(Block(home: .memory(block), count: count)) }
            return pool.take()
        }
        let file = try budget.file()
        let start = try file.append(UnsafeRawBufferPointer(UnsafeBufferPointer(start: block, count: count)))
        blocks.withLock { $0[partition].append(Block(home: .disk(file, start), count: count)) }
        return block
    }

    /// Moves the entries of a partition to the end of `entries`, and lets them go here.
    func take(partition: Int, into entries: inout EntryBuffer) throws {
        let taken = blocks.withLock { all in
            defer { all[partition] = [] }
            return all[partition]
        }
        entries.reserve(taken.reduce(0) { $0 + $1.count })
        for block in taken {
            let target = entries.extend(by: block.count)
            switch block.home {
            case .memory(let memory): target.update(from: memory, count: block.count)
            case .disk(let file, let start):
                try file.read(
                    at: start,
                    into: UnsafeMutableRawBufferPointer(
                        UnsafeMutableBufferPointer(start: target, count: block.count)))
            }
            release(block)
        }
    }

    private func release(_ block: Block) {
        guard case .memory(let memory) = block.home else { return }
        pool.give(memory)
        budget.give(EntryStore.blockBytes)
    }
}

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
        (blocks[partition] + count).initialize(to: entry)
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

/// Entries side by side, growing; used again from partition to partition.
struct EntryBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<RecordEntry>
    private(set) var count = 0
    private var capacity = 1024

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    mutating func clear() { count = 0 }

    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(count + more, capacity * 3 / 2)
        let larger = UnsafeMutablePointer<RecordEntry>.allocate(capacity: capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
    }

    mutating func extend(by more: Int) -> UnsafeMutablePointer<RecordEntry> {
        reserve(more)
        defer { count += more }
        return base + count
    }
}
