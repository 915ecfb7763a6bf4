import FileRecords
import Records
import Synchronization

/// What the threads that tell contents apart share.
final class RefineRun: @unchecked Sendable {
    // Evidence of an inode's names is written by the one thread that works on the inode; all else that
    // changes is atomic or behind the gate.
    let table: FileTable
    let files: [FileTable.File]
    let candidates: Candidates
    let evidence: UnsafeMutableBufferPointer<ContentEvidence>
    let options: RefineOptions
    let monitor: RunMonitor
    let gate = Gate()
    /// Set when threads are to stop at the next occasion.
    let isStopped = Atomic<Bool>(false)
    /// Classes in which whatever has the same hash was found to be the same byte by byte. Changed between steps
    /// only.
    var provenClasses: Set<Int32> = []
    /// Bytes that the present step has read.
    let bytesRead = Atomic<Int64>(0)

    // Behind the gate.
    private var faults: [(file: UInt32, step: FileFault.Step, code: Int32)] = []
    private var fresh: [Int32] = []
    private var freshBytes = 0

    init(
        _ table: FileTable, _ candidates: Candidates,
        _ evidence: UnsafeMutableBufferPointer<ContentEvidence>, _ options: RefineOptions,
        _ monitor: RunMonitor
    ) {
        self.table = table
        files = table.files
        self.candidates = candidates
        self.evidence = evidence
        self.options = options
        self.monitor = monitor
        // What could not be read before is tried again.
        for index in evidence.indices where evidence[index].origin == .unreadable {
            evidence[index] = ContentEvidence()
        }
    }

    @inline(__always)
    var mustStop: Bool { isStopped.load(ordering: .relaxed) }

    /// Size of an inode in bytes.
    @inline(__always)
    func size(_ inode: Int) -> Int64 { files[candidates.leader(inode)].facts.size }

    /// Evidence of an inode.
    @inline(__always)
    func evidence(of inode: Int) -> ContentEvidence { evidence[candidates.leader(inode)] }

    /// Gives evidence to all names of an inode.
    @inline(__always)
    func set(_ new: ContentEvidence, of inode: Int) {
        for name in candidates.names(of: inode) { evidence[Int(name)] = new }
    }

    /// Whether an inode can still be told apart from others.
    @inline(__always)
    func isReadable(_ inode: Int) -> Bool { evidence(of: inode).origin != .unreadable }

    /// The whole hash of an inode, if it is known.
    @inline(__always)
    func whole(_ inode: Int) -> Hash128? {
        let leader = candidates.leader(inode)
        return evidence[leader].whole(size: files[leader].facts.size)
    }

    /// The hash of both ends of an inode, if it is known.
    @inline(__always)
    func ends(_ inode: Int) -> Hash128? {
        let evidence = evidence(of: inode)
        return evidence.hasEnds && evidence.origin != .unreadable ? Hash128(high: 0, low: evidence.ends) : nil
    }

    /// Compares a whole hash with what an earlier scan found in the same, unchanged file.
    @inline(__always)
    func audit(_ inode: Int, _ hash: Hash128, _ file: Int) {
        let known = evidence(of: inode)
        if known.origin == .remembered, let before = known.whole(size: files[file].facts.size), before != hash
        {
            note(file, .rot, code: 0)
        }
    }

    /// Notes what could not be read.
    func note(_ file: Int, _ step: FileFault.Step, code: Int32) {
        gate.locked { faults.append((UInt32(file), step, code)) }
    }

    /// Hands over inodes whose evidence is new, and how many bytes were read for it.
    func deliver(_ inodes: inout [Int32], bytes: Int) {
        bytesRead.add(Int64(bytes), ordering: .relaxed)
        monitor.bytesRead.add(bytes, ordering: .relaxed)
        guard !inodes.isEmpty || bytes > 0 else { return }
        gate.locked {
            fresh.append(contentsOf: inodes)
            freshBytes += bytes
            if freshBytes >= Crew.bytesBetween { gate.announce() }
        }
        inodes.removeAll(keepingCapacity: true)
    }

    /// Whether so much is new that it should be kept now. Only behind the gate.
    var isWorthKeeping: Bool { freshBytes >= Crew.bytesBetween }

    /// Takes what is new: numbers of files, rising. Only behind the gate.
    func takeFresh() -> [UInt32] {
        var taken: [UInt32] = []
        taken.reserveCapacity(fresh.count)
        for inode in fresh { taken.append(contentsOf: candidates.names(of: Int(inode))) }
        fresh.removeAll(keepingCapacity: true)
        freshBytes = 0
        taken.sort()
        return taken
    }

    /// All faults, by number of the file.
    func allFaults() -> [FileFault] {
        gate.locked { faults }
            .sorted { ($0.file, $0.step.rawValue) < ($1.file, $1.step.rawValue) }
            .map { FileFault(path: table.path(ofFile: Int($0.file)), step: $0.step, code: $0.code) }
    }
}
