import FileRecords
import FileScan
import FileTrees
import Records

/// Both sides with what their files hold, numbered together.
struct GatheredSides {
    var left: TreeContents
    var right: TreeContents
    /// The contents of both were told apart together.
    var isDecided: Bool
    var bytesRead: Int64 = 0
    /// What could not be read of folders.
    var faults: [FileFault] = []
    var warnings: [String] = []
    var leftScan: Int?
    var rightScan: Int?
}

/// Walks folders, loads scans, and reads of folders what it takes to tell contents apart: only files whose
/// size occurs on the other side too.
func gatherSides(_ options: CompareOptions, monitor: RunMonitor) throws -> GatheredSides {
    let (left, right) = (try ComparedSide(options.left), try ComparedSide(options.right))
    if case .folder(let one) = left, case .folder(let other) = right {
        return try gatherFolders(one, other, options, monitor)
    }
    guard !options.verify else {
        throw TieoutError(
            "a saved scan has no bytes to compare", at: "--verify",
            remedy: "compare two folders, or leave it out")
    }
    var warnings: [String] = []
    var sides = try [left, right].map { try SideToGather($0, options, monitor, &warnings) }
    try sides[0].hash(sizesOf: sides[1], options, monitor)
    try sides[1].hash(sizesOf: sides[0], options, monitor)
    let numbers = ContentNumbers.together(
        sides[0].table, sides[0].evidence, sides[1].table, sides[1].evidence)
    return GatheredSides(
        left: sides[0].contents(numbers.left), right: sides[1].contents(numbers.right), isDecided: false,
        bytesRead: sides[0].bytesRead + sides[1].bytesRead, faults: sides[0].faults + sides[1].faults,
        warnings: warnings, leftScan: sides[0].scan, rightScan: sides[1].scan)
}

private func gatherFolders(
    _ left: [UInt8], _ right: [UInt8], _ options: CompareOptions, _ monitor: RunMonitor
) throws -> GatheredSides {
    try requireApart(left, right)
    let walked = try walkTrees(
        [left, right], options: options.walk, threads: options.threads, monitor: monitor)
    let table = walked.table
    let roots = rootPaths(of: table)
    guard roots.count == 2, let leftRoot = directory(at: left, in: table),
        let rightRoot = directory(at: right, in: table)
    else {
        throw TieoutError(
            "is the same folder as \(shown(path: right))", at: shown(path: left),
            remedy: "compare folders that lie apart")
    }
    var evidence = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
    let isLeft = table.isBelow(leftRoot)
    let isWanted = filesOfSharedSizes(
        table, table.files.map { isLeft[Int($0.directory)] }, table,
        table.files.map { !isLeft[Int($0.directory)] })
    let refined = try refineSome(table, &evidence, isWanted, options, hashAll: false, monitor)
    let unread = directoriesNotRead(table, walked.faults)
    let numbers = ContentNumbers(table, evidence: evidence, groups: refined.groups)
    return GatheredSides(
        left: TreeContents(
            table: table, root: leftRoot, numbers: numbers, evidence: evidence, unread: unread),
        right: TreeContents(
            table: table, root: rightRoot, numbers: numbers, evidence: evidence, unread: unread),
        isDecided: true, bytesRead: refined.bytesRead, faults: walked.faults + refined.faults,
        warnings: leftOutSentences(walked.passedOver, "folders"))
}

/// A side that knows nothing of the other.
private struct SideToGather {
    var table: FileTable
    var evidence: [ContentEvidence]
    var root: UInt32
    var unread: Set<UInt32>
    var scan: Int?
    var bytesRead: Int64 = 0
    var faults: [FileFault] = []

    init(
        _ side: ComparedSide, _ options: CompareOptions, _ monitor: RunMonitor, _ warnings: inout [String]
    ) throws {
        switch side {
        case .folder(let path):
            let walked = try walkTrees(
                [path], options: options.walk, threads: options.threads, monitor: monitor)
            table = walked.table
            evidence = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
            root = 0
            unread = directoriesNotRead(table, walked.faults)
            faults = walked.faults
            warnings += leftOutSentences(walked.passedOver, shown(path: path))
        case .saved(let database, let number, let folder):
            let saved = try SavedTree(database: database, scan: number, folder: folder)
            table = saved.table
            evidence = saved.evidence
            root = saved.root
            unread = saved.unread
            scan = saved.record.number
            let left = saved.passedOver.filter { $0.reason != "special" && $0.reason != "repeated" }
            if !left.isEmpty {
                warnings.append(
                    "scan \(saved.record.number) of \(database) left out "
                        + left.map { "\($0.entries) (\($0.reason))" }.joined(separator: ", ")
                        + ": nothing is said of these")
            }
        }
    }

    /// Hashes the files of a folder whose size a file of the other side has. Of a saved scan nothing can be
    /// read.
    mutating func hash(
        sizesOf other: SideToGather, _ options: CompareOptions, _ monitor: RunMonitor
    ) throws {
        guard scan == nil else { return }
        let isBelow = other.table.isBelow(other.root)
        let isWanted = filesOfSharedSizes(
            table, table.files.map { _ in true }, other.table,
            other.table.files.map { isBelow[Int($0.directory)] })
        let refined = try refineSome(table, &evidence, isWanted, options, hashAll: true, monitor)
        evidence = evidenceOfAllNames(table, evidence)
        bytesRead = refined.bytesRead
        faults += refined.faults
    }

    func contents(_ numbers: ContentNumbers) -> TreeContents {
        TreeContents(table: table, root: root, numbers: numbers, evidence: evidence, unread: unread)
    }
}

private func leftOutSentences(_ passedOver: PassedOver, _ place: String) -> [String] {
    let reasons = PassedOver.Reason.allCases.filter {
        passedOver[$0] > 0 && $0 != .special && $0 != .repeated
    }
    guard !reasons.isEmpty else { return [] }
    return [
        "\(place): not looked at: "
            + reasons.map { "\(passedOver[$0]) \(passedOverWords("\($0)"))" }.joined(separator: ", ")
            + "; the answer does not cover them"
    ]
}
