import FileRecords
import Records

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
        var keyed = KeyedInodes()
        var byWhole = Suspects()
        var equal = Suspects()
        var sameEnds = Suspects()
        for number in 0..<run.candidates.classCount {
            let inodes = run.candidates.inodes(ofClass: number)
            guard inodes.count > 1 else { continue }
            keyed.removeAll()
            if isKnownWhole(inodes, run) {
                for inode in inodes { if let hash = run.whole(inode) { keyed.append(hash, inode) } }
                if run.provenClasses.contains(Int32(number)) {
                    keyed.appendSets(to: &equal)
                } else {
                    keyed.appendSets(to: &byWhole)
                }
            } else {
                for inode in inodes { if let hash = run.ends(inode) { keyed.append(hash, inode) } }
                keyed.appendSets(to: &sameEnds)
            }
        }
        for set in sameEnds.indices {
            if isDecided(sameEnds[set], run) {
                keyed.removeAll()
                for inode in sameEnds[set] {
                    if let hash = run.whole(Int(inode)) { keyed.append(hash, Int(inode)) }
                }
                keyed.appendSets(to: &byWhole)
            } else {
                byEnds.append(sameEnds[set])
            }
        }
        self.byWhole = byWhole
        self.equal = equal
    }
}

/// Whether whole hashes tell the members of a class apart.
private func isKnownWhole(_ inodes: Range<Int>, _ run: RefineRun) -> Bool {
    run.size(inodes.lowerBound) <= ReadingSizes.whole
        || inodes.allSatisfy { !run.isReadable($0) || run.whole($0) != nil }
}

/// Whether nothing more is to be read of files with equal ends.
private func isDecided(_ set: ArraySlice<Int32>, _ run: RefineRun) -> Bool {
    guard let first = set.first else { return true }
    if set.allSatisfy({ run.whole(Int($0)) != nil }) { return true }
    // An earlier scan has compared them with each other: who has no whole hash is like none of them.
    let scan = run.evidence(of: Int(first)).comparedIn
    return scan != 0 && !run.options.verify
        && set.allSatisfy { run.evidence(of: Int($0)).comparedIn == scan }
}

/// Inodes with what they are told apart by; one for many classes, so that none allocates.
private struct KeyedInodes {
    private var keyed: [(hash: Hash128, inode: Int32)] = []

    mutating func removeAll() { keyed.removeAll(keepingCapacity: true) }

    mutating func append(_ hash: Hash128, _ inode: Int) { keyed.append((hash, Int32(inode))) }

    /// Appends sets with the same hash; whose hash no other has is left out.
    mutating func appendSets(to sets: inout Suspects) {
        guard keyed.count > 1 else { return }
        keyed.sort { ($0.hash.high, $0.hash.low, $0.inode) < ($1.hash.high, $1.hash.low, $1.inode) }
        var start = 0
        while start < keyed.count {
            var end = start + 1
            while end < keyed.count, keyed[end].hash == keyed[start].hash { end += 1 }
            if end - start > 1 { sets.append(keyed[start..<end].lazy.map(\.inode)) }
            start = end
        }
    }
}
