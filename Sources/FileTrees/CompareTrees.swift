import FileRecords

/// Compares two trees by content: what is the same, moved, modified, on one side only, and there more often.
///
/// Contents are counted as often as they occur: of a content that stands `l` times on the left and `r` times
/// on the right exactly min(l, r) places are paired, those under the same path first. A content is missing
/// only if no place on the right holds it. Empty files are the same only under the same path, as they hold
/// nothing that could have moved.
/// - Parameters:
///   - isDecided: the contents of both sides were told apart together, so that different numbers mean
///     different contents wherever the file could be read. Otherwise numbers come from hashes alone, and a
///     file without one may equal any of its size.
///   - attributes: which attributes of equal contents are compared.
/// - Complexity: O(n log n), and what `MovePairing` says for contents under changed paths.
public func compareTrees(
    _ left: TreeContents, _ right: TreeContents, isDecided: Bool, attributes: FileAttributes = []
) -> TreeComparison {
    var run = TreeComparing(left, right, isDecided: isDecided, attributes: attributes)
    run.matchPaths()
    run.pairSamePaths()
    run.pairMoves()
    run.describeRest()
    return run.comparison
}

/// A comparison on its way.
struct TreeComparing {
    let left: TreeContents
    let right: TreeContents
    let attributes: FileAttributes
    let isDecided: Bool
    private let leftIndex: TreeIndex
    private let rightIndex: TreeIndex
    /// Entries by path, and for each side whether it is in a row already.
    private var paths: [PathPair] = []
    private var leftIsDone: [Bool] = []
    private var rightIsDone: [Bool] = []
    /// Rows of each path.
    private var rows: [(path: Int, row: TreeComparison.Row)] = []
    private var contentsPairedByOrder = 0

    init(_ left: TreeContents, _ right: TreeContents, isDecided: Bool, attributes: FileAttributes) {
        self.left = left
        self.right = right
        self.isDecided = isDecided
        self.attributes = attributes
        leftIndex = TreeIndex(left.table)
        rightIndex = TreeIndex(right.table)
    }

    /// What was found, once all is described.
    var comparison: TreeComparison {
        var comparison = TreeComparison()
        comparison.rows = rows.sorted { $0.path < $1.path }.map(\.row)
        comparison.contentsPairedByOrder = contentsPairedByOrder
        return comparison
    }

    mutating func matchPaths() {
        var matcher = PathMatcher(left, right, leftIndex, rightIndex)
        paths = matcher.match()
        leftIsDone = paths.map { $0.left == nil }
        rightIsDone = paths.map { $0.right == nil }
        rows.reserveCapacity(paths.count)
    }

    /// The same path, the same content.
    mutating func pairSamePaths() {
        for (path, pair) in paths.enumerated() {
            guard let l = pair.left, let r = pair.right, let leftFile = l.file, let rightFile = r.file else {
                continue
            }
            let (leftFacts, rightFacts) = (left.facts(l), right.facts(r))
            guard leftFacts.type == rightFacts.type else { continue }
            let holdsContent = leftFacts.type == .regular || leftFacts.type == .symbolicLink
            guard !holdsContent || left.numbers.ofFile[leftFile] == right.numbers.ofFile[rightFile] else {
                continue
            }
            take(path, path, .same)
        }
    }

    /// Contents that stand on both sides, under paths that do not agree.
    mutating func pairMoves() {
        let count = max(left.numbers.count, right.numbers.count)
        let leftPlaces = grouped(paths.count, into: count) { path in
            leftIsDone[path] ? nil : left.content(paths[path].left).map(Int.init)
        }
        let rightPlaces = grouped(paths.count, into: count) { path in
            rightIsDone[path] ? nil : right.content(paths[path].right).map(Int.init)
        }
        let pairing = MovePairing(left: left, right: right)
        for content in 0..<count {
            let lefts = leftPlaces.members[leftPlaces.starts[content]..<leftPlaces.starts[content + 1]]
            let rights = rightPlaces.members[rightPlaces.starts[content]..<rightPlaces.starts[content + 1]]
            if lefts.isEmpty || rights.isEmpty { continue }
            let found = pairing.pairs(
                lefts.compactMap { paths[Int($0)].left?.file },
                rights.compactMap { paths[Int($0)].right?.file })
            if !found.isWeighed { contentsPairedByOrder += 1 }
            for (l, r) in found.pairs {
                take(Int(lefts[lefts.startIndex + l]), Int(rights[rights.startIndex + r]), .moved)
            }
        }
    }

    private mutating func take(_ leftPath: Int, _ rightPath: Int, _ kind: TreeComparison.Kind) {
        guard let l = paths[leftPath].left, let r = paths[rightPath].right else {
            preconditionFailure("a pair of one")
        }
        assert(!leftIsDone[leftPath] && !rightIsDone[rightPath], "an entry in two rows")
        leftIsDone[leftPath] = true
        rightIsDone[rightPath] = true
        var row = TreeComparison.Row(kind: kind, left: l, right: r)
        row.attributes = attributes.different(left.facts(l), right.facts(r))
        rows.append((leftPath, row))
    }

    /// Everything that found no counterpart of the same content.
    mutating func describeRest() {
        let rest = RestOfTrees(left, right, isDecided: isDecided)
        for (path, pair) in paths.enumerated() {
            let l = leftIsDone[path] ? nil : pair.left
            let r = rightIsDone[path] ? nil : pair.right
            if let row = rest.row(standing(l, r, left, leftIndex), standing(r, l, right, rightIndex)) {
                rows.append((path, row))
            }
        }
    }

    /// Nil in place of a directory that was listed only for its counterpart, which stands in another row.
    private func standing(
        _ entry: TreeEntry?, _ counterpart: TreeEntry?, _ side: TreeContents, _ index: TreeIndex
    ) -> TreeEntry? {
        guard let directory = entry?.directory, counterpart == nil else { return entry }
        return index.isEmpty(directory) || side.unread.contains(directory) ? entry : nil
    }
}

extension TreeContents {
    fileprivate func content(_ entry: TreeEntry?) -> UInt32? { entry.flatMap { content($0) } }
}
