import ArgumentParser
import Engine

/// `tieout explain RESULTS LEFT_ID RIGHT_ID`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Why two records match, or why they do not.",
        discussion: """
            Reads the sources of the result again, and refuses if they have changed.

            EXAMPLES:
              tieout explain result.sqlite 17 4711
              tieout explain result.sqlite 17 4711 --json
            """)

    @Argument(help: ArgumentHelp("A Tieout result.", valueName: "results"), completion: .file())
    var results: String
    @Argument(help: ArgumentHelp("Id of the left record.", valueName: "left-id"))
    var left: String
    @Argument(help: ArgumentHelp("Id of the right record.", valueName: "right-id"))
    var right: String
    @Flag(help: "Print JSON on stdout.")
    var json = false
    @Flag(help: "Leave the values out.")
    var noValues = false

    func run() throws {
        try reportingErrors {
            let explanation = try explain(results, left: left, right: right, noValues: noValues)
            print(json ? try encodeJSON(explanation) : renderExplanation(explanation))
        }
    }
}
