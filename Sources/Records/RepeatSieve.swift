/// Tells hashes that stand once from those that may stand more often: a bit for each of sixteen times as
/// many places as there are hashes, so that one in sixteen that stand once is taken for more at most.
///
/// What is left is looked at closely by whoever asks. A sieve of 100,000 hashes fits the nearer caches;
/// a table of them would not.
public struct RepeatSieve: ~Copyable {
    private let seen: UnsafeMutablePointer<UInt64>
    private let seenAgain: UnsafeMutablePointer<UInt64>
    private let mask: UInt64

    /// A sieve for about so many hashes, spread evenly in their low bits.
    public init(capacity: Int) {
        var words = 64
        while words * 64 < capacity * 16 { words *= 2 }
        mask = UInt64(words * 64 - 1)
        seen = .allocate(capacity: words)
        seenAgain = .allocate(capacity: words)
        seen.initialize(repeating: 0, count: words)
        seenAgain.initialize(repeating: 0, count: words)
    }

    deinit {
        seen.deallocate()
        seenAgain.deallocate()
    }

    /// Takes note of a hash.
    @inline(__always)
    public func add(_ hash: UInt64) {
        let (word, bit) = place(hash)
        seenAgain[word] |= seen[word] & bit
        seen[word] |= bit
    }

    /// Whether a hash was added more than once; true for some that were not.
    @inline(__always)
    public func mayRepeat(_ hash: UInt64) -> Bool {
        let (word, bit) = place(hash)
        return seenAgain[word] & bit != 0
    }

    @inline(__always)
    private func place(_ hash: UInt64) -> (word: Int, bit: UInt64) {
        let place = hash & mask
        return (Int(truncatingIfNeeded: place >> 6), 1 << (place & 63))
    }
}
