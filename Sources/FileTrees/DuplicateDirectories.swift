import FileRecords

/// Finds directories that hold the same files: equal ones, contained ones, and ones that overlap.
///
/// Of each relation only the topmost pairs are reported: what lies below two equal directories, below a
/// contained one or below both of an overlapping pair is known by that. A directory is never compared with
/// one above it, and directories without a file that is not empty are left out.
/// - Parameters:
///   - numbers: what the files hold; files with numbers of their own are shared with nobody.
///   - unread: directories whose entries are not all known: they are equal to none and contained in none.
/// - Complexity: O(n log n) for equal directories; see `ContainedDirectories` and `OverlappingDirectories`
///   for the others, which stop at a fixed number of look-ups for each file and directory. What they have
///   not searched is counted.
public func duplicateDirectories(
    _ table: FileTable, numbers: ContentNumbers, unread: Set<UInt32> = []
) -> DirectoryFindings {
    precondition(numbers.ofFile.count == table.files.count, "numbers of another table")
    let tree = DirectoryTree(table, numbers)
    var findings = DirectoryFindings()

    let hasUnread = tree.directoriesAbove(unread)

    let same = SameDirectories(tree, unread: unread)
    for (first, copy) in same.pairs { findings.overlaps.append(tree.measure(first, copy, .same)) }

    let contained = ContainedDirectories(tree, same, hasUnread)
    var known = same.pairs.map { ($0.first, $0.copy) }
    var mutual: Set<[UInt32]> = []
    for (inner, outer) in contained.pairs {
        let overlap = tree.measure(inner, outer, .contained).judged(hasUnread)
        // Where each contains the other, the search finds them twice.
        let isNew =
            overlap.relation == .contained || mutual.insert([min(inner, outer), max(inner, outer)]).inserted
        if isNew { findings.overlaps.append(overlap) }
        known.append((inner, outer))
    }

    var overlapping = OverlappingDirectories(tree, same.isInCopy, knowing: known)
    overlapping.search { one, other in
        let overlap = tree.measure(min(one, other), max(one, other), .overlapping)
        if overlap.isWorthReporting { findings.overlaps.append(overlap.judged(hasUnread)) }
        return overlap.isWorthReporting
    }
    findings.directoriesNotSearched = contained.notSearched + overlapping.notSearched
    findings.contentsTooCommon = overlapping.tooCommon
    findings.overlaps.sort {
        ($1.left.sharedBytes, $0.left.directory, $0.right.directory)
            < ($0.left.sharedBytes, $1.left.directory, $1.right.directory)
    }
    return findings
}

extension DirectoryOverlap {
    /// Bytes that both have, by the bytes of both together: 1 for equal ones, 0 for ones without anything in
    /// common.
    public var similarity: Double {
        let shared = min(left.sharedBytes, right.sharedBytes)
        let all = left.bytes + right.bytes - shared
        return all > 0 ? Double(shared) / Double(all) : 0
    }

    /// The pair with the relation that its counts show, the contained one on the left.
    ///
    /// - Parameter hasUnread: for each directory whether something below it is not known.
    fileprivate func judged(_ hasUnread: [Bool]) -> DirectoryOverlap {
        let isLeftContained = left.sharedFiles == left.files && !hasUnread[Int(left.directory)]
        let isRightContained = right.sharedFiles == right.files && !hasUnread[Int(right.directory)]
        var judged = self
        switch (isLeftContained, isRightContained) {
        case (true, true):
            judged.relation = .sameContents
            if right.directory < left.directory { swap(&judged.left, &judged.right) }
        case (true, false): judged.relation = .contained
        case (false, true):
            judged.relation = .contained
            swap(&judged.left, &judged.right)
        case (false, false): judged.relation = .overlapping
        }
        return judged
    }

    /// At least a third of what both hold is shared, and more than one file.
    var isWorthReporting: Bool {
        similarity >= 1.0 / 3 && min(left.sharedFiles, right.sharedFiles) > 1
    }
}
