import FileRecords

/// Finds out, for files of one side whose content is not on the other, whether that is certain: a file that
/// nobody has read, or not to its end, may be the one.
///
/// - Complexity: O(files) once; then O(1) a file.
struct UndecidedFiles {
    /// Files of one size.
    private struct OfSize {
        /// Every one of them has a hash of its ends, so that a file with other ends is none of them.
        var allHaveEnds = true
        var ends: Set<UInt64> = []

        mutating func add(_ evidence: ContentEvidence) {
            if evidence.hasEnds && evidence.origin != .unreadable {
                ends.insert(evidence.ends)
            } else {
                allHaveEnds = false
            }
        }

        func mayHold(_ evidence: ContentEvidence) -> Bool {
            guard evidence.hasEnds, evidence.origin != .unreadable, allHaveEnds else { return true }
            return ends.contains(evidence.ends)
        }
    }

    /// Undecided files of the other side, by size.
    private var undecided: [Int64: OfSize] = [:]
    /// All files of the other side, of the sizes that undecided files of this one have.
    private var all: [Int64: OfSize] = [:]
    private let isDecided: Bool

    /// - Parameters:
    ///   - side: the side whose files are asked about.
    ///   - other: the side that may hold the same.
    ///   - isDecided: both sides were told apart together, so that only what could not be read is undecided.
    init(of side: TreeContents, in other: TreeContents, isDecided: Bool) {
        self.isDecided = isDecided
        for file in other.contentFiles where isUndecided(other, file) {
            undecided[other.table.files[file].facts.size, default: OfSize()].add(other.evidence[file])
        }
        for file in side.contentFiles where isUndecided(side, file) {
            all[side.table.files[file].facts.size] = OfSize()
        }
        guard !all.isEmpty else { return }
        var isPresent: Set<Int64> = []
        for file in other.contentFiles {
            let size = other.table.files[file].facts.size
            guard all[size] != nil else { continue }
            all[size]?.add(other.evidence[file])
            isPresent.insert(size)
        }
        all = all.filter { isPresent.contains($0.key) }
    }

    /// Why it is not certain that a file's content is not on the other side.
    func doubt(_ side: TreeContents, _ file: Int) -> TreeComparison.Doubt {
        let size = side.table.files[file].facts.size
        let evidence = side.evidence[file]
        if isUndecided(side, file) {
            guard all[size]?.mayHold(evidence) == true else { return .none }
            return evidence.origin == .unreadable ? .unreadable : .notHashed
        }
        return undecided[size]?.mayHold(evidence) == true ? .counterparts : .none
    }

    /// Why it is not certain that a file and one of the other side under the same path differ.
    func doubt(_ side: TreeContents, _ file: Int, _ other: TreeContents, _ counterpart: Int)
        -> TreeComparison.Doubt
    {
        let (mine, theirs) = (side.evidence[file], other.evidence[counterpart])
        guard side.table.files[file].facts.size == other.table.files[counterpart].facts.size else {
            return .none
        }
        let isOpen = isUndecided(side, file)
        guard isOpen || isUndecided(other, counterpart) else { return .none }
        var one = OfSize()
        one.add(theirs)
        guard one.mayHold(mine) else { return .none }
        if isOpen { return mine.origin == .unreadable ? .unreadable : .notHashed }
        return .counterparts
    }

    /// Whether what a file holds is not known.
    private func isUndecided(_ side: TreeContents, _ file: Int) -> Bool {
        let facts = side.table.files[file].facts
        let evidence = side.evidence[file]
        if facts.type == .regular && isDecided { return evidence.origin == .unreadable }
        return evidence.whole(size: facts.size) == nil
    }
}

extension TreeContents {
    /// Files below the root that hold something: not empty, or links.
    var contentFiles: [Int] {
        var isBelow = [Bool](repeating: false, count: table.directories.count)
        for directory in Int(root)..<table.directories.count {
            // Parents stand before their children.
            isBelow[directory] =
                directory == Int(root) || isBelow[Int(table.directories[directory].parent)]
        }
        return table.files.indices.filter {
            isBelow[Int(table.files[$0].directory)] && content(.file($0)) != nil
        }
    }
}
