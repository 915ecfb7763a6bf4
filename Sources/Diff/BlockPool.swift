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
    }
    private let state = Mutex(State())

    /// Blocks cut from one stretch.
    private static let blocksAtOnce = 512

    /// A block to fill, uninitialised.
    func take() -> UnsafeMutablePointer<RecordEntry> {
        state.withLock { state in
            if state.idle.isEmpty {
                let stretch = LargeMemory(byteCount: Self.blocksAtOnce * EntryStore.blockBytes)
                let entries = Self.blocksAtOnce * EntryStore.blockEntries
                let base = stretch.base.bindMemory(to: RecordEntry.self, capacity: entries)
                // From the front to the end: what is not touched costs no memory.
                for block in (0..<Self.blocksAtOnce).reversed() {
                    state.idle.append(base + block * EntryStore.blockEntries)
                }
                state.stretches.append(stretch)
            }
            return Taken(block: state.idle.removeLast())
        }.block
    }

    /// Takes a block back.
    func give(_ block: UnsafeMutablePointer<RecordEntry>) {
        let taken = Taken(block: block)
        state.withLock { $0.idle.append(taken.block) }
    }

    /// A block on its way through the lock.
    private struct Taken: @unchecked Sendable {
        let block: UnsafeMutablePointer<RecordEntry>
    }
}
