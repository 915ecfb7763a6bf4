/// Leaves out of every key the bits that are the same in all of them, and moves the others together: the order
/// stays, and fewer digits tell the keys apart. Of an ASCII digit four of eight bits vary.
struct KeySqueeze {
    /// How many bits are left.
    private(set) var bits = 0
    private var runs: [(mask: UInt64, shift: UInt64)] = []

    /// Looks at all keys, by their places.
    ///
    /// - Complexity: O(count).
    init(count: Int, key: (Int) -> UInt64) {
        if count == 0 { return }
        let first = key(0)
        let varying = (0..<count).reduce(0) { $0 | (key($1) ^ first) }
        var place: UInt64 = 0
        while place < 64, varying >> place != 0 {
            place += UInt64((varying >> place).trailingZeroBitCount)
            let length = UInt64((~(varying >> place)).trailingZeroBitCount)
            let mask: UInt64 = length == 64 ? .max : ((1 << length) - 1) << UInt64(bits)
            runs.append((mask, shift: place - UInt64(bits)))
            (place, bits) = (place + length, bits + Int(length))
        }
    }

    /// The bits of a key that vary.
    ///
    /// - Complexity: O(1) for each run of such bits.
    @inline(__always)
    func callAsFunction(_ key: UInt64) -> UInt64 {
        runs.withUnsafeBufferPointer { $0.reduce(0) { $0 | key >> $1.shift & $1.mask } }
    }
}
