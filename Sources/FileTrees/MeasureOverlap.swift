import FileRecords

extension DirectoryTree {
    /// Counts what two directories, neither below the other, have in common: exactly, with all contents.
    ///
    /// - Complexity: O(n log n) for n files below the left, and those below the right that share a content.
    func measure(_ left: UInt32, _ right: UInt32, _ relation: DirectoryOverlap.Relation) -> DirectoryOverlap {
        var overlap = DirectoryOverlap(
            relation: relation,
            left: DirectoryOverlap.Side(
                directory: left, files: fileCount[Int(left)], bytes: bytes[Int(left)]),
            right: DirectoryOverlap.Side(
                directory: right, files: fileCount[Int(right)], bytes: bytes[Int(right)]))
        for content in contents(below: left) {
            let onRight = occurrences(of: content, below: right)
            guard !onRight.isEmpty else { continue }
            let onLeft = occurrences(of: content, below: left)
            count(onLeft, onRight, in: &overlap.left)
            count(onRight, onLeft, in: &overlap.right)
        }
        return overlap
    }

    private func count(
        _ files: ArraySlice<UInt32>, _ others: ArraySlice<UInt32>, in side: inout DirectoryOverlap.Side
    ) {
        guard let first = files.first else { return }
        side.sharedFiles += files.count
        side.sharedBytes += Int64(files.count) * table.files[Int(self.files[Int(first)])].facts.size
        guard files.count > 1 || others.count > 1 else {
            if name(first).elementsEqual(name(others[others.startIndex])) { side.sameNames += 1 }
            return
        }
        let names = Set(others.map { name($0) })
        for file in files where names.contains(name(file)) { side.sameNames += 1 }
    }

    private func name(_ file: UInt32) -> ArraySlice<UInt8> { table.name(ofFile: Int(files[Int(file)])) }
}
