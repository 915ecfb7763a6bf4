import FileRecords
import FileTrees
import Files

/// A comparison of trees, as a person reads it: counts, the answer, its proof, then what else differs.
func renderComparison(
    _ run: CompareRun, show: Int, style: TerminalStyle = .standardOutput
) -> String {
    let report = run.report
    var lines = alignedLines(
        [sideCells("left", report.left), sideCells("right", report.right)], numbers: [2, 3])
    lines += [""] + countLines(run)
    lines += ["", answer(report, style)]
    lines += proofLines(report, show, style)
    lines += differenceLines(run, show, style)
    if !report.faults.isEmpty {
        lines += ["", style.bold("could not be read")]
        lines += report.faults.prefix(max(show, 1)).map { "  \($0.path): \($0.reason)" }
        lines += more(report.faults.count - max(show, 1))
    }
    if report.contentsPairedByOrder > 0 {
        lines += [
            "",
            "\(Format.count(report.contentsPairedByOrder)) contents have so many places that their moves "
                + "were paired by name alone",
        ]
    }
    if !report.warnings.isEmpty { lines += [""] + report.warnings.map { "warning: \($0)" } }
    lines += [
        "",
        "\(Format.seconds(report.seconds)), \(Format.bytes(Int(report.bytesRead))) read"
            + (report.isVerified ? ", equal files compared byte by byte" : "")
            + (report.result.map { "; result in \($0)" } ?? ""),
    ]
    return lines.joined(separator: "\n")
}

private func sideCells(_ name: String, _ side: CompareReport.Side) -> [String] {
    [
        name, side.path + (side.scan.map { " (scan \($0))" } ?? ""),
        "\(Format.count(side.entries)) file\(side.entries == 1 ? "" : "s")",
        Format.bytes(Int(side.bytes)),
    ]
}

private func countLines(_ run: CompareRun) -> [String] {
    var rows: [[String]] = []
    for kind in TreeComparison.Kind.allCases {
        guard let count = run.report.counts[kind.name] else { continue }
        if count.entries == 0 && kind != .same { continue }
        rows.append([kind.name, Format.count(count.entries), Format.bytes(Int(count.bytes))])
    }
    if run.report.otherAttributes > 0 {
        rows.append(["other attributes", Format.count(run.report.otherAttributes), ""])
    }
    return alignedLines(rows, numbers: [1, 2])
}

private func answer(_ report: CompareReport, _ style: TerminalStyle) -> String {
    let (yes, no): (String, String) =
        switch report.question {
        case .safe: ("everything of the left is on the right", "not everything of the left is on the right")
        case .copies:
            ("every copy of the left is on the right", "not every copy of the left is on the right")
        case .exact: ("both trees are the same", "the trees differ")
        }
    guard !report.holds else { return style.green("yes: \(yes)") }
    var parts: [String] = []
    if report.missing.entries > 0 {
        parts.append(
            "\(Format.count(report.missing.entries)) missing (\(Format.bytes(Int(report.missing.bytes))))"
                + (report.unproven.entries > 0
                    ? ", \(Format.count(report.unproven.entries)) of them unproven" : ""))
    }
    let fewer = report.missingCopies.entries - report.missing.entries
    if report.question != .safe && fewer > 0 { parts.append("\(Format.count(fewer)) with fewer copies") }
    if report.otherAttributes > 0 {
        parts.append("\(Format.count(report.otherAttributes)) with other attributes")
    }
    return style.red("no: \(no)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")))
}

private func proofLines(_ report: CompareReport, _ show: Int, _ style: TerminalStyle) -> [String] {
    let rows = report.proof.prefix(show).map {
        ["  " + $0.path, Format.bytes(Int($0.size)), $0.kind, $0.reason]
    }
    return alignedLines(Array(rows), numbers: [1]) + more(report.proof.count - show)
}

private func differenceLines(_ run: CompareRun, _ show: Int, _ style: TerminalStyle) -> [String] {
    guard show > 0, run.report.question != .exact else { return [] }
    let others = run.comparison.rows.lazy.filter {
        !$0.isMissing && $0.kind != .same && (run.report.question == .safe || $0.kind != .copyLeft)
    }
    let rows = others.prefix(show).map { row in
        let left = row.left.map { shown(path: run.left.path($0)) }
        let right = row.right.map { shown(path: run.right.path($0)) }
        let place = [left, right == left ? nil : right].compactMap { $0 }.joined(separator: " → ")
        return ["  " + row.kind.name, place, row.doubt == .none ? "" : row.doubt.clause]
    }
    guard !rows.isEmpty else { return [] }
    let count = others.reduce(0) { count, _ in count + 1 }
    return ["", style.bold("what else differs")] + alignedLines(Array(rows), numbers: []) + more(count - show)
}

private func more(_ count: Int) -> [String] { count > 0 ? ["  … and \(Format.count(count)) more"] : [] }
