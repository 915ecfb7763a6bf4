import ArgumentParser
import FileRecords
import FileScan
import Files
import Foundation
import Records

/// `tieout files scan DIR…`.
struct FilesScan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find files that are there more than once, and store the scan.",
        discussion: """
            Reads only what it must: sizes, then ends, then growing slices of what is still alike. The \
            database keeps every scan, and what was read, so that the next scan of the same folders looks at \
            times and sizes alone. A scan that was killed or stopped goes on where it was. Nothing but the \
            database is ever written.

            EXAMPLES:
              tieout files scan ~/Pictures /mnt/backup
              tieout files scan / --one-file-system --min-size 1M -o root.sqlite
              tieout files scan /archive --for 2h
              tieout files scan /archive --audit 1% --strict
              sqlite3 files.sqlite "SELECT path_text FROM duplicates ORDER BY size DESC LIMIT 20"

            EXIT CODES:
              0 done, files that could not be read are counted and listed · 1 some could not, with --strict · \
            2 error · 130 interrupted · 143 terminated
            """)

    @Argument(help: ArgumentHelp("Folders to scan.", valueName: "folder"), completion: .directory)
    var folders: [String]
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The database: made, or added to.", valueName: "database"), completion: .file())
    var output = "files.sqlite"
    @OptionGroup(title: "Filters") var filters: FilterFlags
    @Flag(help: "Compare files with the same hash byte by byte as well.")
    var verify = false
    @Flag(help: "Read every file whole, also those that nothing else can equal.")
    var hashAll = false
    @Flag(help: "Open files to tell their kind by content.")
    var kinds = false
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Stop after this time, such as 2h; the next scan goes on.", valueName: "time"))
    var limit: String?
    @Option(
        help: ArgumentHelp(
            "Share of what is remembered to read again, such as 1%: another content under the same times is reported.",
            valueName: "share"))
    var audit: String?
    @Option(
        help: ArgumentHelp(
            "What the folders lie on, where it cannot be told: solid, turning or network.", valueName: "kind")
    )
    var device: DeviceKind?
    @Option(help: ArgumentHelp("Readers at once; without it, as suits the machine.", valueName: "n"))
    var threads: Int?
    @Flag(help: "End with 1 if something could not be read.")
    var strict = false
    @Flag(help: "Print the summary as JSON on stdout.")
    var json = false
    @Flag(name: .shortAndLong, help: "No progress and no summary.")
    var quiet = false
    @Option(
        help: ArgumentHelp("Serve the run's status over HTTP until it ends.", valueName: "[address:]port"))
    var status: String?

    func run() throws {
        var faults = 0
        try reportingErrors {
            let options = try options()
            let monitor = RunMonitor(
                run: "files scan " + options.roots.map { shown(path: $0) }.joined(separator: " "))
            let report = try supervised(monitor, status: status, quiet: quiet || json) {
                try runScan(options, monitor: monitor)
            }
            faults = report.counts.faults
            if json { print(try encodeJSON(report)) } else if !quiet { print(renderScan(report)) }
        }
        if strict && faults > 0 { throw ExitCode(1) }
    }

    private func options() throws -> ScanOptions {
        var options = ScanOptions(roots: try folders.map(rawArgument))
        options.database = output
        options.walk = try filters.options(now: Int64(Date().timeIntervalSince1970 * 1e9))
        (options.newer, options.older) = (filters.newer, filters.older)
        options.refine.verify = verify
        options.refine.hashAll = hashAll
        options.refine.device = device
        options.kinds = kinds
        options.limit = try limit.map { text in
            guard let seconds = parseDuration(text), seconds > 0 else {
                throw TieoutError("'\(text)' is no time", at: "--for", remedy: "write 90s, 15m or 2h")
            }
            return seconds
        }
        options.audit = try audit.map(share) ?? 0
        options.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        guard options.threads > 0 else {
            throw TieoutError("\(options.threads) readers", at: "--threads", remedy: "give 1 or more")
        }
        return options
    }

    private func share(_ text: String) throws -> Double {
        let number = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
        guard let number, number >= 0, number <= 1 else {
            throw TieoutError("'\(text)' is no share", at: "--audit", remedy: "write 1% or 0.01")
        }
        return number
    }
}

extension DeviceKind: ExpressibleByArgument {}
