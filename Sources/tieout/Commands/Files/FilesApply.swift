import ArgumentParser
import FileRecords
import Files
import Foundation
import Records

/// `tieout files apply [DATABASE] [PLAN]`.
struct FilesApply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Carry out a plan: each step looked at, written down, done, and written down again.",
        discussion: """
            Both files are opened and compared byte by byte at the moment of each step; what has changed since \
            the plan is skipped. Files go to .tieout-quarantine at the root of their tree (or where \
            --quarantine says), and 'tieout files undo' brings them back. Other actions want --yes. A run \
            that was killed goes on when it is started again.

            EXAMPLES:
              tieout files apply --dry-run
              tieout files apply
              tieout files apply archive.sqlite 3 --yes
              tieout files apply --quarantine /data/aside

            EXIT CODES:
              0 all done · 1 some steps were skipped · 2 error · 130 interrupted · 143 terminated
            """)

    @Argument(
        help: ArgumentHelp(
            "The database, and the number of a plan; the latest without one.", valueName: "database"),
        completion: .file())
    var arguments: [String] = []
    @Flag(name: .customLong("dry-run"), help: "Look at everything, say what would be done, and do nothing.")
    var dryRun = false
    @Flag(help: "Do more than put files aside, if the plan says so.")
    var yes = false
    @Option(
        help: ArgumentHelp("A folder on the same file system to put files aside in.", valueName: "folder"),
        completion: .directory)
    var quarantine: String?
    @OptionGroup(title: "Output") var output: ActionOutput

    func run() throws {
        try reportingErrors {
            let (database, plan) = try databaseAndNumber(arguments)
            var options = ApplyRunOptions()
            options.database = database
            options.plan = plan
            options.isAllowed = yes
            options.isDryRun = dryRun
            options.quarantine = try quarantine.map(rawArgument)
            try output.supervise("apply", dryRun ? "rehearsed" : "applied", database, isDryRun: dryRun) {
                try runApply(options, monitor: $0, tell: $1)
            }
        }
    }
}

/// A name and a number, each of which may be left out.
func databaseAndNumber(_ arguments: [String]) throws -> (database: String, number: Int?) {
    var (database, number): (String?, Int?)
    for argument in arguments {
        if number == nil, let value = Int(argument), value > 0 {
            number = value
        } else if database == nil {
            database = argument
        } else {
            throw TieoutError("one argument too many: \(argument)", remedy: "give a database and a number")
        }
    }
    return (database ?? "files.sqlite", number)
}
