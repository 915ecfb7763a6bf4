#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What of a value is weighed by how rare it is.
public enum WeighedParts: Sendable, Hashable {
    /// What stands between spaces.
    case words
    /// Runs of three characters, by `forEachTrigram`.
    case trigrams
}

/// How rare each word of a field is, in bits: log2((1 + n) / df) for a word that df of n values hold,
/// always above 0. Words are told apart by XXH3 of their bytes. Runs of three characters likewise, by their
/// keys.
public final class WordRarities: @unchecked Sendable {
    // Immutable once made; plain memory, since every pair that is compared asks.

    private struct Slot {
        /// 0 where the slot is empty.
        var hash: UInt64
        var rarity: Float
    }

    private let memory: LargeMemory
    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    /// Of a word that one value holds, or that nobody counted.
    public let highest: Float

    /// - Parameters:
    ///   - counts: how many values hold each word; no word in two of them, and 1 for the hash 0.
    ///   - values: values in which words were counted.
    /// - Complexity: O(distinct words).
    public init(counts: [HashCounts], values: Int) {
        var size = 64
        while size < 2 * counts.reduce(0, { $0 + $1.distinct }) { size *= 2 }
        memory = LargeMemory(byteCount: size * MemoryLayout<Slot>.stride)
        slots = memory.base.bindMemory(to: Slot.self, capacity: size)
        slots.initialize(repeating: Slot(hash: 0, rarity: 0), count: size)
        mask = size - 1
        let all = 1 + Double(values)
        highest = Float(log2(all))
        for table in counts {
            table.forEach { hash, count in
                slots[place(hash)] = Slot(hash: hash, rarity: Float(log2(all / Double(max(count, 1)))))
            }
        }
    }

    /// Bytes held.
    public var byteCount: Int { memory.byteCount }

    /// How rare a word is, by its hash.
    @inline(__always)
    public func rarity(_ hash: UInt64) -> Float {
        let slot = slots[place(hash == 0 ? 1 : hash)]
        return slot.hash == 0 ? highest : slot.rarity
    }

    /// Where a hash stands, or else would.
    private func place(_ hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place].hash != 0 && slots[place].hash != hash { place = (place &+ 1) & mask }
        return place
    }
}
