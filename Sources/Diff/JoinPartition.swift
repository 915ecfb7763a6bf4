import CKernels
import Records

/// Finds the counterparts in one partition after the other: indexes the left entries and lets the right
/// ones pass.
///
/// ```
///   slots   ─► │ 0 │ tag, 3 │ 0 │ …    32 bits of the key's hash and the number of a group + 1,
///                                      open addressing by other bits of the hash
///   groups  ─► │ where the first left and the first right lie, how many of each, whether all is said │ …
/// ```
struct PartitionJoin: ~Copyable {
    private struct Group {
        var left: UnsafePointer<RecordEntry>
        var right: UnsafePointer<RecordEntry>
        /// How many records of a side have the key: none, one, or more, which are two here.
        var lefts: UInt8
        var rights: UInt8
        /// The first of each side hold the same, and nothing more is to be known of them.
        var isSettled: Bool

        var key: Hash128 { lefts > 0 ? left.pointee.key : right.pointee.key }

        @inline(__always)
        mutating func addLeft(_ entry: UnsafePointer<RecordEntry>) {
            if lefts == 0 { left = entry }
            lefts = min(lefts &+ 1, 2)
        }

        @inline(__always)
        mutating func addRight(_ entry: UnsafePointer<RecordEntry>) {
            if rights == 0 { right = entry }
            rights = min(rights &+ 1, 2)
        }
    }

    /// Memory that joining takes for each entry of a partition: a copy of what was on disk, up to three slots, a
    /// group.
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
    /// - Complexity: O(entries) time; about 16 bytes of memory for each entry, 24 for each key.
    mutating func join(
        _ left: borrowing PartitionEntries, _ right: borrowing PartitionEntries,
        into joined: inout JoinedRecords
    ) {
        let entries = left.count + right.count
        precondition(entries < Int(UInt32.max) / 2, "a partition holds at most two thousand million records")
        // Most keys stand on both sides.
        makeSlots(max(left.count, right.count))
        makeGroups(entries)
        var repeats = false
        forEachGroup(of: left) { entry, group in
            group.pointee.addLeft(entry)
            repeats = repeats || group.pointee.lefts > 1
        }
        let (keepsPairs, sampleMask) = (keepsPairs, sampleMask)
        forEachGroup(of: right) { entry, group in
            group.pointee.addRight(entry)
            // The left entry was just looked at for its key: later it would have to be fetched again.
            group.pointee.isSettled =
                group.pointee.lefts == 1 && group.pointee.left.pointee.row == entry.pointee.row
                && !(keepsPairs || entry.pointee.key.low & sampleMask == 0)
            repeats = repeats || group.pointee.rights > 1
        }
        for number in 0..<groupCount where groups[number].lefts <= 1 && groups[number].rights <= 1 {
            classify(groups[number], into: &joined)
        }
        if repeats { collectRepeated(left, right, into: &joined) }
    }

    /// Hands over each entry with the group of its key.
    @inline(__always)
    private mutating func forEachGroup(
        of entries: borrowing PartitionEntries,
        _ body: (UnsafePointer<RecordEntry>, UnsafeMutablePointer<Group>) -> Void
    ) {
        for run in entries.runs {
            for index in run.indices {
                lookAhead(run, index)
                let entry = run.baseAddress.unsafelyUnwrapped + index
                body(entry, find(entry))
            }
        }
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
    private mutating func growSlots() {
        makeSlots(slotCount)
        let mask = slotCount &- 1
        for number in 0..<groupCount {
            let key = groups[number].key
            var slot = Int(truncatingIfNeeded: key.low) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = key.high &<< 32 | UInt64(number &+ 1)
        }
    }

    /// Asks for the slot of an entry that comes soon.
    @inline(__always)
    private func lookAhead(_ entries: UnsafeBufferPointer<RecordEntry>, _ index: Int) {
        let ahead = entries[min(index &+ 12, entries.count &- 1)].key.low
        tieout_prefetch(slots + (Int(truncatingIfNeeded: ahead) & (slotCount &- 1)))
    }

    /// The group of an entry's key, new where the key is; then the entry is counted in by the caller, and with it
    /// the key.
    @inline(__always)
    private mutating func find(_ entry: UnsafePointer<RecordEntry>) -> UnsafeMutablePointer<Group> {
        let key = entry.pointee.key
        var mask = slotCount &- 1
        let tag = key.high &<< 32
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let found = slots[slot]
            if found == 0 {
                if groupCount &* 4 >= slotCount &* 3 {
                    growSlots()
                    mask = slotCount &- 1
                    slot = Int(truncatingIfNeeded: key.low) & mask
                    continue
                }
                let group = groups + groupCount
                group.initialize(
                    to: Group(left: entry, right: entry, lefts: 0, rights: 0, isSettled: false))
                groupCount &+= 1
                slots[slot] = tag | UInt64(groupCount)
                return group
            }
            if (found ^ tag) >> 32 == 0 {
                let group = groups + (Int(truncatingIfNeeded: found & 0xFFFF_FFFF) &- 1)
                if group.pointee.key == key { return group }
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    private func classify(_ group: Group, into joined: inout JoinedRecords) {
        if group.isSettled {
            joined.same += 1
        } else if group.rights == 0 {
            joined.removed.append(group.left.pointee.place)
        } else if group.lefts == 0 {
            joined.added.append(group.right.pointee.place)
        } else {
            let (one, other) = (group.left.pointee, group.right.pointee)
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
        _ left: borrowing PartitionEntries, _ right: borrowing PartitionEntries,
        into joined: inout JoinedRecords
    ) {
        var numbers: [Int: Int] = [:]
        var found: [DuplicateGroup] = []
        func number(_ group: Int) -> Int {
            if let number = numbers[group] { return number }
            numbers[group] = found.count
            found.append(DuplicateGroup())
            return found.count - 1
        }
        for (runs, side) in [(left.runs, DiffSide.left), (right.runs, .right)] {
            for entry in runs.joined() {
                let group = withUnsafePointer(to: entry) { find($0) }
                guard group.pointee.lefts > 1 || group.pointee.rights > 1 else { continue }
                let place = number(group - groups)
                switch side {
                case .left: found[place].lefts.append((entry.place, entry.row))
                case .right: found[place].rights.append((entry.place, entry.row))
                }
            }
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
