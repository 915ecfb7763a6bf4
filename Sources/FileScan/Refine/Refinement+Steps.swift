import FileRecords
import Records
import Synchronization

extension Refinement {
    /// Gives evidence to what needs no opening: empty files and symbolic links.
    mutating func readWithoutOpening(_ keep: Keep) throws {
        let door = Door(run.table)
        var numbers: [UInt32] = []
        try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { text in
            for (number, file) in run.files.enumerated() where run.evidence[number].origin == .none {
                let length: Int
                switch file.facts.type {
                case .regular where file.facts.size == 0: length = 0
                case .symbolicLink:
                    length = door.readLink(number, into: text)
                    guard length >= 0 else {
                        run.note(number, .read, code: currentError())
                        run.evidence[number].origin = .unreadable
                        continue
                    }
                default: continue
                }
                run.evidence[number].prefix = xxh3Wide(text.baseAddress, length)
                run.evidence[number].covered = file.facts.size
                run.evidence[number].origin = .read
                numbers.append(UInt32(number))
            }
            if !numbers.isEmpty { try keep(numbers, UnsafeBufferPointer(run.evidence)) }
        }
    }

    /// With `verify`: reads small files by their size, if they are in memory, so that comparing them byte by
    /// byte takes no second look.
    mutating func readSideBySide(_ keep: Keep) throws {
        // A disk that turns is better read in the order in which files lie on it.
        guard run.options.verify, devices.turning.isEmpty else { return }
        let run = run
        let classes = (0..<run.candidates.classCount).filter { number in
            let inodes = run.candidates.inodes(ofClass: number)
            return SideBySide.takes(inodes, size: run.size(inodes.lowerBound))
                && inodes.allSatisfy { run.evidence(of: $0).origin == .none }
        }
        let lanes = Lanes(
            classes.map(Int32.init), step: 16, devices: devices, threads: run.options.threads
        ) { device(Int32(run.candidates.inodes(ofClass: Int($0)).lowerBound)) }
        let proven = Mutex<[Int32]>([])
        try Crew.run(lanes.threadCount, run, keep: keep) { number in
            let thread = ReadingThread(run, pieceSize: SideBySide.room)
            var look = SideBySide(thread)
            while !run.mustStop, let classes = lanes.take(number) {
                let equal = classes.filter { look.look(at: run.candidates.inodes(ofClass: Int($0))) }
                thread.deliver()
                proven.withLock { $0 += equal }
            }
        }
        run.provenClasses = Set(proven.withLock { $0 })
    }

    /// Opens what is not known well enough: small files are read whole, of large ones both ends.
    mutating func lookFirst(_ keep: Keep) throws {
        let wanted = inodesToLookAt()
        let run = run
        let lanes = Lanes(
            run.candidates.inTableOrder(fileCount: run.files.count).filter { wanted[Int($0)] },
            step: Self.filesAtOnce, devices: devices, threads: run.options.threads, device: device,
            order: { inPhysicalOrder($0, run) })
        let depth = limits.waiting
        try Crew.run(lanes.threadCount, run, keep: keep) { number in
            var look = FirstLook(ReadingThread(run), depth: depth)
            while !run.mustStop, let inodes = lanes.take(number) { look.look(at: inodes) }
            look.finish()
        }
        sorted = Sorted(run)
        note("ends")
    }

    /// So many files are taken by a thread at a time: a few directories full.
    private static var filesAtOnce: Int { 64 }

    private func inodesToLookAt() -> [Bool] {
        var wanted = [Bool](repeating: false, count: run.candidates.inodeCount)
        for number in 0..<run.candidates.classCount {
            let inodes = run.candidates.inodes(ofClass: number)
            let isSmall = run.size(inodes.lowerBound) <= ReadingSizes.whole
            // Where all have their whole hash, nothing else is asked for.
            let isKnown = inodes.allSatisfy { run.whole($0) != nil }
            let isAlone = inodes.count == 1 && !run.options.hashAll
            for inode in inodes {
                wanted[inode] =
                    isSmall
                    ? run.whole(inode) == nil && run.isReadable(inode) && !isAlone || isAudited(inode)
                    : !isKnown && !isAlone && !run.options.hashAll && !run.evidence(of: inode).hasEnds
            }
        }
        return wanted
    }

    /// Whether an inode is one of those whose remembered hash is worked out again.
    private func isAudited(_ inode: Int) -> Bool {
        guard run.options.audit > 0, run.evidence(of: inode).origin == .remembered else { return false }
        let identity = run.files[run.candidates.leader(inode)].facts.identity
        let draw = combine(combine(UInt64(run.options.scan), identity.device), identity.inode)
        return Double(draw >> 11) < run.options.audit * Double(UInt64(1) << 53)
    }

    /// Hashes large files whole: those that are audited, all if that is wanted, and those of which more have
    /// the same ends than can be read side by side.
    mutating func hashWhole(_ keep: Keep) throws {
        guard let before = sorted else { return }
        let run = run
        var inodes: [Int32] = []
        for inode in 0..<run.candidates.inodeCount where run.size(inode) > ReadingSizes.whole {
            guard run.isReadable(inode) else { continue }
            if isAudited(inode) || run.options.hashAll && run.whole(inode) == nil {
                inodes.append(Int32(inode))
            }
        }
        if !run.options.hashAll {
            for set in before.byEnds.indices where before.byEnds[set].count > limits.together {
                inodes += before.byEnds[set].filter { run.whole(Int($0)) == nil }
            }
        }
        guard !inodes.isEmpty else { return }
        // The largest first, so that no thread is left alone with one at the end.
        inodes.sort { (run.size(Int($0)), $1) > (run.size(Int($1)), $0) }
        let lanes = Lanes(
            inodes, step: 1, devices: devices, threads: run.options.threads, device: device,
            order: { inPhysicalOrder($0, run) })
        try Crew.run(lanes.threadCount, run, keep: keep) { number in
            let thread = ReadingThread(run, pieceSize: ReadingSizes.piece(isTurning: lanes.isTurning(number)))
            var reading = WholeReading(thread)
            while !run.mustStop, let inodes = lanes.take(number) {
                for inode in inodes { reading.hash(Int(inode)) }
                thread.deliver()
            }
        }
        sorted = Sorted(run)
        note("whole")
    }

