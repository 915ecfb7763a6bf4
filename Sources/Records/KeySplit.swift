/// How a key of 64 bits is told in a list of parts: its highest bits name the part, an entry holds the 32 after those.
public struct KeySplit: Sendable {
    /// log2 of the parts.
    public let bits: Int

    /// Keys in 2^`bits` parts, 0…32.
    public init(bits: Int) {
        precondition((0...32).contains(bits))
        self.bits = bits
    }

    /// So many keys in parts of about `size`; in no more than 4,096 parts, so that those of very many keys are larger.
    public init(keys: Int, size: Int) {
        var bits = 0
        while bits < 12 && keys >> bits > size { bits += 1 }
        self.bits = bits
    }

    /// Parts.
    public var count: Int { 1 << bits }

    /// The part of a key.
    @inlinable @inline(__always)
    public func part(of key: UInt64) -> Int {
        // A shift by 64 gives 0, where there is but one part.
        Int(truncatingIfNeeded: key >> UInt64(64 - bits))
    }

    /// What an entry holds of a key.
    @inlinable @inline(__always)
    public func rest(of key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (key << UInt64(bits)) >> 32) }
}
