import ArgumentParser
import Engine

/// `tieout dialect SOURCE`.
struct DialectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dialect",
        abstract: "How a source is read: encoding, delimiter, quotes, header; and why.",
        discussion: """
            Everything is found out from the source, and can be told by the flags instead.

            EXAMPLES:
              tieout dialect crm.csv
              tieout dialect 'exports/2026-11-*.csv.gz'
              tieout dialect ledger.txt --delimiter ';' --encoding latin-1 --json
            """)

    @Argument(
        help: ArgumentHelp(
            "A file, - for stdin, or several: paths and patterns with commas between.", valueName: "source"),
        completion: .file())
    var source: String
    @OptionGroup(title: "Reading") var reading: ReadOptionGroup
    @Flag(help: "Print JSON on stdout.")
    var json = false

    func run() throws {
        try reportingErrors {
            let report = try describeSource(source, reading: reading.told)
            print(json ? try encodeJSON(report) : renderDialect(report))
        }
    }
}

/// A line for each trait, and what speaks for it.
private func renderDialect(_ report: SourceReport) -> String {
    let reading = report.reading
    var lines = [
        (
            name: "format", value: reading.format + (reading.compression.map { ", \($0.rawValue)" } ?? ""),
            evidence: String?.none
        )
    ]
    if report.files.count > 1 { lines.insert(("files", "\(report.files.count)", nil), at: 0) }
    lines += reading.traits.map { ($0.name, $0.value, $0.evidence) }
    lines.append(("columns", "\(reading.columns.count)", reading.columns.joined(separator: ", ")))
    let width = lines.reduce(0) { max($0, $1.name.count) }
    let valueWidth = lines.filter { $0.evidence != nil }.reduce(0) { max($0, $1.value.count) }
    var text = [report.source]
    for line in lines {
        let value = line.evidence == nil ? line.value : padded(line.value, valueWidth)
        text.append("  \(padded(line.name, width))  \(value)" + (line.evidence.map { "  \($0)" } ?? ""))
    }
    return (text + report.warnings.map { "warning: \($0)" }).joined(separator: "\n")
}
