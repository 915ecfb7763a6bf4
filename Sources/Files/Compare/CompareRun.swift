import FileRecords
import FileStore
import FileTrees
import Records

/// A comparison that was made: the report, and every row behind it.
public struct CompareRun: Sendable {
    /// What it came to.
    public var report: CompareReport
    /// Every entry of either side.
    public let comparison: TreeComparison
    /// The left side.
    public let left: TreeContents
    /// The right side.
    public let right: TreeContents
}

/// Compares two trees by content.
///
/// - Throws: `TieoutError` for everything a person can mend.
public func runCompare(_ options: CompareOptions, monitor: RunMonitor) throws -> CompareRun {
    let clock = ContinuousClock.now
    let target = try options.output.map { try ComparisonFile(writing: $0) }
    let sides = try gatherSides(options, monitor: monitor)

    monitor.begin(.comparing)
    let comparison = compareTrees(
        sides.left, sides.right, isDecided: sides.isDecided, attributes: options.attributes)
    var run = CompareRun(
        report: report(comparison, sides, options), comparison: comparison, left: sides.left,
        right: sides.right)

    if let target {
        monitor.begin(.storing)
        try run.store(in: target)
        run.report.result = options.output
    }
    run.report.seconds = seconds(since: clock)
    monitor.begin(.done)
    return run
}

private func report(
    _ comparison: TreeComparison, _ sides: GatheredSides, _ options: CompareOptions
) -> CompareReport {
    let counts = comparison.counts(sides.left, sides.right)
    var report = CompareReport(
        left: side(sides.left, sides.leftScan), right: side(sides.right, sides.rightScan),
        question: options.question, missing: .init(counts.missing), unproven: .init(counts.unproven),
        missingCopies: .init(counts.missingCopies), otherAttributes: counts.otherAttributes,
        contentsPairedByOrder: comparison.contentsPairedByOrder, isVerified: options.verify,
        bytesRead: sides.bytesRead)
    for kind in TreeComparison.Kind.allCases { report.counts[kind.name] = .init(counts[kind]) }
    report.faults = sides.faults.map { .init(path: shown(path: $0.path), reason: $0.reason) }
    report.warnings = sides.warnings
    if comparison.rows.contains(where: { $0.doubt == .notHashed || $0.doubt == .counterparts }),
        sides.leftScan ?? sides.rightScan != nil
    {
        report.warnings.append("a saved scan knows every content only if it was made with --hash-all")
    }
    report.proof = comparison.rows.compactMap { proof(of: $0, comparison, sides, options.question) }
    report.holds = report.proof.isEmpty
    return report
}

private func side(_ tree: TreeContents, _ scan: Int?) -> CompareReport.Side {
    let isBelow = tree.table.isBelow(tree.root)
    var side = CompareReport.Side(
        path: shown(path: tree.table.path(ofDirectory: tree.root)), scan: scan, entries: 0, bytes: 0)
    for file in tree.table.files where isBelow[Int(file.directory)] {
        side.entries += 1
        if file.facts.type == .regular { side.bytes += file.facts.size }
    }
    return side
}

/// Why a row makes the answer no; nil where it does not.
private func proof(
    of row: TreeComparison.Row, _ comparison: TreeComparison, _ sides: GatheredSides,
    _ question: CompareOptions.Question
) -> CompareReport.Missing? {
    var reason: String?
    if row.isMissing {
        reason = row.doubt.clause
    } else if question != .safe && comparison.isMissingCopy(row, sides.left) {
        reason = "fewer copies on the right"
    } else if !row.attributes.isEmpty {
        reason = "other \(row.attributes.names.joined(separator: ", "))"
    } else if question == .exact && row.kind != .same {
        reason = row.doubt == .none ? "differs" : row.doubt.clause
    }
    guard let reason, let entry = row.left ?? row.right else { return nil }
    let tree = row.left == nil ? sides.right : sides.left
    return CompareReport.Missing(
        path: shown(path: tree.path(entry)), size: tree.facts(entry).size, kind: row.kind.name,
        reason: reason)
}

extension FileAttributes {
    /// Their names, for a person.
    public var names: [String] {
        [(FileAttributes.mode, "mode"), (.owner, "owner"), (.modified, "time")].compactMap {
            contains($0.0) ? $0.1 : nil
        }
    }
}
