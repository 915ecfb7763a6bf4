import Records

/// How texts that have much in common are found without comparing all: MinHash with banding (Broder 1997; Indyk
/// and Motwani 1998).
///
/// Of two texts whose sets of shingles have a share s in common (Jaccard), each hash is the same with probability s,
/// and all of a band's r hashes with s^r. They are a pair if any of b bands is the same: with probability
/// 1 − (1 − s^r)^b, which goes from 0 to 1 steeply around s = (1/b)^(1/r).
public struct MinHashing: Sendable, Hashable {
    /// Words of a shingle, above 0. A text of fewer words is one shingle.
    public let shingle: Int
    /// Bands, above 0.
    public let bands: Int
    /// Hashes of a band, above 0.
    public let rows: Int

    /// Takes all.
    public init(shingle: Int = 3, bands: Int = 32, rows: Int = 4) {
        precondition(shingle > 0 && bands > 0 && rows > 0)
        self.shingle = shingle
        self.bands = bands
        self.rows = rows
    }

    /// Hashes of a text.
    public var hashes: Int { bands * rows }

    /// The probability that texts with a share of their shingles in common are a pair.
    ///
    /// - Parameter similarity: Jaccard's, 0…1.
    public func probability(_ similarity: Double) -> Double {
        func power(_ base: Double, _ exponent: Int) -> Double {
            (0..<exponent).reduce(1) { product, _ in product * base }
        }
        return 1 - power(1 - power(similarity, rows), bands)
    }
}

extension MinHashing {
    /// Calls `body` with the hash of every shingle: XXH3 of so many words in a row and the spaces between them.
    @inline(__always)
    func forEachShingle(_ text: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: shingle) { starts in
            var words = 0
            var lastEnd: UnsafePointer<UInt8>?
            forEachWordKey(text) { word, _ in
                guard let start = word.baseAddress else { return }
                // A ring of where the last words began.
                starts.initializeElement(at: words % shingle, to: start)
                words += 1
                lastEnd = start + word.count
                guard words >= shingle else { return }
                let first = starts[words % shingle]
                body(xxh3(first, start + word.count - first))
            }
            guard words > 0, words < shingle, let lastEnd else { return }
            body(xxh3(starts[0], lastEnd - starts[0]))
        }
    }
}

/// The least values that some permutations give to the shingles of one text, and the keys of its bands.
struct MinHashes {
    private let hashing: MinHashing
    private let multipliers: [UInt64]
    private let offsets: [UInt64]
    /// Of each permutation the least value, once a text was taken.
    private(set) var least: [UInt64]

    /// - Parameter hashing: the permutations follow from their number alone.
    init(_ hashing: MinHashing) {
        self.hashing = hashing
        // An odd multiplier and an exclusive or: bijections of 64 bits, different for each hash.
        multipliers = (0..<hashing.hashes).map { combine(0x6D69_6E68, UInt64($0)) | 1 }
        offsets = (0..<hashing.hashes).map { combine(0x6861_7368, UInt64($0)) }
        least = [UInt64](repeating: .max, count: hashing.hashes)
    }

    /// Takes a text.
    ///
    /// - Returns: false for a text without words, which is like nothing.
    /// - Complexity: O(words × hashes).
    mutating func take(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var isEmpty = true
        let hashes = hashing.hashes
        least.withUnsafeMutableBufferPointer { least in
            multipliers.withUnsafeBufferPointer { multipliers in
                offsets.withUnsafeBufferPointer { offsets in
                    for hash in 0..<hashes { least[hash] = .max }
                    hashing.forEachShingle(text) { shingle in
                        isEmpty = false
                        for hash in 0..<hashes {
                            least[hash] = min(least[hash], (shingle ^ offsets[hash]) &* multipliers[hash])
                        }
                    }
                }
            }
        }
        return !isEmpty
    }

    /// The key of a band: alike for texts whose hashes in it are.
    func key(_ band: Int) -> UInt64 {
        let first = band * hashing.rows
        return least[first..<first + hashing.rows].reduce(UInt64(band)) { combine($0, $1) }
    }
}
