import TestSupport
import Testing

@testable import Blocking

@Suite struct BlockIndexTests {
    /// Few keys, keys that share their top bits, the least and the greatest, and many different ones.
    private func key(_ shape: Int, _ random: inout Seeded) -> UInt32 {
        switch shape {
        case 0: .random(in: 1...3, using: &random) &* 0x5555_5555
        case 1: 0xABCD_0000 | .random(in: 0..<500, using: &random)
        case 2: Bool.random(using: &random) ? 0 : .max
        default: .random(in: 0 ... .max, using: &random)
        }
    }

    @Test(arguments: 0..<4)
    func findsTheBlocksOfADictionary(shape: Int) {
        var random = Seeded(UInt64(shape) + 40)
        // One after the other in one index: what was there before must not show.
        var index = BlockIndex()
        for count in [0, 1, 2, 3, 700, 5, 5000, 64] {
            let keys = (0..<count).map { _ in key(shape, &random) }.sorted()
            let entries = keys.enumerated().map { KeyEntry(bits: $1, record: UInt32($0)) }
            let expected = Dictionary(grouping: entries, by: \.bits).mapValues { $0.map(\.record) }
            let others = (0..<300).map { KeyEntry(bits: key(shape, &random), record: UInt32($0)) }
            var counts: [UInt32] = []
            entries.withUnsafeBufferPointer { entries in
                index.take(entries)
                #expect(index.count == expected.count)
                for wanted in keys + others.map(\.bits) + [0, .max] {
                    let found = index.block(of: wanted).map { index[$0].map(\.record) }
                    #expect(found == expected[wanted])
                }
                var met = others
                let kept = met.withUnsafeMutableBufferPointer { index.meet($0, counts: &counts) }
                let meeting = others.filter { expected[$0.bits] != nil }
                #expect(met[..<kept].map(\.record) == meeting.map(\.record))
                #expect(met[..<kept].map { entries[Int($0.bits)].bits } == meeting.map(\.bits))
                #expect(
                    met[..<kept].allSatisfy { $0.bits == 0 || keys[Int($0.bits) - 1] < keys[Int($0.bits)] })
                #expect(counts.count == index.count)
                for (block, count) in counts.enumerated() {
                    #expect(Int(count) == others.count { $0.bits == index[block][0].bits })
                }
            }
        }
    }
}
