import ArgumentParser
import Engine

/// `tieout evaluate RESULTS TRUTH`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Precision, recall and F1 of a result, against known pairs.",
        discussion: """
            EXAMPLES:
              tieout evaluate result.sqlite truth.csv
              tieout evaluate result.sqlite truth.csv --truth-columns crm_id,billing_id --json
              tieout evaluate result.sqlite truth.csv --judged labels.csv
            """)

    @Argument(help: ArgumentHelp("A Tieout result.", valueName: "results"), completion: .file())
    var results: String
    @Argument(
        help: ArgumentHelp(
            "True pairs: a CSV with left_id and right_id, or the ids in its first two columns.",
            valueName: "truth"),
        completion: .file())
    var truth: String
    @Option(help: ArgumentHelp("The truth's two id columns.", valueName: "left,right"))
    var truthColumns: String?
    @Option(help: ArgumentHelp("Judge only the pairs in this CSV.", valueName: "labels"), completion: .file())
    var judged: String?
    @Flag(help: "Print JSON on stdout.")
    var json = false

    func run() throws {
        try reportingErrors {
            let report = try evaluate(results, truth: truth, truthColumns: truthColumns, judged: judged)
            print(json ? try encodeJSON(report) : renderEvaluation(report))
        }
    }
}
