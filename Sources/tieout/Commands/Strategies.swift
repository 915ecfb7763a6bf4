import ArgumentParser
import Engine
import Records

/// `tieout strategies LEFT [RIGHT]`.
struct Strategies: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run several ways of matching over the same data, and say how they compare.",
        discussion: """
            Built in are exact (records equal in every field), contains (one value contains the other), fuzzy \
            (alike, with weights fixed by kind), fellegi-sunter (a trained model, every pair above the threshold), \
            text (nearest by all that records say) and automatic, which is what match and dedupe do. A file may name more, in the words of a job file; \
            docs/strategies.md tells how. With one source it compares ways of finding duplicates in it.

            Without known pairs it says what to expect; with --truth it says what came of it.

            EXAMPLES:
              tieout strategies crm.csv billing.csv
              tieout strategies crm.csv billing.csv --truth pairs.csv -o strategies.sqlite
              tieout strategies crm.csv billing.csv --truth pairs.csv --page strategies.html
              tieout strategies crm.csv billing.csv --only fuzzy,automatic --json
              tieout strategies crm.csv billing.csv --strategies ours.yaml --truth pairs.csv
              tieout strategies customers.csv --exclude notes,updated
            """)

    @Argument(help: ArgumentHelp("The left source, or the only one.", valueName: "left"), completion: .file())
    var left: String
    @Argument(help: ArgumentHelp("The right source.", valueName: "right"), completion: .file())
    var right: String?
    @Option(
        help: ArgumentHelp(
            "True pairs: a CSV with left_id and right_id, or the ids in its first two columns.",
            valueName: "file"),
        completion: .file())
    var truth: String?
    @Option(help: ArgumentHelp("The truth's two id columns.", valueName: "left,right"))
    var truthColumns: String?
    @Option(
        name: .customLong("strategies"),
        help: ArgumentHelp("Further strategies (YAML).", valueName: "file"), completion: .file())
    var file: String?
    @Option(
        help: ArgumentHelp(
            "Only these strategies, with commas between; may be repeated.", valueName: "names"))
    var only: [String] = []
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Write everything into a SQLite database.", valueName: "file"),
        completion: .file())
    var output: String?
    @Option(
        help: ArgumentHelp(
            "Write a page for a browser too, in one file that loads nothing; - is stdout.", valueName: "file"),
        completion: .file())
    var page: String?
    @Option(name: .customLong("left-id"), help: "Column of the left ids.")
    var leftID: String?
    @Option(name: .customLong("right-id"), help: "Column of the right ids.")
    var rightID: String?
    @Option(help: "Column of the ids, in every source that has it.")
    var id: String?
    @Option(
        help: ArgumentHelp(
            "Columns not to look at, with commas between; may be repeated.", valueName: "columns"))
    var exclude: [String] = []
    @Option(help: ArgumentHelp("Threads; without it, one for each core.", valueName: "n"))
    var threads: Int?
    @Option(help: ArgumentHelp("Most candidate pairs a strategy may score.", valueName: "n"))
    var maxPairs: Int?
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @OptionGroup(title: "Reading one side") var sides: SideReadingFlags
    @Flag(help: "Print everything as JSON on stdout.")
    var json = false
    @Flag(help: "Keep record values out of what is shown and written.")
    var noValues = false
    @Flag(name: .shortAndLong, help: "No progress and no table.")
    var quiet = false
    @Option(
        help: ArgumentHelp("Serve the run's status over HTTP until it ends.", valueName: "[address:]port"))
    var status: String?

    func run() throws {
        try reportingErrors {
            let options = try options()
            if let page { try requirePagePath(page) }
            let sources = [left] + (right.map { [$0] } ?? [])
            let monitor = RunMonitor(run: (["strategies"] + sources).joined(separator: " "))
            let report = try supervised(monitor, status: status, quiet: quiet || json || page == "-") {
                try runStrategies(options, monitor: monitor)
            }
            if let page { try writePage(report, to: page) }
            if json {
                print(try encodeJSON(report))
            } else if !quiet, page != "-" {
                print(renderStrategies(report))
            }
        }
    }

    private func options() throws -> StrategyOptions {
        var job = JobFile()
        job.leftID = leftID ?? id
        job.rightID = rightID ?? id
        if !exclude.isEmpty { job.exclude = split(exclude) }
        job.threads = threads
        job.maxPairs = maxPairs
        job.overrule(reading: reading.told)
        try sides.apply(to: &job)
        var known = Strategy.builtIn(isDedupe: right == nil)
        if let file { known += try Strategy.read(try readText(file), path: file, known: known) }
        let strategies = try Strategy.chosen(split(only), of: known, at: "--only")
        var options = StrategyOptions(job: job, left: left, right: right, strategies: strategies)
        options.truth = truth
        options.truthColumns = truthColumns
        options.target = output
        options.noValues = noValues
        options.file = file
        return options
    }

    private func split(_ lists: [String]) -> [String] {
        lists.flatMap { $0.split(separator: ",").map(trimmed) }
    }
}
