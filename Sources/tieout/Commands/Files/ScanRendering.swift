import Files
import Records

/// The summary of a scan as a person reads it.
func renderScan(_ report: ScanReport, style: TerminalStyle = .standardOutput) -> String {
    var lines = headLines(report)
    lines += stepLines(report, style)
    lines += ["", foundLine(report)]
    lines += groupLines(report, style)
    lines += faultLines(report, style)
    for warning in report.warnings { lines += ["", "warning: \(warning)"] }
    lines += ["", "\(fixed(report.seconds, 2)) s; scan \(report.scan) in \(report.database). Next:"]
    lines += nextLines(report)
    return lines.joined(separator: "\n")
}

private func headLines(_ report: ScanReport) -> [String] {
    let counts = report.counts
    var rows = [
        ["files", Format.count(counts.files), Format.bytes(counts.bytes)],
        ["directories", Format.count(counts.directories), ""],
    ]
    if counts.links > 0 { rows.append(["symbolic links", Format.count(counts.links), ""]) }
    if counts.hardLinks > 0 { rows.append(["further names", Format.count(counts.hardLinks), "hard links"]) }
    if counts.emptyFiles > 0 { rows.append(["empty files", Format.count(counts.emptyFiles), ""]) }
    for (reason, entries) in report.passedOver.sorted(by: { $0.key < $1.key }) {
        rows.append([passedOverWords(reason), Format.count(entries), "not looked at"])
    }
    if counts.remembered > 0 {
        rows.append(["remembered", Format.count(counts.remembered), "read in an earlier scan"])
    }
    let title = "scanned " + report.roots.joined(separator: ", ")
    return [title + (report.filter.isEmpty ? "" : " with \(report.filter)")]
        + alignedLines(rows, numbers: [1]).map { "  \($0)" }
}

private func stepLines(_ report: ScanReport, _ style: TerminalStyle) -> [String] {
    guard !report.steps.isEmpty else { return [] }
    let rows =
        [["left after", "files", "bytes", "read"]]
        + report.steps.map { step in
            [
                step.name, Format.count(step.files), Format.bytes(Int(step.bytes)),
                step.bytesRead > 0 ? Format.bytes(Int(step.bytesRead)) : "",
            ]
        }
    return [""] + alignedLines(rows, numbers: [1, 2, 3]).map { "  \($0)" }
}

private func foundLine(_ report: ScanReport) -> String {
    let counts = report.counts
    guard counts.groups > 0 else {
        return report.isComplete ? "no file is there twice" : "stopped: no file was found twice so far"
    }
    let files = "\(Format.count(counts.duplicateFiles)) files in \(plural(counts.groups, "group"))"
    return (report.isComplete ? "" : "stopped, so far: ")
        + "\(files) have the same content; \(Format.bytes(counts.reclaimable)) can be reclaimed"
}

private func groupLines(_ report: ScanReport, _ style: TerminalStyle) -> [String] {
    guard !report.largest.isEmpty else { return [] }
    let rows = report.largest.prefix(5).map { group in
        [
            Format.bytes(Int(group.reclaimable)),
            "\(Format.count(group.files)) x \(Format.bytes(Int(group.size)))",
            group.path,
        ]
    }
    return alignedLines(rows, numbers: [0, 1]).map { "  \($0)" }
}

private func faultLines(_ report: ScanReport, _ style: TerminalStyle) -> [String] {
    guard report.counts.faults > 0 else { return [] }
    let title = "\(plural(report.counts.faults, "file or folder", "files or folders")) could not be read"
    var lines = ["", style.red(title)]
    lines += report.faults.prefix(5).map { "  \($0.path): \($0.reason)" }
    if report.counts.faults > 5 { lines.append("  … all of them are in the view errors") }
    return lines
}

private func nextLines(_ report: ScanReport) -> [String] {
    var lines: [String] = []
    if !report.isComplete { lines.append("  run the same scan again: it goes on where this one stopped") }
    if report.counts.groups > 0 {
        lines.append(
            "  sqlite3 \(report.database) \"SELECT group_id, size, path_text FROM duplicates ORDER BY size DESC LIMIT 20\""
        )
    }
    lines.append("  tieout files report \(report.database)")
    return lines
}

/// `1 group`, `2 groups`.
func plural(_ count: Int, _ noun: String, _ many: String? = nil) -> String {
    "\(Format.count(count)) \(count == 1 ? noun : many ?? noun + "s")"
}
