import ArgumentParser
import FileRecords
import Files
import Records

/// `tieout files diff SCAN SCAN`.
struct FilesDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "What changed from one scan to another: added, removed, changed, moved; and what grew.",
        discussion: """
            Without numbers the latest scan is compared with the one before it of the same folders. Moved files \
            are known by their content, or by their inode where it was not read.

            EXAMPLES:
              tieout files diff
              tieout files diff 3 7 --database archive.sqlite --show 100
              tieout files diff 3 7 --json

            EXIT CODES:
              0 equal · 1 different · 2 error
            """)

    @Argument(help: ArgumentHelp("The earlier scan.", valueName: "scan"))
    var before: Int?
    @Argument(help: ArgumentHelp("The later scan; without it, the latest.", valueName: "scan"))
    var now: Int?
    @Option(name: .shortAndLong, help: ArgumentHelp("The database.", valueName: "file"), completion: .file())
    var database = "files.sqlite"
    @Option(help: ArgumentHelp("Changes to show.", valueName: "n"))
    var show = 20
    @Flag(help: "Print it as JSON on stdout.")
    var json = false

    func run() throws {
        var isSame = true
        try reportingErrors {
            guard show >= 0 else {
                throw TieoutError("\(show) changes", at: "--show", remedy: "give 0 or more")
            }
            let report = try compareHistory(database: database, before: before, now: now, limit: show)
            isSame = report.isSame
            print(json ? try encodeJSON(report) : renderHistory(report))
        }
        if !isSame { throw ExitCode(1) }
    }
}

private func renderHistory(_ report: HistoryReport, style: TerminalStyle = .standardOutput) -> String {
    var lines = [
        "scan \(report.before.scan) of \(timeText(report.before.started)) and scan \(report.now.scan) of "
            + timeText(report.now.started)
    ]
    lines += report.warnings.map { "warning: \($0)" }
    let kinds = ["added", "removed", "changed", "moved", "touched"]
    let rows = kinds.map { kind in
        let count = report.counts[kind] ?? HistoryReport.Count()
        return [kind, Format.count(count.files), count.files > 0 ? Format.bytes(count.bytes) : ""]
    }
    lines += alignedLines(rows + [["unchanged", Format.count(report.unchanged), ""]], numbers: [1, 2])
    let (before, now) = (report.before.categories, report.now.categories)
    lines += growthLines("by kind", before.kinds, now.kinds, style)
    lines += growthLines("by size", before.sizes, now.sizes, style)
    lines += growthLines("by age", before.ages, now.ages, style)
    let all = report.counts.reduce(0) { $0 + $1.value.files }
    guard !report.changes.isEmpty else { return lines.joined(separator: "\n") }
    lines += [
        "",
        style.bold(
            all > report.changes.count
                ? "the first \(report.changes.count) of \(plural(all, "change"))" : plural(all, "change")),
    ]
    lines += report.changes.map { changeLine($0, style) }
    return lines.joined(separator: "\n")
}

private func changeLine(_ change: HistoryReport.Change, _ style: TerminalStyle) -> String {
    switch change.kind {
    case "added": return style.green("  + \(change.path)  \(Format.bytes(Int(change.size ?? 0)))")
    case "removed": return style.red("  - \(change.path)  \(Format.bytes(Int(change.sizeBefore ?? 0)))")
    case "moved": return "  > \(change.path)  from \(change.from ?? "")"
    case "changed":
        let (old, new) = (change.sizeBefore ?? 0, change.size ?? 0)
        return "  ~ \(change.path)  \(Format.bytes(Int(old))) to \(Format.bytes(Int(new)))"
    default: return "  . \(change.path)"
    }
}

/// What grew or shrank; nothing where nothing did.
private func growthLines(
    _ title: String, _ before: [Category], _ now: [Category], _ style: TerminalStyle
) -> [String] {
    var names = now.map(\.name)
    for category in before where !names.contains(category.name) { names.append(category.name) }
    let rows: [[String]] = names.compactMap { name in
        let old = before.first { $0.name == name }
        let new = now.first { $0.name == name }
        let files = (new?.files ?? 0) - (old?.files ?? 0)
        let bytes = (new?.bytes ?? 0) - (old?.bytes ?? 0)
        guard files != 0 || bytes != 0 else { return nil }
        return [name, signedText(files, Format.count), signedText(bytes, Format.bytes)]
    }
    guard !rows.isEmpty else { return [] }
    let lines = alignedLines([[title, "files", "bytes"]] + rows, numbers: [1, 2])
    return ["", style.bold(lines[0])] + lines.dropFirst()
}

private func signedText(_ value: Int, _ text: (Int) -> String) -> String {
    value > 0 ? "+" + text(value) : text(value)
}
