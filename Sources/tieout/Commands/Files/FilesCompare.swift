import ArgumentParser
import FileTrees
import Files
import Foundation
import Records

/// `tieout files compare A B`.
struct FilesCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two trees by content: is everything of A safely in B?",
        discussion: """
            What counts is content, not names: a file that was moved or renamed is found, a twin elsewhere in A \
            hides no loss, an extra copy is not called missing. What cannot be proven counts as missing, and is \
            said to be unproven. A saved scan stands for a folder that is not at hand.

            EXAMPLES:
              tieout files compare photos /media/backup/photos
              tieout files compare photos 'shelf.sqlite#3'
              tieout files compare photos 'all.sqlite#:/media/disk/photos'
              tieout files compare old new --exact --mode --times
              tieout files compare a b --verify -o compare.sqlite

            EXIT CODES:
              0 everything of A is in B (or what else was asked holds) · 1 it is not · 2 error
            """)

    @Argument(
        help: ArgumentHelp("A folder, or a saved scan: files.sqlite[#SCAN[:FOLDER]].", valueName: "a"),
        completion: .directory)
    var left: String
    @Argument(help: ArgumentHelp("The tree that should hold it all.", valueName: "b"), completion: .directory)
    var right: String

    @Flag(help: "Every content must be in B as often as in A.")
    var copies = false
    @Flag(help: "Both trees must be the same, path by path.")
    var exact = false
    @Flag(help: "Permissions must agree where contents do.")
    var mode = false
    @Flag(help: "Owners and groups must agree where contents do.")
    var owner = false
    @Flag(help: "Times of the last change must agree where contents do.")
    var times = false
    @Flag(help: "Compare equal files byte by byte; for two folders.")
    var verify = false
    @Option(help: ArgumentHelp("Names to leave out of folders; may be repeated.", valueName: "pattern"))
    var exclude: [String] = []
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Store every entry with what became of it, in a SQLite file.", valueName: "file"),
        completion: .file())
    var output: String?
    @Flag(help: "Print the counts and the proof as JSON on stdout.")
    var json = false
    @Option(help: ArgumentHelp("Entries to show of what is missing, and of the rest.", valueName: "n"))
    var show = 10
    @Option(help: ArgumentHelp("Readers at once; without it, one for each core.", valueName: "n"))
    var threads: Int?
    @Flag(name: .shortAndLong, help: "No progress and no summary.")
    var quiet = false

    func run() throws {
        var holds = true
        try reportingErrors { holds = try compare() }
        if !holds { throw ExitCode(1) }
    }

    private func compare() throws -> Bool {
        var options = CompareOptions(left: try rawArgument(left), right: try rawArgument(right))
        guard !copies || !exact else {
            throw TieoutError("--copies and --exact exclude each other", remedy: "give one of them")
        }
        guard show >= 0 else { throw TieoutError("\(show) entries", at: "--show", remedy: "give 0 or more") }
        guard threads.map({ $0 > 0 && $0 <= 1024 }) ?? true else {
            throw TieoutError("\(threads ?? 0) threads", at: "--threads", remedy: "give 1 to 1024")
        }
        options.question = copies ? .copies : exact ? .exact : .safe
        if mode { options.attributes.insert(.mode) }
        if owner { options.attributes.insert(.owner) }
        if times { options.attributes.insert(.modified) }
        options.verify = verify
        options.walk.exclude = try exclude.map(rawArgument)
        options.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        options.output = output
        let monitor = RunMonitor(run: "files compare \(left) \(right)")
        let run = try supervised(monitor, status: nil, quiet: quiet || json) {
            try runCompare(options, monitor: monitor)
        }
        if json {
            print(try encodeJSON(run.report))
        } else if !quiet {
            print(renderComparison(run, show: show))
        }
        return run.report.holds
    }
}
