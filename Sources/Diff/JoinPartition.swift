import CKernels
import Records

/// Finds the counterparts in one partition after the other: indexes the left entries and lets the right
/// ones pass.
///
/// ```
///   slots   ─► │ 0 │ tag, 3 │ 0 │ …    32 bits of the key's hash and the number of a group + 1,
///                                      open addressing by other bits of the hash
///   groups  ─► │ first left, first right, how many of each │ …
/// ```
struct PartitionJoin: ~Copyable {
    private struct Group {
        var left: UInt32
        var right: UInt32
        var lefts: UInt32
        var rights: UInt32
    }

    /// Memory that joining takes for each entry of a partition: a copy, up to three slots, a group.
    static let bytesPerEntry =
        MemoryLayout<RecordEntry>.stride + 3 * MemoryLayout<UInt64>.stride + MemoryLayout<Group>.stride

    /// Whole rows are the keys: they need no other counterpart than an equal one.
    let isKeyless: Bool
    /// Every pair is wanted, not only those that differ.
    let keepsPairs: Bool
    /// A pair is in the sample where these bits of its key's hash are 0.
    let sampleMask: UInt64
    private var slots: UnsafeMutablePointer<UInt64>
    private var slotCount = 64
    private var slotCapacity = 64
    private var groups: UnsafeMutablePointer<Group>
    private var groupCapacity = 64
    private var groupCount = 0

    init(isKeyless: Bool, keepsPairs: Bool, sampleMask: UInt64) {
        self.sampleMask = sampleMask
        self.isKeyless = isKeyless
        self.keepsPairs = keepsPairs
        slots = .allocate(capacity: slotCount)
        groups = .allocate(capacity: groupCapacity)
    }

    deinit {
        slots.deallocate()
        groups.deallocate()
    }

    /// Joins the entries of one partition.
    ///
    /// - Complexity: O(entries) time; about 16 bytes of memory for each entry, 16 for each key.
    mutating func join(
        _ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer, into joined: inout JoinedRecords
    ) {
        let entries = left.count + right.count
        precondition(entries < Int(UInt32.max) / 2, "a partition holds at most two thousand million records")
        // Most keys stand on both sides.
        makeSlots(max(left.count, right.count))
        makeGroups(entries)
        var repeats = false
        for index in 0..<left.count {
            lookAhead(left, index)
            let group = find(left.base[index].key, left, right)
            if groups[group].lefts == 0 { groups[group].left = UInt32(index) }
            groups[group].lefts += 1
            repeats = repeats || groups[group].lefts > 1
        }
        for index in 0..<right.count {
            lookAhead(right, index)
            let group = find(right.base[index].key, left, right)
            if groups[group].rights == 0 { groups[group].right = UInt32(index) }
            groups[group].rights += 1
            repeats = repeats || groups[group].rights > 1
        }
        for number in 0..<groupCount where groups[number].lefts <= 1 && groups[number].rights <= 1 {
            classify(groups[number], left, right, into: &joined)
        }
        if repeats { collectRepeated(left, right, into: &joined) }
    }

    /// Empty slots for so many keys.
    private mutating func makeSlots(_ keys: Int) {
        var size = 64
        while size < keys * 3 / 2 { size *= 2 }
        if size > slotCapacity {
            slots.deallocate()
            slotCapacity = size
            slots = .allocate(capacity: size)
        }
        slotCount = size
        slots.update(repeating: 0, count: size)
    }

    private mutating func makeGroups(_ most: Int) {
        if most > groupCapacity {
            groups.deallocate()
            groupCapacity = most
            groups = .allocate(capacity: most)
        }
        groupCount = 0
    }

    /// Twice as many slots.
    @inline(never)
    private mutating func growSlots(_ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer) {
        makeSlots(slotCount)
        let mask = slotCount &- 1
        for number in 0..<groupCount {
            let key = self.key(groups[number], left, right)
            var slot = Int(truncatingIfNeeded: key.low) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = key.high &<< 32 | UInt64(number &+ 1)
        }
    }

    @inline(__always)
    private func key(_ group: Group, _ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer) -> Hash128
    {
        group.lefts > 0 ? left.base[Int(group.left)].key : right.base[Int(group.right)].key
    }

    /// Asks for the slot of an entry that comes soon.
    @inline(__always)
    private func lookAhead(_ entries: borrowing EntryBuffer, _ index: Int) {
        let ahead = entries.base[min(index &+ 12, entries.count &- 1)].key.low
        tieout_prefetch(slots + (Int(truncatingIfNeeded: ahead) & (slotCount &- 1)))
    }

    /// The group of a key, new where the key is.
    @inline(__always)
    private mutating func find(_ key: Hash128, _ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer)
        -> Int
    {
        var mask = slotCount &- 1
        let tag = key.high &<< 32
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 {
                if groupCount &* 4 >= slotCount &* 3 {
                    growSlots(left, right)
                    mask = slotCount &- 1
                    slot = Int(truncatingIfNeeded: key.low) & mask
                    continue
                }
                // The caller counts the entry in, and with it the key.
                (groups + groupCount).initialize(to: Group(left: 0, right: 0, lefts: 0, rights: 0))
                groupCount &+= 1
                slots[slot] = tag | UInt64(groupCount)
                return groupCount &- 1
            }
            if (entry ^ tag) >> 32 == 0 {
                let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
                if self.key(groups[number], left, right) == key { return number }
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    private func classify(
        _ group: Group, _ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer,
        into joined: inout JoinedRecords
    ) {
        if group.rights == 0 {
            joined.removed.append(left.base[Int(group.left)].place)
        } else if group.lefts == 0 {
            joined.added.append(right.base[Int(group.right)].place)
        } else {
            let (one, other) = (left.base[Int(group.left)], right.base[Int(group.right)])
            if one.row == other.row {
                joined.same += 1
            } else {
                joined.changed.append(PlacePair(left: one.place, right: other.place))
            }
            if one.key.low & sampleMask == 0 {
                joined.sample.append(PlacePair(left: one.place, right: other.place))
            }
            if keepsPairs { joined.pairs.append(PlacePair(left: one.place, right: other.place)) }
        }
    }

    /// Gathers the records of the keys that stand more than once.
    private mutating func collectRepeated(
        _ left: borrowing EntryBuffer, _ right: borrowing EntryBuffer, into joined: inout JoinedRecords
    ) {
        var numbers: [Int: Int] = [:]
        var found: [DuplicateGroup] = []
        func number(_ group: Int) -> Int {
            if let number = numbers[group] { return number }
            numbers[group] = found.count
            found.append(DuplicateGroup())
            return found.count - 1
        }
        for index in 0..<left.count {
            let entry = left.base[index]
            let group = find(entry.key, left, right)
            guard groups[group].lefts > 1 || groups[group].rights > 1 else { continue }
            found[number(group)].lefts.append((entry.place, entry.row))
        }
        for index in 0..<right.count {
            let entry = right.base[index]
            let group = find(entry.key, left, right)
            guard groups[group].lefts > 1 || groups[group].rights > 1 else { continue }
            found[number(group)].rights.append((entry.place, entry.row))
        }
        // Threads hand entries over in any order.
        for index in found.indices {
            found[index].lefts.sort { $0.place < $1.place }
            found[index].rights.sort { $0.place < $1.place }
        }
        if isKeyless {
            for group in found { joined.matchEqualRows(group, keepsPairs: keepsPairs) }
        } else {
            joined.duplicates += found
        }
    }
}
