import FileRecords

/// An entry with its counterpart under the same path, or one without.
struct PathPair {
    var left: TreeEntry?
    var right: TreeEntry?
}

/// Walks two trees side by side and lists every entry once, those of the same path together, in the order
/// of paths: by the bytes of names, level by level.
///
/// Of directories only those are listed that stand for something: empty ones, ones whose entries are not
/// all known, and ones whose path is no directory on the other side.
/// - Complexity: O(entries · length of names); no path is put together.
struct PathMatcher {
    private let left: TreeContents
    private let right: TreeContents
    private let leftIndex: TreeIndex
    private let rightIndex: TreeIndex
    private var pairs: [PathPair] = []
    /// What is still to be listed, the next one last.
    private var pending: [PathPair] = []

    init(_ left: TreeContents, _ right: TreeContents, _ leftIndex: TreeIndex, _ rightIndex: TreeIndex) {
        self.left = left
        self.right = right
        self.leftIndex = leftIndex
        self.rightIndex = rightIndex
    }

    mutating func match() -> [PathPair] {
        pending = [PathPair(left: .directory(left.root), right: .directory(right.root))]
        while let pair = pending.popLast() {
            if isListed(pair) { pairs.append(pair) }
            let below = merged(
                entries(pair.left?.directory, left, leftIndex),
                entries(pair.right?.directory, right, rightIndex))
            pending.append(contentsOf: below.reversed())
        }
        return pairs
    }

    private func isListed(_ pair: PathPair) -> Bool {
        let leftDirectory = pair.left?.directory
        let rightDirectory = pair.right?.directory
        if pair.left != nil && leftDirectory == nil || pair.right != nil && rightDirectory == nil {
            return true
        }
        let isUnread =
            leftDirectory.map(left.unread.contains) == true
            || rightDirectory.map(right.unread.contains) == true
        if leftDirectory != nil && rightDirectory != nil { return isUnread }
        return isUnread || leftDirectory.map(leftIndex.isEmpty) == true
            || rightDirectory.map(rightIndex.isEmpty) == true
    }

    private func entries(
        _ directory: UInt32?, _ side: TreeContents, _ index: TreeIndex
    ) -> [(name: ArraySlice<UInt8>, entry: TreeEntry)] {
        guard let directory else { return [] }
        var entries: [(name: ArraySlice<UInt8>, entry: TreeEntry)] = []
        var folders = index.directories(in: directory)
        for file in index.files(in: directory) {
            let name = side.table.name(ofFile: Int(file))
            while let folder = folders.first {
                let folderName = side.table.name(ofDirectory: folder)
                guard precedes(folderName, name) else { break }
                entries.append((folderName, .directory(folder)))
                folders = folders.dropFirst()
            }
            entries.append((name, .file(Int(file))))
        }
        for folder in folders { entries.append((side.table.name(ofDirectory: folder), .directory(folder))) }
        return entries
    }

    private func merged(
        _ left: [(name: ArraySlice<UInt8>, entry: TreeEntry)],
        _ right: [(name: ArraySlice<UInt8>, entry: TreeEntry)]
    ) -> [PathPair] {
        var pairs: [PathPair] = []
        pairs.reserveCapacity(max(left.count, right.count))
        var (l, r) = (0, 0)
        while l < left.count || r < right.count {
            if r == right.count || l < left.count && precedes(left[l].name, right[r].name) {
                pairs.append(PathPair(left: left[l].entry, right: nil))
                l += 1
            } else if l == left.count || precedes(right[r].name, left[l].name) {
                pairs.append(PathPair(left: nil, right: right[r].entry))
                r += 1
            } else {
                pairs.append(PathPair(left: left[l].entry, right: right[r].entry))
                l += 1
                r += 1
            }
        }
        return pairs
    }
}

extension TreeIndex {
    /// Whether nothing at all lies in a directory.
    func isEmpty(_ directory: UInt32) -> Bool {
        files(in: directory).isEmpty && directories(in: directory).isEmpty
    }
}