    /// Reads large files with equal ends side by side.
    mutating func readSlices(_ keep: Keep) throws {
        guard var sorted, sorted.byEnds.count > 0 else { return }
        let run = run
        let devices = devices
        let suspects = sorted.byEnds
        // The largest first, so that no thread is left alone with one at the end.
        let work = suspects.indices.map { Int64(suspects[$0].count) * run.size(suspects.first($0)) }
        let order = suspects.indices.sorted { (work[$0], $1) > (work[$1], $0) }.map(Int32.init)
        let lanes = Lanes(order, step: 1, devices: devices, threads: run.options.threads) { number in
            // A disk that turns decides, if one of the files lies on such a one.
            let own = suspects[Int(number)].map { device($0) }
            return own.first { devices.kind($0) == .turning } ?? own[0]
        }
        let capacity = limits.together
        let found = Mutex<[[Int32]]>([])
        try Crew.run(lanes.threadCount, run, keep: keep) { number in
            let thread = ReadingThread(run, pieceSize: ReadingSizes.piece(isTurning: lanes.isTurning(number)))
            var lockstep = Lockstep(thread, capacity: capacity)
            while !run.mustStop, let set = lanes.take(number)?.first {
                let leader = run.candidates.leader(suspects.first(Int(set)))
                let shares = devices.sharesBlocks(run.files[leader].facts.device)
                let equal = lockstep.compare(suspects[Int(set)], sharesBlocks: shares)
                found.withLock { $0 += equal }
            }
        }
        sorted.byEnds = Suspects()
        sorted.equal.append(found.withLock { $0 })
        self.sorted = sorted
        note("slices")
    }

    /// Compares byte by byte what is equal by its whole hash, if that is wanted.
    mutating func compareBytes(_ keep: Keep) throws {
        guard var sorted else { return }
        guard run.options.verify else {
            for number in sorted.byWhole.indices { sorted.equal.append(sorted.byWhole[number]) }
            sorted.byWhole = Suspects()
            self.sorted = sorted
            return
        }
        run.monitor.begin(.verifying, unitsInAll: Int(sorted.byWhole.left(run).bytes))
        while sorted.byWhole.count > 0, !run.mustStop {
            let found = try compared(sorted.byWhole, keep)
            sorted.equal.append(found.equal)
            // Equal hashes of different contents, or files that stood for others and could not be read.
            sorted.byWhole = Suspects()
            sorted.byWhole.append(found.undecided)
        }
        self.sorted = sorted
        note("bytes")
    }

    /// Compares the members of each set with its first.
    private func compared(
        _ sets: Suspects, _ keep: Keep
    ) throws -> (equal: [[Int32]], undecided: [[Int32]]) {
        let run = run
        // A large set is work for several threads: each item is a stretch of a set.
        var stretches: [(set: Int, members: Range<Int>)] = []
        for set in sets.indices {
            let members = sets[set].indices.dropFirst()
            var start = members.lowerBound
            while start < members.upperBound {
                let end = min(start + Self.filesAtOnce, members.upperBound)
                stretches.append((set, start..<end))
                start = end
            }
        }
        let work = stretches
        let lanes = Lanes(
            work.indices.map(Int32.init), step: 4, devices: devices, threads: run.options.threads
        ) { device(sets.inodes[work[Int($0)].members.lowerBound]) }
        let outcome = Mutex(Compared(sets))
        try Crew.run(lanes.threadCount, run, keep: keep) { number in
            let thread = ReadingThread(run)
            let comparison = Comparison(thread)
            while !run.mustStop, let items = lanes.take(number) {
                for item in items {
                    let (set, members) = work[Int(item)]
                    let found = comparison.compare(sets.inodes[members], with: sets.first(set))
                    outcome.withLock { $0.add(found, to: set) }
                }
                thread.deliver()
            }
        }
        return outcome.withLock { $0.parted(sets) }
    }
}

/// What became of sets whose members were compared with the first of each.
private struct Compared: Sendable {
    private var equal: [[Int32]]
    private var different: [[Int32]]
    private var isFirstReadable: [Bool]

    init(_ sets: Suspects) {
        equal = Array(repeating: [], count: sets.count)
        different = equal
        isFirstReadable = Array(repeating: true, count: sets.count)
    }

    mutating func add(
        _ found: (equal: [Int32], different: [Int32], isFirstReadable: Bool), to set: Int
    ) {
        equal[set] += found.equal
        different[set] += found.different
        if !found.isFirstReadable { isFirstReadable[set] = false }
    }

    /// Sets that are equal, and such as are to be compared among themselves.
    func parted(_ sets: Suspects) -> (equal: [[Int32]], undecided: [[Int32]]) {
        var proven: [[Int32]] = []
        var undecided: [[Int32]] = []
        for set in sets.indices {
            let first = Int32(sets.first(set))
            if isFirstReadable[set] {
                proven.append([first] + equal[set].sorted())
                undecided.append(different[set].sorted())
            } else {
                undecided.append((equal[set] + different[set]).sorted())
            }
        }
        return (proven.filter { $0.count > 1 }, undecided.filter { $0.count > 1 })
    }
}
