import FileRecords
import Records

/// Sets of inodes that may be equal, one behind the other.
struct Suspects: Sendable {
    /// Inodes, set after set.
    private(set) var inodes: [Int32] = []
    /// Where each set begins, and at last where the last ends.
    private(set) var starts: [Int] = [0]

    var count: Int { starts.count - 1 }

    var indices: Range<Int> { 0..<count }

    /// The first inode of a set.
    func first(_ number: Int) -> Int { Int(inodes[starts[number]]) }

    subscript(_ number: Int) -> ArraySlice<Int32> { inodes[starts[number]..<starts[number + 1]] }

    mutating func append(_ set: some Collection<Int32>) {
        guard set.count > 1 else { return }
        inodes.append(contentsOf: set)
        starts.append(inodes.count)
    }

    mutating func append(_ sets: [[Int32]]) {
        for set in sets { append(set) }
    }

    /// Names, and the bytes of inodes, that are still in a set.
    func left(_ run: RefineRun) -> (files: Int, bytes: Int64) {
        var files = 0
        var bytes: Int64 = 0
        for inode in inodes {
            files += run.candidates.names(of: Int(inode)).count
            bytes += run.size(Int(inode))
        }
        return (files, bytes)
    }
}

/// What was found of all classes so far, by how certain it is.
struct Sorted: Sendable {
    /// Equal by their whole hash.
    var byWhole = Suspects()
    /// Large, and equal at both ends.
    var byEnds = Suspects()
    /// Equal for certain.
    var equal = Suspects()

    var parts: [Suspects] { [byWhole, byEnds, equal] }

    /// Cuts each class of one size into sets by the evidence that all of it has.
    init(_ run: RefineRun) {
        var members: [Int32] = []
        for number in 0..<run.candidates.classCount {
            let inodes = run.candidates.inodes(ofClass: number)
            guard inodes.count > 1 else { continue }
            members.removeAll(keepingCapacity: true)
            for inode in inodes where run.isReadable(inode) { members.append(Int32(inode)) }
            if run.size(inodes.lowerBound) <= ReadingSizes.whole
                || members.allSatisfy({ run.whole(Int($0)) != nil })
            {
                for set in sets(of: members, by: { run.whole(Int($0)) }) { byWhole.append(set) }
            } else {
                for set in sets(of: members, by: { ends(Int($0), run) }) { sort(set, run) }
            }
        }
    }

    /// Sorts a set with equal ends by what else is known of it.
    private mutating func sort(_ set: [Int32], _ run: RefineRun) {
        // An earlier scan has compared them with each other: who has no whole hash is like none of them.
        let scan = run.evidence(of: Int(set[0])).comparedIn
        let isDecided =
            scan != 0 && !run.options.verify
            && set.allSatisfy { run.evidence(of: Int($0)).comparedIn == scan }
        if isDecided || set.allSatisfy({ run.whole(Int($0)) != nil }) {
            for equal in sets(of: set, by: { run.whole(Int($0)) }) { byWhole.append(equal) }
        } else {
            byEnds.append(set)
        }
    }

    private func ends(_ inode: Int, _ run: RefineRun) -> Hash128? {
        let evidence = run.evidence(of: inode)
        return evidence.hasEnds ? Hash128(high: 0, low: evidence.ends) : nil
    }
}

/// Sets of members with the same key, those with a key that no other has left out, and those without one.
private func sets(of members: [Int32], by key: (Int32) -> Hash128?) -> [[Int32]] {
    guard members.count > 1 else { return [] }
    var keyed = members.compactMap { inode in key(inode).map { (hash: $0, inode: inode) } }
    keyed.sort { ($0.hash.high, $0.hash.low, $0.inode) < ($1.hash.high, $1.hash.low, $1.inode) }
    var sets: [[Int32]] = []
    var start = 0
    while start < keyed.count {
        var end = start + 1
        while end < keyed.count, keyed[end].hash == keyed[start].hash { end += 1 }
        if end - start > 1 { sets.append(keyed[start..<end].map(\.inode)) }
        start = end
    }
    return sets
}
