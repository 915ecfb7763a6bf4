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

    /// Bytes of a stretch.
    private static let stretchBytes = 512 * EntryStore.blockBytes
    /// Bytes cut off at once: enough to make asking the system for their memory cheap.
    private static let pieceBytes = 16 * EntryStore.blockBytes

    /// A block to fill, uninitialised.
    func take() -> UnsafeMutablePointer<RecordEntry> {
        if let idle = state.withLock({ $0.idle.popLast().map(Taken.init) }) { return idle.block }
        let (stretch, piece) = state.withLock { Self.cut(&$0) }
        // Outside of the lock, for this takes as long as filling a few blocks.
        stretch.bringIn(piece)
        let first = (stretch.base + piece.lowerBound).bindMemory(
            to: RecordEntry.self, capacity: piece.count / MemoryLayout<RecordEntry>.stride)
        let taken = Taken(block: first)
        state.withLock { state in
            for start in stride(from: EntryStore.blockBytes, to: piece.count, by: EntryStore.blockBytes) {
                state.idle.append(taken.block + start / MemoryLayout<RecordEntry>.stride)
            }
        }
        return first
    }

    /// From the front to the end of a stretch: what is not touched costs no memory. Blocks are filled from the
    /// front to the end too, so that small pages serve as well as large ones, which the system has to find first.
    private static func cut(_ state: inout State) -> (LargeMemory, Range<Int>) {
        if state.stretches.isEmpty || state.used == stretchBytes {
            state.stretches.append(LargeMemory(byteCount: stretchBytes, inOrder: true))
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
            LargeMemory.giveBack(UnsafeMutableRawBufferPointer(start: block, count: EntryStore.blockBytes))
        }
        let taken = Taken(block: block)
        state.withLock { $0.idle.append(taken.block) }
    }

    /// A block on its way through the lock.
    private struct Taken: @unchecked Sendable {
        let block: UnsafeMutablePointer<RecordEntry>
    }
}
