/// How many candidate pairs show each agreement pattern under each set of rules.
///
/// Training runs over these few thousand rows instead of over millions of pairs; the counts are
/// integers, so the order in which threads met the pairs leaves no trace.
public struct PatternHistogram: Sendable {
    /// A pattern, the rules that hold, and how many pairs have both.
    public struct Row: Sendable, Equatable {
        /// Level codes, four bits a comparison, as in `AgreementPattern`.
        public var pattern: UInt64
        /// Rules that hold, a bit each.
        public var rules: UInt32
        /// Pairs that have both.
        public var count: Int
    }

    private var slots: [Slot]
    private var used = 0

    private struct Slot: Sendable {
        var pattern: UInt64
        var rules: UInt32
        var taken: UInt32
        var count: Int
    }

    /// No pairs yet.
    public init() { slots = Array(repeating: Slot(pattern: 0, rules: 0, taken: 0, count: 0), count: 1024) }

    /// Counts a pair.
    public mutating func add(_ pattern: UInt64, rules: UInt32, count: Int = 1) {
        if used * 2 >= slots.count { grow() }
        let mask = slots.count - 1
        var place = PatternHistogram.place(pattern, rules) & mask
        while slots[place].taken != 0 {
            if slots[place].pattern == pattern && slots[place].rules == rules {
                slots[place].count += count
                return
            }
            place = (place + 1) & mask
        }
        slots[place] = Slot(pattern: pattern, rules: rules, taken: 1, count: count)
        used += 1
    }

    /// Adds the counts of another histogram.
    public mutating func add(_ other: PatternHistogram) {
        for slot in other.slots where slot.taken != 0 {
            add(slot.pattern, rules: slot.rules, count: slot.count)
        }
    }

    /// The rows, by pattern and then by rules.
    public func rows() -> [Row] {
        slots.filter { $0.taken != 0 }
            .map { Row(pattern: $0.pattern, rules: $0.rules, count: $0.count) }
            .sorted { ($0.pattern, $0.rules) < ($1.pattern, $1.rules) }
    }

    private static func place(_ pattern: UInt64, _ rules: UInt32) -> Int {
        var z = pattern ^ (UInt64(rules) &* 0x9E37_79B9_7F4A_7C15)
        z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: (z ^ (z >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(pattern: 0, rules: 0, taken: 0, count: 0), count: old.count * 2)
        let mask = slots.count - 1
        for slot in old where slot.taken != 0 {
            var place = PatternHistogram.place(slot.pattern, slot.rules) & mask
            while slots[place].taken != 0 { place = (place + 1) & mask }
            slots[place] = slot
        }
    }
}
