import FileRecords

/// Says of entries without a counterpart of the same content what became of them.
struct RestOfTrees {
    private let left: TreeContents
    private let right: TreeContents
    private let leftDoubts: UndecidedFiles
    private let rightDoubts: UndecidedFiles
    private let isOnLeft: [Bool]
    private let isOnRight: [Bool]

    init(_ left: TreeContents, _ right: TreeContents, isDecided: Bool) {
        self.left = left
        self.right = right
        leftDoubts = UndecidedFiles(of: left, in: right, isDecided: isDecided)
        rightDoubts = UndecidedFiles(of: right, in: left, isDecided: isDecided)
        let count = max(left.numbers.count, right.numbers.count)
        isOnLeft = RestOfTrees.contents(left, count)
        isOnRight = RestOfTrees.contents(right, count)
    }

    private static func contents(_ side: TreeContents, _ count: Int) -> [Bool] {
        var found = [Bool](repeating: false, count: count)
        for file in side.contentFiles { found[Int(side.numbers.ofFile[file])] = true }
        return found
    }

    /// The row of entries of one path; nil where both are accounted for.
    func row(_ l: TreeEntry?, _ r: TreeEntry?) -> TreeComparison.Row? {
        switch (l, r) {
        case (nil, nil): nil
        case (let l?, let r?): both(l, r)
        case (let l?, nil): onLeft(l)
        case (nil, let r?): onRight(r)
        }
    }

    private func both(_ l: TreeEntry, _ r: TreeEntry) -> TreeComparison.Row {
        var row = TreeComparison.Row(kind: .modified, left: l, right: r)
        judge(l, &row)
        if left.facts(l).type != right.facts(r).type {
            row.kind = .typeChanged
        } else if let leftFile = l.file, let rightFile = r.file {
            let doubt = leftDoubts.doubt(left, leftFile, right, rightFile)
            if doubt != .none {
                row.kind = .unproven
                row.doubt = doubt
            }
        } else {
            // Two directories, of which one could not be read to its end.
            row.kind = .unproven
            row.doubt = .unread
        }
        return row
    }

    private func onLeft(_ l: TreeEntry) -> TreeComparison.Row {
        var row = TreeComparison.Row(kind: .onlyLeft, left: l)
        judge(l, &row)
        if row.doubt != .none {
            row.kind = .unproven
        } else if left.content(l) != nil && !row.isMissing {
            row.kind = .copyLeft
        }
        return row
    }

    private func onRight(_ r: TreeEntry) -> TreeComparison.Row {
        var row = TreeComparison.Row(kind: .onlyRight, right: r)
        if let directory = r.directory {
            if right.unread.contains(directory) { row.doubt = .unread }
        } else if let content = right.content(r), let file = r.file {
            if isOnLeft[Int(content)] {
                row.kind = .copyRight
            } else {
                row.doubt = rightDoubts.doubt(right, file)
            }
        }
        if row.doubt != .none { row.kind = .unproven }
        return row
    }

    /// Whether the left entry's content is on the right, and if not, whether that is certain.
    private func judge(_ l: TreeEntry, _ row: inout TreeComparison.Row) {
        if let directory = l.directory {
            row.isMissing = left.unread.contains(directory)
            if row.isMissing { row.doubt = .unread }
        } else if let content = left.content(l), let file = l.file, !isOnRight[Int(content)] {
            row.isMissing = true
            row.doubt = leftDoubts.doubt(left, file)
        }
    }
}
