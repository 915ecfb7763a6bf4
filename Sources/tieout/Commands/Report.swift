import ArgumentParser
import Engine
import Records

/// `tieout report RESULTS`.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a page about a result for a browser: weights, rules, pairs and what they hold.",
        discussion: """
            The page is one file that loads nothing. It tells of the result of a match or a dedupe; values and \
            records that cannot be linked are read from the sources again, and left out where those have changed. \
            A comparison of strategies has a page of its own: tieout strategies --page.

            EXAMPLES:
              tieout report result.sqlite
              tieout report result.sqlite -o page.html --no-values
            """)

    @Argument(
        help: ArgumentHelp("The result of a match or a dedupe.", valueName: "results"), completion: .file())
    var results: String
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Where the page goes, - for stdout; without it, NAME.html in the working folder, NAME being that of the result.",
            valueName: "file"), completion: .file())
    var output: String?
    @Flag(help: "Keep record values out of the page.")
    var noValues = false

    func run() throws {
        try reportingErrors {
            let target = output ?? page(of: results)
            try writePage(of: results, noValues: noValues, to: target)
            if target != "-" { print("wrote \(target)") }
        }
    }
}

/// `r/night.sqlite` gives `night.html`.
private func page(of result: String) -> String {
    var name = result.split(separator: "/").last ?? "result"
    if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = name[..<dot] }
    return "\(name).html"
}
