import Synchronization

/// Where the rows or columns of a source end up: large blocks that are filled from the start and freed together.
public final class RowArena: Sendable {
    private struct Blocks: Sendable {
        var all: [LargeMemory] = []
        var used = 0
    }

    private let blocks = Mutex(Blocks())

    /// Small sources get small blocks, large ones few.
    private static let sizes = (least: 64 << 10, most: 32 << 20)

    private let inOrder: Bool

    /// An arena without memory.
    ///
    /// - Parameter inOrder: what it holds is read in the order in which it was written.
    public init(inOrder: Bool = false) { self.inOrder = inOrder }

    /// Room for `byteCount` bytes, 16-byte aligned, for as long as the arena lives.
    public func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        blocks.withLock { blocks in
            let start = (blocks.used + 15) & ~15
            if let last = blocks.all.last, start + byteCount <= last.byteCount {
                blocks.used = start + byteCount
                return last.base + start
            }
            let grown = (blocks.all.last?.byteCount ?? 0) * 2
            let size = max(min(max(grown, RowArena.sizes.least), RowArena.sizes.most), byteCount)
            let block = LargeMemory(byteCount: size, inOrder: inOrder)
            blocks.all.append(block)
            blocks.used = byteCount
            return block.base
        }
    }
}
