import Synchronization

/// Where the rows or columns of a source are written and stay: large blocks that are filled from the start and
/// freed together. One for each thread that writes, so that what a segment does not need goes to the next.
public final class RowArena: Sendable {
    private struct Blocks: Sendable {
        var all: [LargeMemory] = []
        var used = 0
    }

    private let blocks = Mutex(Blocks())

    /// Small sources get small blocks, large ones few.
    private static let sizes = (least: 64 << 10, most: 32 << 20)

    /// An arena without memory.
    public init() {}

    /// Room for `byteCount` bytes, 16-byte aligned, for as long as the arena lives.
    public func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let (block, start) = place(byteCount)
        // Filled from the start, it is all touched soon: one call for many pages.
        block.bringIn(start..<start + byteCount)
        return block.base + start
    }

    private func place(_ byteCount: Int) -> (block: LargeMemory, start: Int) {
        blocks.withLock { blocks in
            let start = (blocks.used + 15) & ~15
            if let last = blocks.all.last, start + byteCount <= last.byteCount {
                blocks.used = start + byteCount
                return (last, start)
            }
            let grown = (blocks.all.last?.byteCount ?? 0) * 2
            let size = max(min(max(grown, RowArena.sizes.least), RowArena.sizes.most), byteCount)
            // Scoring goes to rows at random, and yet large pages do not pay: nearly all of the memory of a run is rows.
            let block = LargeMemory(byteCount: size, inLargePages: false)
            blocks.all.append(block)
            blocks.used = byteCount
            return (block, 0)
        }
    }

    /// Makes the room that was given last longer or shorter where it is; false where it is not the last, or
    /// its block has no more.
    func resize(_ room: UnsafeMutableRawBufferPointer, to byteCount: Int) -> Bool {
        blocks.withLock { blocks in
            guard let last = blocks.all.last, let base = room.baseAddress,
                base + room.count == last.base + blocks.used
            else { return false }
            let end = base - last.base + byteCount
            guard end <= last.byteCount else { return false }
            blocks.used = end
            return true
        }
    }
}
