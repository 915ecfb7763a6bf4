import ArgumentParser
import FileRecords
import FileStore
import Foundation
import Records

/// `tieout files scans`.
struct FilesScans: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scans",
        abstract: "List the scans that a database holds.",
        discussion: """
            EXAMPLES:
              tieout files scans
              tieout files scans archive.sqlite --json
            """)

    @Argument(help: ArgumentHelp("The database.", valueName: "database"), completion: .file())
    var database = "files.sqlite"
    @Flag(help: "Print them as JSON on stdout.")
    var json = false

    func run() throws {
        try reportingErrors {
            let scans = try FileDatabase(reading: database).scans()
            print(json ? try encodeJSON(scans.map(ScanListing.init)) : renderScans(scans))
        }
    }
}

/// A scan as JSON lists it.
private struct ScanListing: Encodable {
    let scan: Int
    let state: ScanRecord.State
    let started: String
    let seconds: Double?
    let roots: [String]
    let filter: String
    let counts: ScanCounts

    init(_ scan: ScanRecord) {
        self.scan = scan.number
        state = scan.state
        started = timeText(scan.started)
        seconds = scan.seconds
        roots = scan.roots.map { shown(path: $0) }
        filter = scan.filter
        counts = scan.counts
    }
}

/// A line for each scan, columns aligned.
private func renderScans(_ scans: [ScanRecord]) -> String {
    var lines = [["scan", "state", "started", "files", "bytes", "duplicates", "reclaimable", "roots"]]
    for scan in scans {
        let isWhole = scan.state != .unfinished
        let roots = scan.roots.map { shown(path: $0) }.joined(separator: " ")
        lines.append([
            String(scan.number), scan.state.rawValue, timeText(scan.started),
            isWhole ? Format.count(scan.counts.files) : "", isWhole ? Format.bytes(scan.counts.bytes) : "",
            isWhole ? Format.count(scan.counts.duplicateFiles) : "",
            isWhole ? Format.bytes(scan.counts.reclaimable) : "",
            roots + (scan.filter.isEmpty ? "" : "  (\(scan.filter))"),
        ])
    }
    return alignedLines(lines, numbers: [0, 3, 4, 5, 6]).joined(separator: "\n")
}
