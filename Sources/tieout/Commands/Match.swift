import ArgumentParser
import Engine
import Records

/// `tieout match LEFT RIGHT`.
struct Match: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Link two sources: which record of one is which of the other.",
        discussion: """
            With no options it takes the ids, pairs the columns, chooses comparisons and blocking rules, trains a \
            model without labels and resolves the links. Every choice is printed and can be overruled by a flag \
            or a job file.

            EXAMPLES:
              tieout match crm.csv billing.csv -o result.sqlite
              tieout match crm.csv billing.csv --left-id customer --right-id account
              tieout match bank.csv ledger.csv --threshold 0.9 --review 0.2 --json
              tieout match crm.csv billing.csv --plan
              tieout match 'crm/2026-11-*.csv.gz' 'postgresql://db/shop?table=customers'
              tieout match crm.csv billing.txt --right-reading delimiter=tab --right-reading encoding=latin-1
              tieout match --job nightly.yaml
            """)

    @Argument(
        help: ArgumentHelp(
            "The left source: a file, - for stdin, or several (tieout dialect --help).", valueName: "left"),
        completion: .file())
    var left: String?
    @Argument(help: ArgumentHelp("The right source.", valueName: "right"), completion: .file())
    var right: String?
    @Option(name: .customLong("left-id"), help: "Column of the left ids.")
    var leftID: String?
    @Option(name: .customLong("right-id"), help: "Column of the right ids.")
    var rightID: String?
    @OptionGroup var options: RunOptions
    @OptionGroup(title: "Reading one side") var sides: SideReadingFlags

    func run() throws {
        try reportingErrors {
            var job = try options.job()
            try sides.apply(to: &job)
            job.left = left ?? job.left
            job.right = right ?? job.right
            job.leftID = leftID ?? options.id ?? job.leftID
            job.rightID = rightID ?? options.id ?? job.rightID
            guard let leftPath = job.left, let rightPath = job.right else {
                throw TieoutError("two sources are needed", remedy: "tieout match LEFT.csv RIGHT.csv")
            }
            try options.execute(job, left: leftPath, right: rightPath, command: "match")
        }
    }
}
