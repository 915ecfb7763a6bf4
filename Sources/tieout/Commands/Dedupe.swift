import ArgumentParser
import Engine
import Records

/// `tieout dedupe SOURCE`.
struct Dedupe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find the records of one source that are the same thing, in clusters.",
        discussion: """
            EXAMPLES:
              tieout dedupe customers.csv -o result.sqlite
              tieout dedupe customers.csv --id customer_no --exclude notes,updated
              tieout dedupe customers.csv --plan
            """)

    @Argument(
        help: ArgumentHelp(
            "The source: a file, - for stdin, or several (tieout dialect --help).", valueName: "source"),
        completion: .file())
    var source: String?
    @OptionGroup var options: RunOptions

    func run() throws {
        try reportingErrors {
            var job = try options.job()
            job.left = source ?? job.left
            job.leftID = options.id ?? job.leftID
            guard let path = job.left else {
                throw TieoutError("a source is needed", remedy: "tieout dedupe SOURCE.csv")
            }
            guard job.right == nil else {
                throw TieoutError(
                    "the job names two sources", remedy: "tieout match --job \(options.jobPath ?? "")")
            }
            try options.execute(job, left: path, right: nil, command: "dedupe")
        }
    }
}
