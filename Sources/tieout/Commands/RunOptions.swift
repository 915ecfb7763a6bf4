import ArgumentParser
import Engine
import Records
import Status

/// What `match` and `dedupe` have in common.
struct RunOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Where the result goes; without it, NAME.tieout.sqlite in the working folder, NAME being that of the left source.",
            valueName: "file"), completion: .file())
    var output: String?
    @Option(help: "Column of the ids, in every source that has it.")
    var id: String?
    @Option(
        help: ArgumentHelp(
            "Columns not to look at, with commas between; may be repeated.", valueName: "columns"))
    var exclude: [String] = []
    @Option(
        name: .customLong("job"),
        help: ArgumentHelp("A job file (YAML); flags overrule it.", valueName: "file"),
        completion: .file())
    var jobPath: String?
    @Option(help: ArgumentHelp("Match probability from which a pair is a match, 0…1.", valueName: "p"))
    var threshold: Double?
    @Option(
        name: .customLong("target-precision"),
        help: ArgumentHelp(
            "Share of the matches that is to be right, by the model's own estimate, in place of a threshold.",
            valueName: "p"))
    var targetPrecision: Double?
    @Option(help: ArgumentHelp("Match probability from which a pair is for review, 0…1.", valueName: "p"))
    var review: Double?
    @Option(
        help:
            "one-to-one, one-to-many, many-to-one, many-to-many or clusters; without it, chosen from the data."
    )
    var cardinality: String?
    @Option(help: "How pairs are found and judged, fields or text; without it, chosen from the data.")
    var method: String?
    @Option(help: ArgumentHelp("Threads; without it, one for each core.", valueName: "n"))
    var threads: Int?
    @Option(
        help: ArgumentHelp(
            "Most memory to use, such as 2G: a run that is estimated to need more is refused as soon as that shows.",
            valueName: "size"))
    var memory: String?
    @Option(help: ArgumentHelp("Most candidate pairs to score.", valueName: "n"))
    var maxPairs: Int?
    @Option(help: ArgumentHelp("A trained model to use as it is.", valueName: "file"), completion: .file())
    var model: String?
    @Option(help: ArgumentHelp("Where to write the trained model.", valueName: "file"), completion: .file())
    var saveModel: String?
    @Option(
        help: ArgumentHelp("What people decided: a CSV of left_id,right_id,verdict.", valueName: "file"),
        completion: .file())
    var decisions: String?
    @Option(
        help: ArgumentHelp(
            "Pairs that somebody has judged, to learn the thresholds from: a CSV of left_id,right_id,verdict.",
            valueName: "file"),
        completion: .file())
    var labels: String?
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @Flag(help: "Say what would be done, what it would cost, and stop.")
    var plan = false
    @Flag(help: "Print the summary as JSON on stdout.")
    var json = false
    @Flag(help: "Keep record values out of terminal and result.")
    var noValues = false
    @Flag(name: .shortAndLong, help: "No progress and no summary.")
    var quiet = false
    @Option(
        help: ArgumentHelp("Serve the run's status over HTTP until it ends.", valueName: "[address:]port"))
    var status: String?

    /// The job file, with the flags on top.
    func job() throws -> JobFile {
        var job = JobFile()
        if let jobPath { job = try JobFile.read(try readText(jobPath), path: jobPath) }
        job.output = output ?? job.output
        if !exclude.isEmpty { job.exclude = exclude.flatMap { $0.split(separator: ",").map(trimmed) } }
        job.threshold = threshold ?? job.threshold
        job.review = review ?? job.review
        job.targetPrecision = targetPrecision ?? job.targetPrecision
        job.cardinality = cardinality ?? job.cardinality
        job.method = method ?? job.method
        job.threads = threads ?? job.threads
        job.memory = memory ?? job.memory
        job.maxPairs = maxPairs ?? job.maxPairs
        job.model = model ?? job.model
        job.decisions = decisions ?? job.decisions
        job.labels = labels ?? job.labels
        job.overrule(reading: reading.told)
        return job
    }

    /// Runs the job: plan, or match and report.
    func execute(_ job: JobFile, left: String, right: String?, command: String) throws {
        var options = try MatchOptions(job, left: left, right: right, place: jobPath)
        options.noValues = noValues
        options.saveModelPath = saveModel
        let target = job.output ?? defaultOutput(left)
        let sources = [options.left] + (options.right.map { [$0] } ?? [])
        let monitor = RunMonitor(run: ([command] + sources).joined(separator: " "))
        let summary = try supervised(monitor, status: status, quiet: quiet || json) {
            try plan
                ? planRun(options, monitor: monitor) : runMatch(options, target: target, monitor: monitor)
        }
        if json {
            print(try encodeJSON(summary))
        } else if !quiet {
            print(plan ? renderPlan(summary) : renderSummary(summary))
        }
    }
}

/// `crm.csv` and `crm.csv.gz` give `crm.tieout.sqlite` in the working folder, `-` gives `stdin.tieout.sqlite`,
/// and of several files the first name counts, without what only a pattern has.
private func defaultOutput(_ left: String) -> String {
    if left == "-" { return "stdin.tieout.sqlite" }
    var name = left.split(separator: ",").first ?? "source"
    if ["sqlite:", "sqlite3:", "postgresql:", "postgres:"].contains(where: { left.hasPrefix($0) }) {
        // Of an address the table, or else the file; never a user or host.
        let parts = left.split(separator: "?", maxSplits: 1)
        let table = parts.dropFirst().first?.split(separator: "&").first { $0.hasPrefix("table=") }
        if let table = table?.dropFirst("table=".count) {
            return table.filter { $0.isLetter || $0.isNumber || "._-".contains($0) } + ".tieout.sqlite"
        }
        name = left.hasPrefix("sqlite") ? parts[0].drop { $0 != ":" }.dropFirst() : "query"
    }
    if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    for packed in [".gz", ".zst", ".bz2"] where name.hasSuffix(packed) { name = name.dropLast(packed.count) }
    if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = name[..<dot] }
    let plain = name.filter { !"*[]".contains($0) }
    return "\(plain.isEmpty ? "source" : plain).tieout.sqlite"
}

func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
}
