import ArgumentParser
import Engine

/// `tieout export RESULTS`.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Records with what was found about them, as CSV or JSON Lines.",
        discussion: """
            Reads the sources of the result again, and refuses if they have changed. Writes to stdout, or to -o.

            EXAMPLES:
              tieout export result.sqlite > matches.csv
              tieout export result.sqlite --what review --format jsonl -o to-check.jsonl
              tieout export result.sqlite --what clusters
            """)

    @Argument(help: ArgumentHelp("A Tieout result.", valueName: "results"), completion: .file())
    var results: String
    @Option(help: "matches, review, unmatched or clusters; clusters for a dedupe, matches else.")
    var what: ExportSelection?
    @Option(help: "csv or jsonl.")
    var format: ExportFormat = .csv
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where to write; a file that exists is not overwritten.", valueName: "file"),
        completion: .file())
    var output: String?

    func run() throws {
        try reportingErrors { try export(results, what: what, format: format, to: output ?? "-") }
    }
}

extension ExportSelection: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
