import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads files of one size side by side, slice by slice, and lets each go as soon as it differs from all
/// others: of large files with equal ends only so much is read as they have in common.
struct Lockstep: ~Copyable {
    /// A file that takes part.
    private struct Member {
        var inode: Int
        var file: OpenFile
        /// Members that share all their blocks with this one: they have its content, unread.
        var sharing: [(inode: Int, file: OpenFile)] = []
        /// The hash of what was read.
        var sum = Hash128(high: 0, low: 0)
        var isBroken = false
    }

    /// Members that are equal up to `offset`.
    private struct Party {
        var members: [Int]
        var offset: Int64
        /// From where on they were not compared byte by byte with each other, though their hashes are equal.
        var provenTo: Int64
    }

    private let thread: ReadingThread
    private let hashers: UnsafeMutablePointer<ContentHasher>
    private let capacity: Int
    private var members: [Member] = []
    private let isVerifying: Bool

    /// - Parameter capacity: members at most.
    init(_ thread: ReadingThread, capacity: Int) {
        self.thread = thread
        self.capacity = capacity
        isVerifying = thread.run.options.verify
        hashers = .allocate(capacity: capacity)
        for index in 0..<capacity { (hashers + index).initialize(to: ContentHasher()) }
    }

    deinit {
        hashers.deinitialize(count: capacity)
        hashers.deallocate()
    }

    /// Compares inodes of one size.
    ///
    /// - Parameter sharesBlocks: whether files of this file system may have blocks in common.
    /// - Returns: those that are equal, set by set.
    mutating func compare(_ inodes: ArraySlice<Int32>, sharesBlocks: Bool) -> [[Int32]] {
        guard let first = inodes.first else { return [] }
        let size = thread.run.size(Int(first))
        open(inodes, sharesBlocks: sharesBlocks, size: size)
        var equal: [[Int]] = []
        var parties = [Party(members: Array(members.indices), offset: 0, provenTo: 0)]
        while let party = parties.popLast() {
            if let whole = sweep(party, size, &parties) { equal.append(whole) }
        }
        return close(equal)
    }

    private mutating func open(_ inodes: ArraySlice<Int32>, sharesBlocks: Bool, size: Int64) {
        precondition(inodes.count <= capacity)
        members.removeAll(keepingCapacity: true)
        var maps: [ExtentMap] = []
        for inode in inodes {
            guard var file = thread.open(Int(inode), checking: true) else { continue }
            file.lookAtCache()
            if sharesBlocks, let map = ExtentMap(file, device: thread.run.files[file.file].facts.device) {
                if let twin = maps.firstIndex(of: map) {
                    members[twin].sharing.append((Int(inode), file))
                    continue
                }
                maps.append(map)
            } else {
                maps.append(ExtentMap())
            }
            hashers[members.count].restart()
            members.append(Member(inode: Int(inode), file: file))
        }
    }

    // MARK: - Reading

    /// Reads on until the members end or only one is left.
    ///
    /// - Returns: the members that are equal to the end. What leaves on the way goes to `parties`.
    private mutating func sweep(_ party: Party, _ size: Int64, _ parties: inout [Party]) -> [Int]? {
        var party = party
        if party.provenTo < party.offset { proveAgain(&party, &parties) }
        var slice = min(ReadingSizes.firstSlice, thread.pieceSize)
        while isWorthReading(party.members), party.offset < size {
            if thread.run.mustStop { break }
            let count = Int(min(Int64(slice), size - party.offset))
            step(&party, count, size, &parties)
            slice = min(2 * slice, thread.pieceSize)
        }
        return party.offset == size && isWorthReading(party.members) ? party.members : nil
    }

    /// Whether there are two of a content, one of which may share the blocks of the other.
    private func isWorthReading(_ party: [Int]) -> Bool {
        party.count > 1 || party.count == 1 && !members[party[0]].sharing.isEmpty
    }

    /// Reads one slice of every member.
    private mutating func step(_ party: inout Party, _ count: Int, _ size: Int64, _ parties: inout [Party]) {
        let offset = party.offset
        var staying: [Int] = []
        var leaving: [Int] = []
        for member in party.members {
            let isFirst = staying.isEmpty
            let buffer = isFirst ? thread.buffer : thread.other
            guard read(member, buffer, count, at: offset, size) else { continue }
            hashers[member].add(buffer, count)
            members[member].sum = hashers[member].sum
            let isEqual =
                isFirst
                || (isVerifying
                    ? memcmp(thread.buffer, thread.other, count) == 0
                    : members[member].sum == members[staying[0]].sum)
            if isEqual { staying.append(member) } else { leaving.append(member) }
        }
        party.members = staying
        party.offset += Int64(count)
        party.provenTo = party.offset
        for group in bySum(leaving) {
            parties.append(Party(members: group, offset: party.offset, provenTo: offset))
        }
        if thread.bytes >= Crew.bytesBetween { thread.deliver() }
    }

