import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells apart the contents of files: what is left in one group is the same.
///
/// By size, by inode, by both ends (small files whole), by slices side by side with early exit, by the whole
/// hash where too many are equal for that, and, if `verify` says so, byte by byte. Hashes of different reach
/// are never compared. A file that cannot be read, or is not what the walk saw, is in no group.
///
/// - Parameters:
///   - table: of a walk; roots must still be where they were.
///   - evidence: one entry a file. What an earlier scan knows of unchanged files goes in as `remembered`,
///     what is known now comes out. Symbolic links get the hash of the text they hold.
///   - monitor: is told that the run is hashing, and verifying; its units are bytes of candidates.
///   - keep: gets the numbers of files whose evidence is new, rising, and all evidence, of which it may look
///     at theirs only: every second or every 64 MB, on the calling thread, while others read on.
/// - Throws: what `keep` throws; or when the run is to stop. What was known was kept before.
/// - Complexity: four system calls for each small candidate and five for each large one, besides reading.
public func refineByContent(
    _ table: FileTable, evidence: inout [ContentEvidence], options: RefineOptions, monitor: RunMonitor,
    keep: ([UInt32], UnsafeBufferPointer<ContentEvidence>) throws -> Void
) throws -> RefinedContents {
    precondition(evidence.count == table.files.count, "one evidence a file")
    precondition(options.threads > 0)
    return try evidence.withUnsafeMutableBufferPointer { evidence in
        let candidates = Candidates(table, all: options.hashAll || options.audit > 0)
        let run = RefineRun(table, candidates, evidence, options, monitor)
        var refinement = Refinement(run)
        try refinement.readWithoutOpening(keep)
        try refinement.readSideBySide(keep)
        try refinement.lookFirst(keep)
        try refinement.hashWhole(keep)
        try refinement.readSlices(keep)
        try refinement.compareBytes(keep)
        return refinement.result()
    }
}

/// The steps, and what they pass on.
struct Refinement {
    typealias Keep = ([UInt32], UnsafeBufferPointer<ContentEvidence>) throws -> Void

    let run: RefineRun
    let devices: Devices
    /// How many files each thread may have open.
    let limits: (waiting: Int, together: Int)
    /// Bytes of all candidates.
    private let unitsInAll: Int
    private(set) var steps: [RefineStep] = []
    /// What is not decided yet, and what is.
    var sorted: Sorted?

    init(_ run: RefineRun) {
        self.run = run
        devices = Devices(run)
        limits = Self.limits(run, devices)
        let same = run.candidates.sameSize
        steps.append(RefineStep(name: "size", files: same.files, bytes: same.bytes, bytesRead: 0))
        var distinct = (files: 0, bytes: Int64(0))
        var all = Int64(0)
        for number in 0..<run.candidates.classCount {
            let inodes = run.candidates.inodes(ofClass: number)
            let bytes = Int64(inodes.count) * run.size(inodes.lowerBound)
            all += bytes
            guard inodes.count > 1 else { continue }
            distinct.bytes += bytes
            for inode in inodes { distinct.files += run.candidates.names(of: inode).count }
        }
        steps.append(RefineStep(name: "identity", files: distinct.files, bytes: distinct.bytes, bytesRead: 0))
        unitsInAll = Int(all)
        run.monitor.begin(.hashing, unitsInAll: unitsInAll)
    }

    /// Ends a step.
    mutating func note(_ name: String) {
        let read = run.bytesRead.exchange(0, ordering: .relaxed)
        let left = (sorted?.parts ?? []).map { $0.left(run) }
        // What is not to be read any further is done.
        if name == "ends", let sorted {
            let waiting = Int(sorted.byEnds.left(run).bytes)
            run.monitor.unitsDone.store(max(0, unitsInAll - waiting), ordering: .relaxed)
        }
        steps.append(
            RefineStep(
                name: name, files: left.reduce(0) { $0 + $1.files }, bytes: left.reduce(0) { $0 + $1.bytes },
                bytesRead: read))
    }

    /// How many files each thread may have open.
    private static func limits(_ run: RefineRun, _ devices: Devices) -> (waiting: Int, together: Int) {
        var limit = rlimit()
        let all =
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
            ? Int(min(limit.rlim_cur, 1 << 20)) : 256
        let each = max(8, (all - 64) / (Lanes.mostThreads(run.options.threads, devices) + 1) - 16)
        return (min(ReadingSizes.waiting, each), min(ReadingSizes.together, each))
    }

    /// Where the device of an inode is looked up.
    func device(_ inode: Int32) -> UInt64 { run.files[run.candidates.leader(Int(inode))].facts.device }

    /// The outcome: groups of names, in the order of their first.
    func result() -> RefinedContents {
        // Names of all groups, one behind the other, and where each group is; no array for each of them.
        var names: [UInt32] = []
        var places: [(first: UInt32, range: Range<Int>)] = []
        let sets = sorted?.equal ?? Suspects()
        for number in sets.indices {
            let start = names.count
            var inodes = 0
            for inode in sets[number] where run.isReadable(Int(inode)) {
                names.append(contentsOf: run.candidates.names(of: Int(inode)))
                inodes += 1
            }
            if inodes > 1 {
                names[start...].sort()
                places.append((names[start], start..<names.count))
            } else {
                names.removeLast(names.count - start)
            }
        }
        places.sort { $0.first < $1.first }
        var groups = ContentGroups()
        for place in places { groups.append(names[place.range]) }
        return RefinedContents(
            groups: groups, steps: steps, faults: run.allFaults(), isComplete: !run.mustStop)
    }
}
