import ArgumentParser
import FileRecords
import Files
import Records

/// `tieout files report`.
struct FilesReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Sum up a stored scan: what there is, what is there more than once, what it takes.",
        discussion: """
            EXAMPLES:
              tieout files report
              tieout files report archive.sqlite --scan 3 --groups 50
              tieout files report --json
              tieout files report archive.sqlite --html page.html
            """)

    @Argument(help: ArgumentHelp("The database.", valueName: "database"), completion: .file())
    var database = "files.sqlite"
    @Option(help: ArgumentHelp("The scan; without it, the latest.", valueName: "number"))
    var scan: Int?
    @Option(help: ArgumentHelp("Groups to show.", valueName: "n"))
    var groups = 10
    @Flag(help: "Print it as JSON on stdout.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write a page for a browser instead, in one file that loads nothing; - is stdout.",
            valueName: "file"),
        completion: .file())
    var html: String?

    func run() throws {
        try reportingErrors {
            if let html { return try writePage(database: database, scan: scan, to: html) }
            guard groups >= 0 else {
                throw TieoutError("\(groups) groups", at: "--groups", remedy: "give 0 or more")
            }
            let summary = try summarise(database: database, scan: scan, groups: groups)
            print(json ? try encodeJSON(summary) : renderSummary(summary))
        }
    }
}

private func renderSummary(_ summary: ScanSummary, style: TerminalStyle = .standardOutput) -> String {
    let counts = summary.counts
    var lines = [
        "scan \(summary.scan) of \(timeText(summary.started)): \(summary.roots.joined(separator: ", "))"
            + (summary.filter.isEmpty ? "" : " with \(summary.filter)"),
        "\(plural(counts.files, "file")), \(Format.bytes(counts.bytes)), "
            + plural(counts.directories, "directory", "directories"),
    ]
    if summary.state == .stopped { lines.append("stopped before every duplicate was found") }
    lines.append(
        counts.groups == 0
            ? "no file is there twice"
            : "\(Format.count(counts.duplicateFiles)) files in \(plural(counts.groups, "group")) have the same "
                + "content; \(Format.bytes(counts.reclaimable)) can be reclaimed")
    if counts.faults > 0 {
        lines.append("\(plural(counts.faults, "file or folder", "files or folders")) could not be read")
    }
    if summary.misnamed > 0 {
        lines.append("\(plural(summary.misnamed, "file")) bear the name of another kind (view misnamed)")
    }
    lines += categoryLines("by kind", summary.categories.kinds, style)
    lines += categoryLines("by size", summary.categories.sizes, style)
    lines += categoryLines("by age", summary.categories.ages, style)
    for group in summary.largest {
        lines += [
            "",
            style.bold(
                "group \(group.id): \(Format.bytes(Int(group.reclaimable))) to reclaim, "
                    + "\(plural(group.inodes, "copy", "copies")) of \(Format.bytes(Int(group.size)))"),
        ]
        lines += group.paths.prefix(8).map { "  \($0)" }
        if group.paths.count > 8 { lines.append("  … \(Format.count(group.paths.count - 8)) more") }
    }
    return lines.joined(separator: "\n")
}

private func categoryLines(_ title: String, _ categories: [Category], _ style: TerminalStyle) -> [String] {
    guard !categories.isEmpty else { return [] }
    let rows =
        [[title, "files", "bytes", "duplicate files", "duplicate bytes"]]
        + categories.map { category in
            [
                category.name, Format.count(category.files), Format.bytes(category.bytes),
                category.duplicateFiles > 0 ? Format.count(category.duplicateFiles) : "",
                category.duplicateFiles > 0 ? Format.bytes(category.duplicateBytes) : "",
            ]
        }
    let lines = alignedLines(rows, numbers: [1, 2, 3, 4])
    return ["", style.bold(lines[0])] + lines.dropFirst()
}
