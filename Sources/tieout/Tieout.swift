import ArgumentParser
import Engine
import Records

/// The program: one file per subcommand, in `Commands`.
@main
struct Tieout: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieout",
        abstract: "Says which records of two exports are the same, and how sure it is.",
        discussion: """
            Reads CSV exports, chooses everything it is not told, and writes a SQLite database that anybody can \
            query.

            EXAMPLES:
              tieout match crm.csv billing.csv -o result.sqlite
              tieout dedupe customers.csv -o result.sqlite
              tieout diff yesterday.csv today.csv --key id
              tieout strategies crm.csv billing.csv --truth truth.csv
              tieout evaluate result.sqlite truth.csv
              tieout explain result.sqlite 17 4711
              tieout report result.sqlite -o page.html
              tieout dialect 'exports/2026-11-*.csv.gz'
              tieout export result.sqlite --what review > to-check.csv
              tieout profile customers.csv

            EXIT CODES:
              0 done · 2 error · 130 interrupted (Ctrl-C) · 143 terminated
              diff: 0 equal · 1 different · 2 error · 3 stopped by a guard
            """,
        version: version,
        subcommands: [
            Match.self, Dedupe.self, Diff.self, Strategies.self, Report.self, Evaluate.self,
            Explain.self,
            Export.self, Init.self,
            ProfileCommand.self, DialectCommand.self, ModelCommand.self, FilesCommand.self,
        ])
}

extension Tieout {
    /// As the library's, but that a wrong command line ends with 2, as every error does.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            printError(fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
    }
}
