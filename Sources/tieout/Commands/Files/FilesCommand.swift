import ArgumentParser

/// `tieout files`: its subcommands, a file each.
struct FilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "Duplicate files over storage trees: found fast, kept as history, acted on safely.",
        subcommands: [
            FilesScan.self, FilesReport.self, FilesFolders.self, FilesCompare.self, FilesDiff.self,
            FilesScans.self, FilesPlan.self, FilesApply.self, FilesUndo.self, FilesPurge.self,
        ])
}
