import TestSupport
import Testing

@testable import Records

@Suite("Keys in parts")
struct KeySplitTests {
    @Test("Part and rest are the highest bits and the 32 after them", arguments: 0...32)
    func bits(of bits: Int) {
        let split = KeySplit(bits: bits)
        #expect(split.count == 1 << bits)
        var random = Seeded(UInt64(bits))
        for key in [0, 1, .max, 1 << 63]
            + (0..<200).map({ _ in UInt64.random(in: 0 ... .max, using: &random) })
        {
            let text = String(repeating: "0", count: key.leadingZeroBitCount) + String(key, radix: 2)
            let digits = Array(text.suffix(64))
            #expect(split.part(of: key) == Int(String(digits[..<bits]), radix: 2) ?? 0)
            #expect(split.rest(of: key) == UInt32(String(digits[bits..<bits + 32]), radix: 2))
        }
    }

    @Test("So many parts that none is larger than wanted on average, and no more than 4,096")
    func sizes() {
        for (keys, size, count) in [
            (0, 10, 1), (10, 10, 1), (11, 10, 2), (22, 10, 4), (1_000_000, 2_048, 512), (.max, 1, 4_096),
        ] {
            #expect(KeySplit(keys: keys, size: size).count == count, "\(keys) by \(size)")
        }
    }
}
