/// The levels of one pair in all comparisons, four bits each: comparison 0 in the lowest bits.
///
/// 16 comparisons of up to 15 levels fit; a few hundred patterns stand for millions of pairs.
public struct AgreementPattern: Hashable, Comparable, Sendable {
    /// The codes, 0…15, of all comparisons.
    public var bits: UInt64

    /// A pattern of these bits; without any, null in every comparison.
    @inlinable
    public init(bits: UInt64 = 0) { self.bits = bits }

    /// Comparisons that fit.
    public static let maxComparisons = 16

    /// Code of the level in a comparison: 0 null, 1 else, more for stronger agreement.
    @inlinable
    public subscript(comparison: Int) -> Int {
        get { Int((bits >> UInt64(comparison * 4)) & 15) }
        set {
            let shift = UInt64(comparison * 4)
            bits = bits & ~(15 << shift) | UInt64(newValue) << shift
        }
    }

    /// By bits, so that the last comparison counts most: an order for sorting, not of strength.
    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.bits < b.bits }
}
