import FileRecords

/// Finds directories all contents of which stand below another.
///
/// A directory can only be contained if each of its contents stands outside of it as well: that is settled
/// for all of them at once by the lowest directory above all places of a content. For those that are left,
/// the content with the fewest places outside leads to the candidates: from each of its places the search
/// climbs until everything is found or the directory itself would be below. So a content in thousands of
/// places costs nothing unless all contents of the directory are that common.
struct ContainedDirectories {
    /// Most places from which a directory's search climbs.
    static let placesToClimb = 64

    private let tree: DirectoryTree
    private let same: SameDirectories
    private var budget: SearchBudget
    private(set) var pairs: [(inner: UInt32, outer: UInt32)] = []
    private(set) var notSearched = 0

    /// - Complexity: O(n · depth · log n) at most, cut off where `SearchBudget` says.
    init(_ tree: DirectoryTree, _ same: SameDirectories, _ hasUnread: [Bool]) {
        self.tree = tree
        self.same = same
        budget = SearchBudget(tree)
        let isContainable = containable(tree, hasUnread)
        var isSettled = same.isInCopy
        for directory in 0..<UInt32(isSettled.count) {
            if let parent = tree.parent(directory), isSettled[Int(parent)] {
                isSettled[Int(directory)] = true
            }
            guard !isSettled[Int(directory)], isContainable[Int(directory)], !holdsOnlyCopy(directory) else {
                continue
            }
            guard !budget.isSpent else {
                notSearched += 1
                continue
            }
            if let outer = smallestContaining(directory) {
                pairs.append((directory, outer))
                isSettled[Int(directory)] = true
            }
        }
    }

    /// Whether all that a directory holds lies in one below that is the copy of another.
    private func holdsOnlyCopy(_ directory: UInt32) -> Bool {
        var below = directory
        while let child = tree.soleChild(below) {
            if same.isInCopy[Int(child)] { return true }
            below = child
        }
        return false
    }

    private mutating func smallestContaining(_ inner: UInt32) -> UInt32? {
        let contents = tree.contents(below: inner)
        budget.spend(contents.count)
        guard let rarest = contents.min(by: { tree.occurrenceCount($0) < tree.occurrenceCount($1) }) else {
            return nil
        }
        var best: UInt32?
        var climbed = 0
        var last: UInt32?
        for file in tree.occurrences(of: rarest) {
            let start = tree.directory(Int(file))
            if start == last || tree.isBelow(start, inner) { continue }
            last = start
            climbed += 1
            guard climbed <= ContainedDirectories.placesToClimb, !budget.isSpent else {
                notSearched += 1
                break
            }
            guard let outer = climb(from: start, inner, contents), !same.isInCopy[Int(outer)] else {
                continue
            }
            if best.map({ tree.bytes[Int(outer)] < tree.bytes[Int($0)] }) ?? true { best = outer }
        }
        return best
    }

    /// The lowest directory at or above `start` that has all contents; nil where `inner` would be below it.
    private mutating func climb(from start: UInt32, _ inner: UInt32, _ contents: [UInt32]) -> UInt32? {
        var outer = start
        guard !tree.isBelow(inner, outer) else { return nil }
        for content in contents {
            budget.spend(1)
            while tree.occurrences(of: content, below: outer).isEmpty {
                budget.spend(1)
                guard let parent = tree.parent(outer), !tree.isBelow(inner, parent) else { return nil }
                outer = parent
            }
        }
        return outer
    }
}

/// For each directory whether it holds something, and every content of it stands outside of it too.
private func containable(_ tree: DirectoryTree, _ hasUnread: [Bool]) -> [Bool] {
    var isBound = [Bool](repeating: false, count: tree.place.count)
    for content in 0..<UInt32(tree.numbers.count) {
        let places = tree.occurrences(of: content)
        guard let first = places.first, let last = places.last else { continue }
        // All places lie between the first and the last, so what is above these two is above all.
        var above = tree.directory(Int(first))
        while !tree.isBelow(tree.directory(Int(last)), above), let parent = tree.parent(above) {
            above = parent
        }
        // Different roots have nothing above both.
        if tree.isBelow(tree.directory(Int(last)), above) { isBound[Int(above)] = true }
    }
    for directory in (0..<UInt32(isBound.count)).reversed() where isBound[Int(directory)] {
        if let parent = tree.parent(directory) { isBound[Int(parent)] = true }
    }
    return isBound.indices.map { !isBound[$0] && !hasUnread[$0] && tree.fileCount[$0] > 0 }
}
