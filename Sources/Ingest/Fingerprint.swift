import Records
import Synchronization

/// XXH3 of a source's bytes, by blocks of fixed size that any thread may hash in any order: it depends
/// on the content alone.
enum Fingerprint {
    /// Bytes in a block: a chunk's, so that it is hashed while it is in a near cache.
    static let blockBytes = 1 << 18

    static func hash(_ block: UnsafeRawBufferPointer) -> UInt64 { xxh3(block.baseAddress, block.count) }

    /// Number of blocks of `count` bytes.
    static func blockCount(_ count: UInt64) -> Int {
        Int((count + UInt64(blockBytes) - 1) / UInt64(blockBytes))
    }

    /// Puts the hash of a block among the others, which may come in any order.
    static func put(_ hash: UInt64, at block: Int, in hashes: inout [UInt64]) {
        while hashes.count <= block { hashes.append(0) }
        hashes[block] = hash
    }

    /// Joins the hashes of all blocks, in order, to 16 hexadecimal digits.
    static func text(_ blocks: [UInt64], byteCount: UInt64) -> String {
        let joined = blocks.reduce(byteCount) { combine($0, $1) }
        let digits = String(joined, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Joins the fingerprints of several files, in order.
    static func ofFiles(_ parts: [String]) -> String {
        text(parts.map { UInt64($0, radix: 16) ?? 0 }, byteCount: UInt64(parts.count))
    }

    /// Hashes one block read for this alone.
    static func hash(block: Int, of store: any ByteStore) throws -> UInt64 {
        let start = UInt64(block) * UInt64(blockBytes)
        let count = Int(try store.reach(start + UInt64(blockBytes)) - start)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { bytes.deallocate() }
        try store.read(at: start, into: bytes)
        return hash(UnsafeRawBufferPointer(bytes))
    }

    /// Joins hashes taken while reading; where those were of no blocks, takes them now.
    static func joined(_ taken: [UInt64], areBlocks: Bool, of store: any ByteStore, threads: Int) throws
        -> String
    {
        let count = try store.reach(.max)
        guard !areBlocks else { return text(taken, byteCount: count) }
        let blockCount = blockCount(count)
        let hashes = Mutex([UInt64](repeating: 0, count: blockCount))
        let blocks = WorkCounter(total: blockCount, step: 1)
        try onThreads(threads) { _ in
            while let block = blocks.take() {
                let one = try hash(block: block.lowerBound, of: store)
                hashes.withLock { $0[block.lowerBound] = one }
            }
        }
        return text(hashes.withLock { $0 }, byteCount: count)
    }
}
