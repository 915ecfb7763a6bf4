/// Hashes in parts by their top bits: equal ones are in one part, so that each part can be looked through by
/// itself.
struct HashParts {
    /// Parts: one for each thread at least, and of many hashes so many that what is noted about a part stays
    /// near a core. Whoever wants one part passes over all hashes, so there are never more than eight.
    let count: Int
    private let shift: UInt64

    init(hashes: Int, threads: Int) {
        var bits = 0
        while bits < 3 && (1 << bits < threads || hashes >> bits > 1 << 19) { bits += 1 }
        count = 1 << bits
        shift = UInt64(64 - bits)
    }

    /// The part that a hash is in.
    @inline(__always)
    func part(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> shift) }
}
