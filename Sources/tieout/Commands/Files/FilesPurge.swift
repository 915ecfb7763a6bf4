import ArgumentParser
import FileRecords
import Files
import Foundation
import Records

/// `tieout files purge [DATABASE] [BATCH]`.
struct FilesPurge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Remove for good what a run of apply has put aside.",
        discussion: """
            Space is free only now. Each file is removed only if the copy that stays is still there and both \
            are the same byte by byte at that moment; the others stay in the quarantine. What is purged cannot \
            be undone.

            EXAMPLES:
              tieout files purge --yes
              tieout files purge archive.sqlite 2 --yes

            EXIT CODES:
              0 all is removed · 1 some files stay · 2 error · 130 interrupted · 143 terminated
            """)

    @Argument(
        help: ArgumentHelp(
            "The database, and the number of a run; the latest that stands without one.",
            valueName: "database"),
        completion: .file())
    var arguments: [String] = []
    @Flag(help: "Remove them.")
    var yes = false
    @OptionGroup(title: "Output") var output: ActionOutput

    func run() throws {
        try reportingErrors {
            let (database, number) = try databaseAndNumber(arguments)
            guard yes else {
                throw TieoutError(
                    "purging cannot be undone", at: database,
                    remedy: "add --yes if what lies aside is to go for good")
            }
            try output.supervise("purge", "purged", database) {
                try runPurge(database: database, batch: number.map(Int64.init), monitor: $0, tell: $1)
            }
        }
    }
}
