import Testing

@testable import Records

@Suite struct LargeMemoryTests {
    /// Asking for memory that is in use already changes none of it, whatever the shares, and reaches into nothing
    /// beside the block.
    @Test(arguments: [1, 4095, 4096, 4097, 65_536, 2 << 20, (5 << 20) + 123])
    func sharesLeaveBytesAsTheyAre(byteCount: Int) {
        for count in [1, 2, 3, 7, 100] {
            let memory = LargeMemory(byteCount: byteCount, inLargePages: false)
            let bytes = UnsafeMutableRawBufferPointer(start: memory.base, count: byteCount)
            for place in bytes.indices { bytes[place] = UInt8(truncatingIfNeeded: place &* 31) }
            for share in 0..<count { memory.bringIn(share: share, of: count) }
            #expect(bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0 &* 31) })
        }
    }

    /// Cut at large pages, nothing left out and nothing twice.
    @Test(arguments: [
        4096, (2 << 20) + 4096, 6 << 20, (8 << 20) - 4096, 8 << 20, (20 << 20) + 4096, 64 << 20,
    ])
    func blocksGoBackInPieces(byteCount: Int) {
        for start in [0, 4096, 2 << 20, (7 << 20) + 8192].map({ UInt(16 << 30) + UInt($0) }) {
            let pieces = LargeMemory.pieces(start..<start + UInt(byteCount))
            #expect(pieces.first?.lowerBound == start && pieces.last?.upperBound == start + UInt(byteCount))
            for (one, next) in zip(pieces, pieces.dropFirst()) {
                #expect(one.upperBound == next.lowerBound && next.lowerBound % (2 << 20) == 0)
            }
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.count <= 8 << 20 })
        }
    }
}
