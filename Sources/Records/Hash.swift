import CXXHash

/// XXH3 over `bytes`, 64 bits (xxHash 0.8, seed 0). Equal bytes give equal hashes on every machine.
///
/// - Complexity: O(count); about 3 ns for a short key.
@inlinable @inline(__always)
public func xxh3(_ bytes: UnsafeRawPointer?, _ count: Int) -> UInt64 {
    tieout_xxh3_64(bytes, count)
}

/// XXH3 over a buffer, 64 bits.
@inlinable @inline(__always)
public func xxh3(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    tieout_xxh3_64(bytes.baseAddress, bytes.count)
}

/// 128 bits of a hash: among as many keys as a machine can hold, no two different ones are alike by chance.
public struct Hash128: Sendable, Hashable, BitwiseCopyable {
    /// The upper half.
    public var high: UInt64
    /// The lower half.
    public var low: UInt64

    /// Takes both halves.
    @inlinable @inline(__always)
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// XXH3 over a buffer, 128 bits (xxHash 0.8, seed 0).
@inlinable @inline(__always)
public func xxh3Wide(_ bytes: UnsafeRawPointer?, _ count: Int) -> Hash128 {
    let hash = tieout_xxh3_128(bytes, count)
    return Hash128(high: hash.high64, low: hash.low64)
}

/// Joins the hash of one part of a composite key to the hash of the parts before it.
///
/// Order matters: `combine(a, b) != combine(b, a)`. The mixer is a bijection, so no key is lost before the
/// join.
@inlinable @inline(__always)
public func combine(_ seed: UInt64, _ hash: UInt64) -> UInt64 {
    mixed(seed &* 0x9E37_79B9_7F4A_7C15 &+ hash &+ 0x632B_E59B_D9B4_E019)
}

/// The same in less time, for two keys that are both spread over all bits: the halves of their product, as in wyhash
/// (Wang Yi 2019).
@inlinable @inline(__always)
public func folded(_ key: UInt64, _ next: UInt64) -> UInt64 {
    let product = (key ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: next ^ 0x8BB8_4B93_962E_ACC9)
    return product.high ^ product.low
}

/// Spreads what tells keys apart over all bits: the finaliser of SplitMix64 (Steele, Lea, Flood 2014), a
/// bijection that keeps 0.
@inlinable @inline(__always)
public func mixed(_ key: UInt64) -> UInt64 {
    var z = key
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}
