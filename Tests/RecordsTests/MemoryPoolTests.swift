import Records
import Testing

@Suite("Memory that is used again")
struct MemoryPoolTests {
    @Test("a block given back is taken again by who needs about as much")
    func reuse() {
        let pool = MemoryPool()
        let first = pool.take(10_000)
        #expect(first.count >= 10_000)
        pool.give(first)
        let tooLarge = pool.take(10_001)
        #expect(tooLarge.count >= 10_001 && tooLarge.baseAddress != first.baseAddress)
        let small = pool.take(100)
        #expect(small.baseAddress != first.baseAddress, "a large block is not spent on little")
        let again = pool.take(9_000)
        #expect(again.baseAddress == first.baseAddress)
        for block in [tooLarge, small, again] { pool.give(block) }
    }

    @Test("no two takers have the same block")
    func distinct() throws {
        let pool = MemoryPool()
        try onThreads(4) { thread in
            for round in 0..<2_000 {
                let blocks = (0..<3).map { _ in pool.take(64 + round % 64) }
                for (number, block) in blocks.enumerated() {
                    block.initializeMemory(as: UInt8.self, repeating: UInt8(thread * 3 + number))
                }
                for (number, block) in blocks.enumerated() {
                    let mark = UInt8(thread * 3 + number)
                    #expect(block.allSatisfy { $0 == mark })
                    pool.give(block)
                }
            }
        }
    }
}
