import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file of a step, open and known to be what the plan says.
struct VerifiedFile {
    var root: Descriptor
    var spot: Spot
    var descriptor: Descriptor
    var facts: FileFacts
}

/// A file and its copy, both open and found equal byte by byte.
struct VerifiedPair {
    var victim: VerifiedFile
    var keeper: VerifiedFile
}

/// What a step must find before it may do anything.
struct Verification {
    let calls: any FileCalls
    /// Real paths of which nothing is touched.
    let protected: [[UInt8]]
    let monitor: RunMonitor
    /// `ctime` that our own work has given to an inode.
    var changed: [FileIdentity: Int64]

    /// Opens both, and looks at everything that could have become different since the plan.
    ///
    /// - Throws: `Skip` where the step must not be taken; `CallFailure` where a call failed.
    func pair(_ action: PlannedAction, _ files: OpenFiles) throws -> VerifiedPair {
        let keeper: VerifiedFile
        do {
            keeper = try open(action.keeper, files)
        } catch let failure as CallFailure {
            throw failure.code == ENOENT ? Skip(.keeperVanished, code: ENOENT) : Skip(failure)
        } catch let skip as Skip where skip.reason == .changed || skip.reason == .vanished {
            throw Skip(skip.reason == .changed ? .keeperChanged : .keeperVanished)
        }
        let victim = try open(action.victim, files)
        guard !victim.facts.isOneFile(with: keeper.facts) else { throw Skip(.sameFile) }
        if action.kind == .delete { try refuseViews(victim, keeper) }
        guard victim.facts.size == keeper.facts.size else { throw Skip(.different) }
        guard !protected.contains(where: { isWithin(action.victim.fullPath, $0) }) else { throw Skip(.kept) }
        if action.kind.needsSameDevice && victim.facts.device != keeper.facts.device {
            throw Skip(.crossDevice, code: EXDEV)
        }
        guard try !calls.isFixed(victim.descriptor) else { throw Skip(.fixed) }
        if calls.hasWriter(keeper.descriptor) || calls.hasWriter(victim.descriptor) { throw Skip(.busy) }
        if action.kind == .hardlink && !action.ignoresAttributes { try compareAttributes(victim, keeper) }
        guard try sameBytes(victim, keeper) else { throw Skip(.different) }
        try confirm(victim, .changed)
        try confirm(keeper, .keeperChanged)
        return VerifiedPair(victim: victim, keeper: keeper)
    }

    /// Whether a file that lies aside is still the same as the copy that stays, whatever has happened to either.
    ///
    /// - Returns: both, the file that lies aside as the victim.
    func compare(_ aside: Spot, with planned: PlannedFile, _ files: OpenFiles) throws -> VerifiedPair {
        let mine = try files.file(aside)
        let file = VerifiedFile(
            root: aside.directory, spot: aside, descriptor: mine, facts: try calls.facts(of: mine))
        let root = try files.top(planned.root, planned.rootIdentity, anyDevice: true)
        let spot = Spot(directory: try files.directory(planned.directory, in: root), name: planned.name)
        guard let seen = try calls.facts(of: spot.name, in: spot.directory) else {
            throw Skip(.keeperVanished)
        }
        guard seen.type == .regular else { throw Skip(.keeperChanged) }
        let theirs = try files.file(spot)
        let keeper = VerifiedFile(
            root: root, spot: spot, descriptor: theirs, facts: try calls.facts(of: theirs))
        guard !file.facts.isOneFile(with: keeper.facts) else { throw Skip(.sameFile) }
        try refuseViews(file, keeper)
        if calls.hasWriter(mine) { throw Skip(.busy) }
        guard file.facts.size == keeper.facts.size, try sameBytes(file, keeper) else {
            throw Skip(.keeperChanged)
        }
        try confirm(file, .changedAside)
        try confirm(keeper, .keeperChanged)
        return VerifiedPair(victim: file, keeper: keeper)
    }

    /// Where file systems show files of others, one file can have two identities: no copy on another device
    /// is then enough to remove anything for good.
    private func refuseViews(_ victim: VerifiedFile, _ keeper: VerifiedFile) throws {
        guard victim.facts.device != keeper.facts.device else { return }
        if calls.mayShowOthers(victim.descriptor) || calls.mayShowOthers(keeper.descriptor) {
            throw Skip(.keeperHides)
        }
    }

