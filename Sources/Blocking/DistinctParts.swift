import Records

/// The hashes of the words or trigrams of a value, each once; one value after the other. One a thread.
struct DistinctParts: ~Copyable {
    /// A place of the table of hashes seen; taken where it was written for the value at hand.
    private struct Slot {
        var hash: UInt64
        var value: UInt32
    }

    private let parts: WeighedParts
    private var hashes: UnsafeMutableBufferPointer<UInt64>
    private var slots: UnsafeMutableBufferPointer<Slot>
    /// Number of the value at hand; from 1 on, so that nothing is taken at the start.
    private var value: UInt32 = 0

    init(_ parts: WeighedParts) {
        self.parts = parts
        hashes = .allocate(capacity: 32)
        slots = DistinctParts.slots(for: 32)
    }

    deinit {
        hashes.deallocate()
        slots.deallocate()
    }

    /// The parts of a value; valid until the next call.
    ///
    /// - Complexity: O(count).
    mutating func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt64> {
        begin(most: parts == .words ? bytes.count / 2 + 1 : bytes.count)
        let (hashes, slots, value) = (hashes, slots, value)
        var count = 0
        func take(_ hash: UInt64) {
            var place = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
            while slots[place].value == value {
                if slots[place].hash == hash { return }
                place = (place &+ 1) & (slots.count &- 1)
            }
            slots[place] = Slot(hash: hash, value: value)
            hashes[count] = hash
            count &+= 1
        }
        switch parts {
        case .words: forEachWord(bytes) { take(nonZero(xxh3($0))) }
        case .trigrams: forEachTrigram(bytes, take)
        }
        return UnsafeBufferPointer(rebasing: hashes[..<count])
    }

    /// Makes room for so many parts of the next value.
    private mutating func begin(most: Int) {
        if most > hashes.count {
            hashes.deallocate()
            slots.deallocate()
            hashes = .allocate(capacity: 2 * most)
            slots = DistinctParts.slots(for: 2 * most)
            value = 0
        }
        if value == .max {
            slots.update(repeating: Slot(hash: 0, value: 0))
            value = 0
        }
        value += 1
    }

    /// At most half of them get taken.
    private static func slots(for count: Int) -> UnsafeMutableBufferPointer<Slot> {
        var size = 64
        while size < 2 * count { size *= 2 }
        let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: size)
        slots.initialize(repeating: Slot(hash: 0, value: 0))
        return slots
    }
}
