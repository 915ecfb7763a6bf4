import Synchronization

/// Blocks of memory that are used again. Fresh memory costs a page fault for each 4 KB of it, which is
/// more than reading as much from the page cache.
///
/// Blocks that were not given back are their takers' to free.
public final class MemoryPool: Sendable {
    private let free = Mutex<[Block]>([])

    private struct Block: @unchecked Sendable {
        var memory: UnsafeMutableRawBufferPointer
    }

    /// A pool without memory.
    public init() {}

    deinit {
        for block in free.withLock({ $0 }) { block.memory.deallocate() }
    }

    /// A block of at least `byteCount` bytes, at least 64-byte aligned, with anything in it. Free it, or
    /// give it back.
    ///
    /// - Complexity: O(free blocks), of which there are as many as were out at once.
    public func take(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        let fitting = free.withLock { free -> Block? in
            // The latest given back is the likeliest to be in a cache; one far too large is for others.
            let place = free.lastIndex { (byteCount...max(2 * byteCount, 4096)).contains($0.memory.count) }
            return place.map { free.remove(at: $0) }
        }
        return fitting?.memory ?? .allocate(byteCount: max(byteCount, 1), alignment: 64)
    }

    /// Takes a block back.
    public func give(_ memory: UnsafeMutableRawBufferPointer) {
        let block = Block(memory: memory)
        free.withLock { $0.append(block) }
    }
}
