import Records
import TestSupport
import Testing

@Suite struct HashTests {
    /// Keys of two parts, hashes and small numbers: no two alike, whichever part comes first, and even in the bits that
    /// partitions and entries go by.
    @Test(arguments: [true, false]) func foldedKeysAreSpread(areHashes: Bool) {
        let parts = (1...300).map { areHashes ? mixed($0) : $0 }
        let keys = parts.flatMap { one in parts.map { folded(one, $0) } }
        #expect(Set(keys).count == keys.count)
        for shift: UInt64 in [58, 40, 26] {
            var counts = [Int](repeating: 0, count: 64)
            for key in keys { counts[Int(key >> shift & 63)] += 1 }
            // 90,000 keys in 64 places: 1,406 in each, with a deviation of 37.
            #expect(counts.allSatisfy { abs($0 - 1406) < 6 * 37 }, "bits from \(shift) on")
        }
        #expect(zip(parts, parts.dropFirst()).allSatisfy { folded($0, $1) != folded($1, $0) })
    }
}