    private func open(_ file: PlannedFile, _ files: OpenFiles) throws -> VerifiedFile {
        let root = try files.top(file.root, file.rootIdentity, anyDevice: false)
        let spot = Spot(directory: try files.directory(file.directory, in: root), name: file.name)
        // Looked at before it is opened: opening a device can have effects.
        guard let seen = try calls.facts(of: spot.name, in: spot.directory) else {
            throw Skip(.vanished, code: ENOENT)
        }
        guard seen.type == .regular else { throw Skip(.notRegular) }
        guard isAsPlanned(seen, file.facts) else { throw Skip(.changed) }
        let descriptor: Descriptor
        do { descriptor = try files.file(spot) } catch let failure as CallFailure
            where failure.code == ELOOP
        { throw Skip(.notRegular, code: ELOOP) }
        let facts = try calls.facts(of: descriptor)
        guard facts.type == .regular else { throw Skip(.notRegular) }
        guard isAsPlanned(facts, file.facts) else { throw Skip(.changed) }
        return VerifiedFile(root: root, spot: spot, descriptor: descriptor, facts: facts)
    }

    /// Whether a file is what it was, but for what our own work has done to it.
    private func isAsPlanned(_ found: FileFacts, _ planned: FileFacts) -> Bool {
        if found.describesSameContent(as: planned) { return true }
        var planned = planned
        guard let changed = changed[planned.identity] else { return false }
        planned.changed = changed
        return found.describesSameContent(as: planned)
    }

    private func compareAttributes(_ victim: VerifiedFile, _ keeper: VerifiedFile) throws {
        let (one, other) = (victim.facts, keeper.facts)
        guard one.mode == other.mode, one.owner == other.owner, one.group == other.group,
            try calls.attributes(of: victim.descriptor) == calls.attributes(of: keeper.descriptor)
        else { throw Skip(.attributes) }
    }

    /// Reads both to the end.
    private func sameBytes(_ victim: VerifiedFile, _ keeper: VerifiedFile) throws -> Bool {
        let piece = 1 << 18
        return try withUnsafeTemporaryAllocation(byteCount: 2 * piece, alignment: 4096) { room in
            let mine = UnsafeMutableRawBufferPointer(rebasing: room[..<piece])
            let theirs = UnsafeMutableRawBufferPointer(rebasing: room[piece...])
            var offset: Int64 = 0
            while offset < victim.facts.size {
                let length = Int(min(Int64(piece), victim.facts.size - offset))
                let (one, other) = (
                    try fill(mine, length, victim.descriptor, offset),
                    try fill(theirs, length, keeper.descriptor, offset)
                )
                guard one, other, let left = mine.baseAddress, let right = theirs.baseAddress,
                    memcmp(left, right, length) == 0
                else { return false }
                offset += Int64(length)
                try monitor.pass(length)
            }
            return true
        }
    }

    /// Whether there were as many bytes as wanted.
    private func fill(
        _ room: UnsafeMutableRawBufferPointer, _ length: Int, _ file: Descriptor, _ offset: Int64
    ) throws -> Bool {
        var filled = 0
        while filled < length {
            let rest = UnsafeMutableRawBufferPointer(rebasing: room[filled..<length])
            let got = try calls.read(file, at: offset + Int64(filled), into: rest)
            if got == 0 { return false }
            filled += got
        }
        return true
    }

    /// An open file has not changed since it was looked at, and its name still leads to it.
    func confirm(_ file: VerifiedFile, _ reason: SkipReason) throws {
        let now = try calls.facts(of: file.descriptor)
        guard now.describesSameContent(as: file.facts) else { throw Skip(reason) }
        let named = try calls.facts(of: file.spot.name, in: file.spot.directory)
        guard named?.identity == file.facts.identity else { throw Skip(reason) }
    }
}

extension FileFacts {
    /// The same inode; or, over two mounts of which one shows the files of the other, the same number of one
    /// and the same moment of its last change, which nobody can set.
    func isOneFile(with other: FileFacts) -> Bool {
        inode == other.inode
            && (device == other.device || (changed == other.changed && modified == other.modified))
    }
}
