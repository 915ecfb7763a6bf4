import Synchronization

/// Where the rows or columns of a source are written and stay: large blocks that are filled from the start and
/// freed together. One for each thread that writes, so that what a segment does not need goes to the next.
public final class RowArena: Sendable {
    private let blocks = Mutex(Blocks())

    /// An arena without memory.
    public init() {}

    /// Room for `byteCount` bytes, 16-byte aligned, for as long as the arena lives.
    public func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let (block, start, missing) = blocks.withLock { blocks in
            let (block, start) = blocks.place(byteCount)
            return (block, start, blocks.makeReady(in: block))
        }
        block.bringIn(missing)
        return block.base + start
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

private struct Blocks: Sendable {
    /// Small sources get small blocks, large ones few.
    private static let sizes = (least: 64 << 10, most: 32 << 20)
    /// Bytes that the system is asked for at a time, at least.
    private static let step = 256 << 10

    private(set) var all: [LargeMemory] = []
    /// Bytes of the last block that were given out.
    var used = 0
    /// Bytes of the last block that the system was asked for.
    private var ready = 0

    mutating func place(_ byteCount: Int) -> (block: LargeMemory, start: Int) {
        let start = (used + 15) & ~15
        if let last = all.last, start + byteCount <= last.byteCount {
            used = start + byteCount
            return (last, start)
        }
        let grown = (all.last?.byteCount ?? 0) * 2
        let size = max(min(max(grown, Blocks.sizes.least), Blocks.sizes.most), byteCount)
        // Scoring goes to rows at random, and yet large pages do not pay: nearly all of the memory of a run is rows.
        let block = LargeMemory(byteCount: size, inLargePages: false)
        all.append(block)
        (used, ready) = (byteCount, 0)
        return (block, 0)
    }

    /// What has to be asked for until all that was given out is there. Filled from the start, a block is all touched
    /// soon: one call for many pages.
    mutating func makeReady(in block: LargeMemory) -> Range<Int> {
        guard ready < used else { return ready..<ready }
        let start = ready
        ready = min(max(used, start + Blocks.step), block.byteCount)
        return start..<ready
    }
}
