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
}
