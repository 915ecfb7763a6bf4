import ArgumentParser
import Engine
import Records

/// Which columns are compared with which.
struct DiffColumnFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Columns that belong together under two names.", valueName: "left=right"))
    var map: [String] = []
    @Option(help: ArgumentHelp("Columns not to compare, with commas between.", valueName: "columns"))
    var ignore: [String] = []
    @Option(help: ArgumentHelp("The only columns to compare, with commas between.", valueName: "columns"))
    var only: [String] = []

    func apply(to options: inout DiffOptions) throws {
        options.map = try map.map { try assignment($0, "--map", "left=right") }.map { ($0.name, $0.value) }
        options.ignore = names(ignore)
        options.only = only.isEmpty ? nil : names(only)
    }
}

/// When two cells are the same.
struct DiffEqualityFlags: ParsableArguments {
    @Flag(help: "Find out what each column holds, compare it as that, and follow renamed columns.")
    var smart = false
    @Option(
        help: ArgumentHelp(
            "Most that numbers may differ by, as price=0.01 or price=1%; * is every column.",
            valueName: "column=limit"))
    var tolerance: [String] = []
    @Option(help: ArgumentHelp("Decimals to round numbers to first.", valueName: "column=n"))
    var round: [String] = []
    @Option(help: ArgumentHelp("Columns of numbers, however written: 1,000.0 is 1000.", valueName: "columns"))
    var numbers: [String] = []
    @Option(
        help: ArgumentHelp(
            "Columns of dates and times, however written: 2026-11-21 is 21 Nov 2026.", valueName: "columns"))
    var dates: [String] = []
    @Flag(help: "In dates such as 03/04/2026 the month comes first.")
    var monthFirst = false
    @Option(help: ArgumentHelp("Zone of left times that name none, such as +01:00.", valueName: "zone"))
    var leftZone: String?
    @Option(help: ArgumentHelp("Zone of right times that name none.", valueName: "zone"))
    var rightZone: String?
    @Option(help: ArgumentHelp("Columns in which case does not count; * is every one.", valueName: "columns"))
    var ignoreCase: [String] = []
    @Option(
        help: ArgumentHelp(
            "Columns in which blanks at the ends and runs of blanks do not count.", valueName: "columns"))
    var ignoreSpace: [String] = []

    func apply(to options: inout DiffOptions) throws {
        options.equality.smart = smart
        options.equality.tolerance = try tolerance.map { try assignment($0, "--tolerance", "price=0.01") }
            .map { ($0.name, $0.value) }
        options.equality.round = try round.map { text in
            let (column, value) = try assignment(text, "--round", "price=2")
            guard let decimals = Int(value) else {
                throw TieoutError(
                    "'\(value)' is no number of decimals", at: "--round", remedy: "write price=2")
            }
            return (column, decimals)
        }
        options.equality.numbers = names(numbers)
        options.equality.dates = names(dates)
        options.equality.dayOrder = monthFirst ? .monthFirst : .dayFirst
        options.equality.zones = (try zone(leftZone, "--left-zone"), try zone(rightZone, "--right-zone"))
        options.equality.ignoreCase = names(ignoreCase)
        options.equality.ignoreSpace = names(ignoreSpace)
    }

    /// Minutes east of UTC.
    private func zone(_ text: String?, _ flag: String) throws -> Int {
        guard let text, text != "Z" else { return 0 }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard let sign = text.first, sign == "+" || sign == "-", digits.count == 4, let value = Int(digits),
            value / 100 <= 14, value % 100 < 60
        else { throw TieoutError("'\(text)' is no zone", at: flag, remedy: "write +01:00, -0500 or Z") }
        return (sign == "-" ? -1 : 1) * (value / 100 * 60 + value % 100)
    }
}

/// When a diff is not to be trusted.
struct DiffGuardFlags: ParsableArguments {
    @Flag(help: "Compare broken exports all the same; an empty file is an empty table.")
    var noGuards = false
    @Option(help: ArgumentHelp("Most records removed, such as 250 or 10%.", valueName: "limit"))
    var maxRemoved: String?
    @Option(help: ArgumentHelp("Most records added, as a number or a share of the left.", valueName: "limit"))
    var maxAdded: String?
    @Option(help: ArgumentHelp("Most records changed.", valueName: "limit"))
    var maxChanged: String?
    @Option(help: ArgumentHelp("Fewest records on the right.", valueName: "n"))
    var minRows: Int?

    func apply(to options: inout DiffOptions) throws {
        options.guards = !noGuards
        options.limits.removed = try limit(maxRemoved, "--max-removed")
        options.limits.added = try limit(maxAdded, "--max-added")
        options.limits.changed = try limit(maxChanged, "--max-changed")
        options.limits.minRows = minRows
    }

    private func limit(_ text: String?, _ flag: String) throws -> DiffLimit? {
        guard let text else { return nil }
        guard let limit = DiffLimit(text) else {
            throw TieoutError("'\(text)' is no limit", at: flag, remedy: "write 250 or 10%")
        }
        return limit
    }
}

/// Where the differences go, and what the run may use.
struct DiffOutputFlags: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Where the result goes, a SQLite file; without it none is kept.", valueName: "file"),
        completion: .file())
    var output: String?
    @Flag(help: "Print the counts as JSON on stdout.")
    var json = false
    @Option(help: ArgumentHelp("Write all differences to stdout instead: csv, jsonl or html."))
    var format: DiffFormat?
    @Option(help: ArgumentHelp("Differences to show in the summary.", valueName: "n"))
    var show = 10
    @Option(
        help: ArgumentHelp(
            "Most memory to use, such as 256M: what does not fit goes to a temporary file.", valueName: "size"
        ))
    var memory: String?
    @Option(help: ArgumentHelp("Threads; without it, one for each core.", valueName: "n"))
    var threads: Int?
    @Flag(help: "Keep record values out of terminal and result; keys stay.")
    var noValues = false
    @Flag(name: .shortAndLong, help: "No progress and no summary.")
    var quiet = false
    @Option(
        help: ArgumentHelp("Serve the run's status over HTTP until it ends.", valueName: "[address:]port"))
    var status: String?

    var isQuiet: Bool { quiet || json || format != nil }

    func apply(
        to options: inout DiffOptions, reading: JobReading?, sides: SideReadingFlags
    ) throws {
        var job = JobFile()
        job.reading = reading
        try sides.apply(to: &job)
        job.memory = memory
        job.threads = threads
        // The checks that every command makes.
        let common = try MatchOptions(job, left: options.left, right: options.right, place: nil)
        options.leftReading = common.leftReading
        options.rightReading = common.rightReading
        options.memory = common.memory
        options.threads = common.threads
        options.noValues = noValues
        guard show >= 0 else {
            throw TieoutError("\(show) differences", at: "--show", remedy: "give 0 or more")
        }
    }
}

extension DiffFormat: ExpressibleByArgument {}

/// `name=value`.
private func assignment(_ text: String, _ flag: String, _ example: String) throws -> (
    name: String, value: String
) {
    guard let mark = text.lastIndex(of: "="), mark > text.startIndex, text.index(after: mark) < text.endIndex
    else { throw TieoutError("'\(text)' names no value", at: flag, remedy: "write \(example)") }
    return (trimmed(text[..<mark]), trimmed(text[text.index(after: mark)...]))
}
