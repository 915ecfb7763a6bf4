import ArgumentParser
import Engine
import Records

/// `tieout profile SOURCE`.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Say what is in a source: types, gaps, distinct values, lengths, patterns, keys.",
        discussion: """
            Reads the whole source once, in bounded memory. Counts are exact where that takes little memory, \
            else estimated and marked with ~.

            EXAMPLES:
              tieout profile customers.csv
              tieout profile customers.csv --json > customers.profile.json
              tieout profile export.txt --delimiter ';' --encoding latin-1
            """)

    @Argument(help: ArgumentHelp("The source.", valueName: "source"), completion: .file())
    var source: String
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @Option(help: ArgumentHelp("Threads; without it, one for each core.", valueName: "n"))
    var threads: Int?
    @Flag(help: "Print the profile as JSON on stdout.")
    var json = false
    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func run() throws {
        try reportingErrors {
            let monitor = RunMonitor(run: "profile \(source)")
            // Elsewhere than on a terminal there is one stage, which says nothing.
            let isQuiet = quiet || json || !TerminalStyle.standardError.isLive
            let profile = try supervised(monitor, status: nil, quiet: isQuiet) {
                try profileSource(source, reading: reading.told, threads: threads, monitor: monitor)
            }
            if json {
                print(try encodeJSON(profile))
            } else {
                let rendering = ProfileRendering(
                    profile, style: .standardOutput, columns: DisplayWidth.outputColumns)
                print(rendering.text)
            }
        }
    }
}
