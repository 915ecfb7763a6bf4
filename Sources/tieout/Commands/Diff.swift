import ArgumentParser
import Engine
import Records

/// `tieout diff LEFT RIGHT`.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two versions of a table by key: added, removed, changed cell by cell.",
        discussion: """
            Records may stand in any order, columns in any order too. Without --key a column that names each \
            record once is found and used. Broken exports are refused: empty files, half of the records gone, \
            columns dropped, renamed or shifted.

            EXAMPLES:
              tieout diff yesterday.csv today.csv --key id
              tieout diff yesterday.csv today.csv --key shop,order -o changes.sqlite
              tieout diff old.csv new.csv --key id --ignore updated_at --tolerance price=0.01
              tieout diff old.csv new.csv --key id --max-removed 5% --json
              tieout diff old.csv new.csv --keyless --format csv > changes.csv
              tieout diff 'sqlite:///old.db?table=orders' orders.csv.zst --key id
              tieout diff old.csv new.txt --key id --right-reading delimiter=tab

            EXIT CODES:
              0 equal · 1 different · 2 error · 3 stopped by a guard, nothing was published
            """)

    @Argument(help: ArgumentHelp("What was there before.", valueName: "left"), completion: .file())
    var left: String
    @Argument(help: ArgumentHelp("What is there now.", valueName: "right"), completion: .file())
    var right: String

    @Option(
        help: ArgumentHelp("Columns that name a record, with commas between.", valueName: "columns"))
    var key: [String] = []
    @Flag(help: "Compare whole rows, as often as they occur.")
    var keyless = false
    @OptionGroup(title: "Columns") var columns: DiffColumnFlags
    @OptionGroup(title: "Equality") var equality: DiffEqualityFlags
    @Flag(help: "Report records that stand in another order.")
    var moved = false
    @Flag(help: "Look for records on one side only that are the same under another key.")
    var rescue = false
    @OptionGroup(title: "Guards and limits") var guards: DiffGuardFlags
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @OptionGroup(title: "Reading one side") var sides: SideReadingFlags
    @OptionGroup(title: "Output") var output: DiffOutputFlags

    func run() throws {
        var code: Int32 = 0
        try reportingErrors { code = try compare() }
        if code != 0 { throw ExitCode(code) }
    }

    private func compare() throws -> Int32 {
        guard key.isEmpty || !keyless else {
            throw TieoutError("--key and --keyless exclude each other", remedy: "give one of them")
        }
        guard key.isEmpty || !names(key).isEmpty else {
            throw TieoutError("--key names no column", remedy: "name one, or leave it out")
        }
        if let twice = names(key).first(where: { name in names(key).count { $0 == name } > 1 }) {
            throw TieoutError("--key names '\(twice)' twice", remedy: "name each column once")
        }
        guard left != "-" || right != "-" else {
            throw TieoutError("both sources are stdin, which can be read once", remedy: "name a file for one")
        }
        guard output.format == nil || !output.json else {
            throw TieoutError(
                "--json and --format both write to stdout", remedy: "give one of them")
        }
        var options = DiffOptions(left: left, right: right)
        options.key = key.isEmpty ? nil : names(key)
        options.keyless = keyless
        options.moved = moved
        options.rescue = rescue
        try columns.apply(to: &options)
        try equality.apply(to: &options)
        try guards.apply(to: &options)
        try output.apply(to: &options, reading: reading.told, sides: sides)
        let monitor = RunMonitor(run: "diff \(options.left) \(options.right)")
        let target = output.output
        let run = try supervised(monitor, status: output.status, quiet: output.isQuiet) {
            try runDiff(options, target: target, monitor: monitor)
        }
        for reason in run.report.guards { printError("tieout: guard: \(reason)") }
        try show(run)
        if !run.report.guards.isEmpty { return 3 }
        return run.report.isDifferent ? 1 : 0
    }

    private func show(_ run: DiffRun) throws {
        if output.json { return print(try encodeJSON(run.report)) }
        guard run.report.guards.isEmpty else {
            if !output.quiet {
                printError(
                    "tieout: nothing was published; --no-guards compares them all the same, "
                        + "within the limits told (--max-removed and the like)")
            }
            return
        }
        if let format = output.format { return try run.write(format) }
        if !output.quiet { print(renderDiff(run, examples: output.noValues ? 0 : output.show)) }
    }
}

/// Names of columns, with commas between; an option that may be repeated.
func names(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(separator: ",").map(trimmed) }.filter { !$0.isEmpty }
}
