import Records

/// Token keys with a number for each, in the order in which they came: open addressing, at most half full.
struct TokenTable: ~Copyable {
    private var slots: UnsafeMutableBufferPointer<Slot>
    private var shift: UInt64
    /// Tokens in the table.
    private(set) var count = 0

    private struct Slot {
        var key: UInt64
        var number: UInt32
    }

    init(capacity: Int = 0) {
        var bits: UInt64 = 12
        while 1 << bits < 2 * capacity { bits += 1 }
        (slots, shift) = TokenTable.empty(bits)
    }

    deinit { slots.deallocate() }

    private static func empty(_ bits: UInt64) -> (UnsafeMutableBufferPointer<Slot>, UInt64) {
        let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: 1 << bits)
        slots.initialize(repeating: Slot(key: 0, number: 0))
        return (slots, 64 - bits)
    }

    /// The number of a token; nil for one that is not there.
    @inline(__always)
    func number(of key: UInt64) -> UInt32? {
        let slot = slots[place(key)]
        return slot.key == key ? slot.number : nil
    }

    /// The number of a token, which is `count` before the call if it is new.
    @inline(__always)
    mutating func add(_ key: UInt64) -> UInt32 {
        let place = place(key)
        if slots[place].key == key { return slots[place].number }
        return insert(key)
    }

    @inline(never)
    private mutating func insert(_ key: UInt64) -> UInt32 {
        precondition(count < Int(UInt32.max) - 1, "more than four billion different tokens")
        if 2 * (count + 1) > slots.count { grow() }
        let number = UInt32(count)
        slots[place(key)] = Slot(key: key, number: number)
        count += 1
        return number
    }

    /// Where a token is, or would be. The multiplier is 2⁶⁴ over the golden ratio: Fibonacci hashing.
    @inline(__always)
    private func place(_ key: UInt64) -> Int {
        assert(key != 0)
        let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
        var place = Int(truncatingIfNeeded: mixed &>> shift)
        let mask = slots.count &- 1
        while slots[place].key != 0 && slots[place].key != key { place = (place &+ 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        (slots, shift) = TokenTable.empty(64 - shift + 1)
        for slot in old where slot.key != 0 { slots[place(slot.key)] = slot }
        old.deallocate()
    }

    /// The keys, by number.
    func keys() -> [UInt64] {
        var keys = [UInt64](repeating: 0, count: count)
        for slot in slots where slot.key != 0 { keys[Int(slot.number)] = slot.key }
        return keys
    }
}
