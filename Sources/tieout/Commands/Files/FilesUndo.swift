import ArgumentParser
import FileRecords
import FileStore
import Files
import Foundation
import Records

/// `tieout files undo [DATABASE] [BATCH]`.
struct FilesUndo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back what a run of apply did; nothing is ever overwritten.",
        discussion: """
            Files come back with name, mode, owner, times and attributes. What cannot be brought back is listed \
            with the reason, and stays where it is; undo can be asked again. Deleted files do not come back.

            EXAMPLES:
              tieout files undo
              tieout files undo --list
              tieout files undo archive.sqlite 2

            EXIT CODES:
              0 all is back · 1 some steps could not be taken back · 2 error · 130 interrupted · 143 terminated
            """)

    @Argument(
        help: ArgumentHelp(
            "The database, and the number of a run; the latest that stands without one.",
            valueName: "database"),
        completion: .file())
    var arguments: [String] = []
    @Flag(help: "List the runs that the database knows.")
    var list = false
    @OptionGroup(title: "Output") var output: ActionOutput

    func run() throws {
        try reportingErrors {
            let (database, number) = try databaseAndNumber(arguments)
            if list { return print(renderBatches(try FileDatabase(reading: database).batches())) }
            try output.supervise("undo", "undone", database) {
                try runUndo(database: database, batch: number.map(Int64.init), monitor: $0, tell: $1)
            }
        }
    }
}

/// A line for each run, columns aligned.
private func renderBatches(_ batches: [BatchRecord]) -> String {
    var rows = [["run", "work", "plan", "of run", "started", "ended", "steps that stand"]]
    for batch in batches {
        rows.append([
            String(batch.number), batch.work.rawValue, String(batch.plan),
            batch.subject.map { String($0) } ?? "",
            timeText(batch.started), batch.ended.map(timeText) ?? "not yet",
            batch.work == .apply ? Format.count(batch.standing) : "",
        ])
    }
    return alignedLines(rows, numbers: [0, 2, 3, 6]).joined(separator: "\n")
}