    private mutating func read(
        _ member: Int, _ buffer: UnsafeMutableRawPointer, _ count: Int, at offset: Int64, _ size: Int64
    ) -> Bool {
        let file = members[member].file
        if file.wasAbsent, offset + Int64(count) < size {
            // The others are read before it is this one's turn again: time for the disk.
            file.announce(from: offset + Int64(count), length: 2 * Int64(thread.pieceSize))
        }
        let got = file.read(buffer, count, at: offset)
        thread.bytes += max(0, got)
        file.leaveCache(from: offset, length: Int64(count))
        guard got == count else {
            members[member].isBroken = true
            thread.fail(members[member].inode, file, .read, code: got < 0 ? errno : 0)
            return false
        }
        return true
    }

    /// Members by the hash of what was read, in their order.
    private func bySum(_ leaving: [Int]) -> [[Int]] {
        var groups: [[Int]] = []
        for member in leaving {
            let place = groups.firstIndex { members[$0[0]].sum == members[member].sum }
            if let place { groups[place].append(member) } else { groups.append([member]) }
        }
        return groups
    }

    /// Compares byte by byte the last slice of members that left together: until now they were compared
    /// with another, and with each other only by their hashes.
    private mutating func proveAgain(_ party: inout Party, _ parties: inout [Party]) {
        guard isVerifying, party.members.count > 1, let first = party.members.first else { return }
        var staying = [first]
        var leaving: [Int] = []
        let file = members[first].file
        for member in party.members.dropFirst() {
            var offset = party.provenTo
            var isEqual = true
            while isEqual, offset < party.offset {
                let count = Int(min(Int64(thread.pieceSize), party.offset - offset))
                isEqual =
                    file.read(thread.buffer, count, at: offset) == count
                    && members[member].file.read(thread.other, count, at: offset) == count
                    && memcmp(thread.buffer, thread.other, count) == 0
                thread.bytes += 2 * count
                offset += Int64(count)
            }
            if isEqual { staying.append(member) } else { leaving.append(member) }
        }
        if !leaving.isEmpty {
            parties.append(Party(members: leaving, offset: party.offset, provenTo: party.provenTo))
        }
        party.members = staying
    }

    // MARK: - Ending

    /// Closes the files and gives evidence of those that are still what they were.
    private mutating func close(_ equal: [[Int]]) -> [[Int32]] {
        let isWhole = !thread.run.mustStop
        for index in members.indices {
            conclude(index, isWhole: isWhole)
            members[index].file.end()
        }
        defer { thread.deliver() }
        return equal.map { group in
            group.filter { !members[$0].isBroken }.flatMap { index in
                [Int32(members[index].inode)] + members[index].sharing.map { Int32($0.inode) }
            }
        }.filter { $0.count > 1 }
    }

    private mutating func conclude(_ index: Int, isWhole: Bool) {
        let member = members[index]
        let known = hashers[index].count
        if !member.isBroken, !member.file.isUnchanged(thread.run.files) {
            members[index].isBroken = true
            thread.fail(member.inode, member.file, .changed, code: 0)
        } else if !member.isBroken {
            settle(member.inode, member.file.file, member.sum, known, isWhole: isWhole)
        }
        var sharing: [(inode: Int, file: OpenFile)] = []
        for (inode, file) in member.sharing {
            if !file.isUnchanged(thread.run.files) {
                thread.fail(inode, file, .changed, code: 0)
            } else if !members[index].isBroken {
                settle(inode, file.file, member.sum, known, isWhole: isWhole)
                sharing.append((inode, file))
            }
            file.end()
        }
        members[index].sharing = sharing
    }

    private func settle(_ inode: Int, _ file: Int, _ sum: Hash128, _ known: Int64, isWhole: Bool) {
        var evidence = thread.run.evidence(of: inode)
        if known == thread.run.size(inode) { thread.run.audit(inode, sum, file) }
        if known >= evidence.covered {
            evidence.prefix = sum
            evidence.covered = known
        }
        thread.units += Int(thread.run.size(inode))
        if isWhole { evidence.comparedIn = thread.run.options.scan }
        evidence.origin = .read
        thread.settle(inode, evidence)
    }
}
