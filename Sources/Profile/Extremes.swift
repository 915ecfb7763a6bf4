/// The least and the greatest of what was added, by a rank, and how they are written.
struct Extremes<Rank: Comparable & Sendable>: Sendable {
    private(set) var least: (rank: Rank, text: [UInt8])?
    private(set) var greatest: (rank: Rank, text: [UInt8])?
    /// Records that were added.
    private(set) var count = 0

    /// Adds a value that stands in `times` records.
    @inline(__always)
    mutating func add(_ rank: Rank, _ text: Bytes, times: Int) {
        count += times
        if let least, let greatest, rank > least.rank, rank < greatest.rank { return }
        take(rank, [UInt8](text.prefix(ColumnTally.shownBytes)))
    }

    mutating func join(_ other: Extremes) {
        count += other.count
        if let least = other.least { take(least.rank, least.text) }
        if let greatest = other.greatest { take(greatest.rank, greatest.text) }
    }

    /// Of two equal ones written differently, the one whose bytes come first.
    private mutating func take(_ rank: Rank, _ text: [UInt8]) {
        func comesFirst(_ other: [UInt8]) -> Bool { text.lexicographicallyPrecedes(other) }
        if least.map({ rank < $0.rank || (rank == $0.rank && comesFirst($0.text)) }) ?? true {
            least = (rank, text)
        }
        if greatest.map({ rank > $0.rank || (rank == $0.rank && comesFirst($0.text)) }) ?? true {
            greatest = (rank, text)
        }
    }
}

/// The least and the greatest text in the order of bytes. Only what can be shown of long ones is kept and
/// compared.
struct TextExtremes: Sendable {
    private(set) var least: [UInt8]?
    private(set) var greatest: [UInt8]?

    @inline(__always)
    mutating func add(_ value: Bytes) {
        let shown = Bytes(rebasing: value.prefix(ColumnTally.shownBytes))
        if let least, let greatest {
            let isLess = precedes(shown, least)
            guard isLess || follows(shown, greatest) else { return }
        }
        take([UInt8](shown))
    }

    mutating func join(_ other: TextExtremes) {
        if let least = other.least { take(least) }
        if let greatest = other.greatest { take(greatest) }
    }

    private mutating func take(_ text: [UInt8]) {
        if least.map({ text.lexicographicallyPrecedes($0) }) ?? true { least = text }
        if greatest.map({ $0.lexicographicallyPrecedes(text) }) ?? true { greatest = text }
    }

    private func precedes(_ value: Bytes, _ text: [UInt8]) -> Bool {
        // The first byte decides nearly always.
        if let a = value.first, let b = text.first, a != b { return a < b }
        return value.lexicographicallyPrecedes(text)
    }

    private func follows(_ value: Bytes, _ text: [UInt8]) -> Bool {
        if let a = value.first, let b = text.first, a != b { return a > b }
        return text.lexicographicallyPrecedes(value)
    }
}
