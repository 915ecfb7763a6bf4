import ArgumentParser

/// `tieout files`: its subcommands, a file each.
struct FilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "Duplicate files over storage trees: found fast, kept as history.",
        subcommands: [FilesScan.self, FilesScans.self, FilesCompare.self])
}
