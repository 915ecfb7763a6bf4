import Records
import Synchronization

/// Hands out blocks of entries, cut from large stretches of memory that go back to the system as a whole.
///
/// Blocks live long among buffers that come and go: taken from the common heap, each would keep its
/// surroundings from being returned.
final class BlockPool: Sendable {
    private struct State: @unchecked Sendable {
        // Touched only under the lock.
        var idle: [UnsafeMutablePointer<RecordEntry>] = []
        var stretches: [LargeMemory] = []
        /// Bytes of the last stretch that were cut off.
        var used = 0
    }
    private let state = Mutex(State())

    /// Length of each block: a power of two, and where it begins a multiple of it.
    let blockBytes: Int
    /// Entries in a block.
    var blockEntries: Int { blockBytes / MemoryLayout<RecordEntry>.stride }
    /// Bytes of a stretch.
    private var stretchBytes: Int { 512 * blockBytes }
    /// Bytes cut off at once: enough to make asking the system for their memory cheap.
    private var pieceBytes: Int { 16 * blockBytes }

    /// Length of the smallest blocks, a page of memory.
    static let smallestBlock = 4096

    /// Blocks for so many threads: the larger, the less is to be done about each, but every thread has one of each
    /// partition, which it may not fill.
    convenience init(_ budget: SpillBudget, threads: Int) {
        // Without a limit nothing is done about a block but to fill it.
        let open = (budget.limit ?? 0) / 16 / (threads * RecordEntry.partitions)
        self.init(blockBytes: (open >= 4 * Self.smallestBlock ? 4 : 1) * Self.smallestBlock)
        // Blocks of the smallest length are part of what each thread needs anyway.
        budget.charge((blockBytes - Self.smallestBlock) * threads * RecordEntry.partitions)
    }

    init(blockBytes: Int) { self.blockBytes = blockBytes }

    /// A block to fill, uninitialised.
    func take() -> UnsafeMutablePointer<RecordEntry> {
        if let idle = state.withLock({ $0.idle.popLast().map(Taken.init) }) { return idle.block }
        let (stretch, piece) = state.withLock { cut(&$0) }
        // Outside of the lock, for this takes as long as filling a few blocks.
        stretch.bringIn(piece)
        let first = (stretch.base + piece.lowerBound).bindMemory(
            to: RecordEntry.self, capacity: piece.count / MemoryLayout<RecordEntry>.stride)
        let taken = Taken(block: first)
        state.withLock { state in
            for start in stride(from: blockBytes, to: piece.count, by: blockBytes) {
                state.idle.append(taken.block + start / MemoryLayout<RecordEntry>.stride)
            }
        }
        return first
    }

    /// From the front to the end of a stretch: what is not touched costs no memory. Blocks are filled from the
    /// front to the end too, so that small pages serve as well as large ones, which the system has to find first.
    private func cut(_ state: inout State) -> (LargeMemory, Range<Int>) {
        if state.stretches.isEmpty || state.used == stretchBytes {
            state.stretches.append(LargeMemory(byteCount: stretchBytes, inLargePages: false))
            state.used = 0
        }
        let piece = state.used..<state.used + pieceBytes
        state.used = piece.upperBound
        return (state.stretches[state.stretches.count - 1], piece)
    }

    /// Takes a block back.
    ///
    /// - Parameter toSystem: the block keeps its place, and the system has its memory until it is used again.
    func give(_ block: UnsafeMutablePointer<RecordEntry>, toSystem: Bool = false) {
        if toSystem {
            LargeMemory.giveBack(UnsafeMutableRawBufferPointer(start: block, count: blockBytes))
        }
        let taken = Taken(block: block)
        state.withLock { $0.idle.append(taken.block) }
    }

    /// A block on its way through the lock.
    private struct Taken: @unchecked Sendable {
        let block: UnsafeMutablePointer<RecordEntry>
    }
}
