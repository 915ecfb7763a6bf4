import ArgumentParser
import Engine
import Records

/// `tieout init LEFT [RIGHT]`.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the job file that a run without configuration would use, to start from.",
        discussion: """
            EXAMPLES:
              tieout init crm.csv billing.csv -o nightly.yaml
              tieout init customers.csv -o dedupe.yaml
            """)

    @Argument(help: ArgumentHelp("The left source, or the only one.", valueName: "left"), completion: .file())
    var left: String
    @Argument(help: ArgumentHelp("The right source.", valueName: "right"), completion: .file())
    var right: String?
    @Option(name: .customLong("left-id"), help: "Column of the left ids.")
    var leftID: String?
    @Option(name: .customLong("right-id"), help: "Column of the right ids.")
    var rightID: String?
    @Option(help: "Column of the ids, in every source that has it.")
    var id: String?
    @Option(help: ArgumentHelp("Columns not to look at, with commas between.", valueName: "columns"))
    var exclude: String?
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Where to write the job; a file that exists is not overwritten.", valueName: "file"),
        completion: .file())
    var output: String?

    func run() throws {
        try reportingErrors {
            var job = JobFile()
            job.leftID = leftID ?? id
            job.rightID = rightID ?? id
            job.exclude = exclude.map { $0.split(separator: ",").map(trimmed) }
            job.overrule(reading: reading.told)
            let options = try MatchOptions(job, left: left, right: right, place: nil)
            let text = try startingJob(options, monitor: RunMonitor(run: "init"))
            try writeText(text, to: output ?? "-")
            if let output {
                printError(
                    "wrote \(output); run it with: tieout \(right == nil ? "dedupe" : "match") --job \(output)"
                )
            }
        }
    }
}
