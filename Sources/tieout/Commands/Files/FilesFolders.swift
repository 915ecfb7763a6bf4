import ArgumentParser
import Files
import Records

/// `tieout files folders`.
struct FilesFolders: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folders",
        abstract: "List folders that hold the same: equal, contained and overlapping ones.",
        discussion: """
            Of a stored scan. Only the topmost pairs are listed, those that share most bytes first.

            EXAMPLES:
              tieout files folders
              tieout files folders archive.sqlite --show 50
              tieout files folders --json
            """)

    @Argument(help: ArgumentHelp("The database.", valueName: "database"), completion: .file())
    var database = "files.sqlite"
    @Option(help: ArgumentHelp("The scan; without it, the latest.", valueName: "number"))
    var scan: Int?
    @Option(help: ArgumentHelp("Pairs to show.", valueName: "n"))
    var show = 20
    @Flag(help: "Print all pairs as JSON on stdout.")
    var json = false

    func run() throws {
        try reportingErrors {
            guard show >= 0 else {
                throw TieoutError("\(show) pairs", at: "--show", remedy: "give 0 or more")
            }
            let overlaps = try FolderOverlaps(database: database, scan: scan)
            print(json ? try encodeJSON(overlaps) : renderFolders(overlaps, show: show))
        }
    }
}

private func renderFolders(_ overlaps: FolderOverlaps, show: Int) -> String {
    guard !overlaps.pairs.isEmpty else { return "no two folders hold the same" }
    var rows = [["relation", "shared", "of it", "of the other", "folder", "other folder"]]
    for pair in overlaps.pairs.prefix(show) {
        rows.append([
            pair.relation, Format.bytes(Int(pair.left.sharedBytes)), share(pair.left), share(pair.right),
            pair.left.path, pair.right.path,
        ])
    }
    var lines = show > 0 ? alignedLines(rows, numbers: [1, 2, 3]) : []
    let more = overlaps.pairs.count - show
    if more > 0 { lines.append("… and \(Format.count(more)) more") }
    if overlaps.directoriesNotSearched > 0 {
        lines.append("\(Format.count(overlaps.directoriesNotSearched)) folders were not searched to the end")
    }
    if overlaps.contentsTooCommon > 0 {
        lines.append(
            "\(Format.count(overlaps.contentsTooCommon)) contents are so common that they led to no pair")
    }
    return lines.joined(separator: "\n")
}

private func share(_ side: FolderOverlaps.Side) -> String {
    percent(side.bytes > 0 ? Double(side.sharedBytes) / Double(side.bytes) : 0)
}
