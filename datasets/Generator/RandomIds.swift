/// Ten-digit record ids that are all different and say nothing about the row or its partner.
///
/// A Feistel network of four rounds is a bijection of 30-bit numbers: unique ids without a set of
/// those already given.
struct RandomIds {
    private let keys: [UInt64]
    /// Ids there are.
    static let capacity = 1 << 30

    init(seed: UInt64, stream: SplitMix64.Stream) {
        var random = SplitMix64(seed: seed, stream: stream)
        keys = (0..<4).map { _ in random.next() }
    }

    /// The id of row `row`, in `1,000,000,000 ..< 2,073,741,824`.
    subscript(row: Int) -> Int {
        precondition(row < RandomIds.capacity)
        var left = UInt64(row >> 15)
        var right = UInt64(row & 0x7FFF)
        for key in keys {
            let mixed = left ^ (SplitMix64.mix(right &+ key) & 0x7FFF)
            left = right
            right = mixed
        }
        return 1_000_000_000 + Int(left << 15 | right)
    }
}
