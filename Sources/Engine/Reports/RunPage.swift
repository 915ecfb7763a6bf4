import Foundation
import Linkage
import Pages
import Records
import ResultStore

/// The page of a match or dedupe: one document that loads nothing, its charts drawn into it.
struct RunPage {
    let report: RunReport

    var run: RunRecord { report.run }

    /// The whole document.
    var html: String {
        let parts = [
            heading, figures, weightsAndSelf, levels, rules, falls, examples(.match), examples(.review),
            stages, notes, ReportParts.footer("\(run.created), \(decimals(run.seconds, 2)) s"),
        ].filter { !$0.isEmpty }
        return Page(
            title: "\(run.command): \(report.path)", style: ReportStyle.css,
            body: parts.joined(separator: "\n")
        ).html
    }

    private var heading: String {
        ReportParts.heading(
            run.sources.map(\.path).joined(separator: " and "),
            note:
                "\(report.path); \(run.cardinality.rawValue), matches from \(perCent(run.threshold)), review from \(perCent(run.review))",
            state: run.command)
    }

    private var figures: String {
        var figures = run.sources.map { source in
            (
                run.sources.count == 1 ? "Records" : source.side == .left ? "Left" : "Right",
                Format.count(source.records),
                source.rejected > 0
                    ? "\(Format.count(source.rejected)) could not be read" : "records of \(source.path)"
            )
        }
        if let candidates = run.counts["candidates"] {
            figures.append(
                (
                    "Candidate pairs", Format.count(candidates),
                    report.isText ? "nearest neighbours" : "\(run.rules.count) blocking rules"
                ))
        }
        figures.append(
            (
                "Matches", Format.count(report.counts.matches),
                report.counts.clusterMembers > 0
                    ? "\(Format.count(report.counts.clusterMembers)) records in clusters"
                    : "pairs"
            ))
        figures.append(("To review", Format.count(report.counts.inReview), "pairs"))
        figures.append(("Unmatched", Format.count(report.counts.unmatched), "records in no link"))
        return ReportParts.figures(figures)
    }

    private var notes: String {
        ReportParts.warnings(report.notes + run.warnings)
    }

    private var stages: String {
        let stages = run.stages.map {
            ReportParts.row([
                ReportParts.cell($0.stage), ReportParts.number(decimals($0.seconds, 2)),
                ReportParts.number($0.recordsOut.map { $0 > 0 ? Format.count($0) : "" } ?? ""),
            ])
        }
        return ReportParts.section(
            "Where the time went", "",
            ReportParts.table(
                ["stage", "seconds", "came out"], numbers: [1, 2], rows: stages, class: "plain"))
    }
}

/// Writes the page of a result.
///
/// - Parameters:
///   - noValues: keep the values of records out of it.
///   - target: a new file, an earlier page, or `-` for stdout.
/// - Throws: `TieoutError` if the file is no result of a match or dedupe, or the page cannot be written.
public func writePage(of result: String, noValues: Bool, to target: String) throws {
    try requirePagePath(target)
    try writeDocument(
        RunPage(report: try RunReport(result, noValues: noValues)).html, to: target, mark: Page.mark)
}
