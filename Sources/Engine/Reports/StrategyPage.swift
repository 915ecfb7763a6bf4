import Foundation
import Pages
import Records

/// The page of a comparison of strategies: one document that loads nothing, its charts drawn into it.
public struct StrategyPage {
    let report: StrategyReport

    /// The page of this comparison. Values of records stand in it as far as the report has them.
    public init(_ report: StrategyReport) { self.report = report }

    /// The whole document.
    public var html: String {
        let body = [
            heading, figures, table, charts, agreement, disagreements, stages,
            ReportParts.warnings(report.warnings),
            ReportParts.footer("\(decimals(report.seconds, 1)) s in all"),
        ].filter { !$0.isEmpty }
        return Page(
            title: "Strategies: " + title, style: ReportStyle.css, body: body.joined(separator: "\n")
        ).html
    }

    var isJudged: Bool { report.truth != nil }

    var title: String { report.sources.map(\.path).joined(separator: " and ") }

    private var heading: String {
        let truth = report.truth.map { "judged by \($0)" } ?? "without known pairs: estimates of the models"
        return ReportParts.heading(
            title, note: truth,
            state: "\(report.strategies.count) strateg\(report.strategies.count == 1 ? "y" : "ies")")
    }

    private var figures: String {
        let records = report.sources.reduce(0) { $0 + $1.records }
        let split = report.sources.map { Format.count($0.records) }.joined(separator: " and ")
        var figures = [
            ("Records", Format.count(records), report.sources.count > 1 ? split : "one source"),
            ("Pairs", short(report.totalPairs), "that there are"),
        ]
        if let pairs = report.truthPairs {
            let unknown = report.unknownTruthPairs ?? 0
            figures.append(
                (
                    "True pairs", Format.count(pairs),
                    unknown > 0 ? "\(Format.count(unknown)) of ids no record has" : "all of known records"
                ))
            if let best = report.strategies.max(by: { ($0.judged?.f1 ?? 0) < ($1.judged?.f1 ?? 0) }) {
                figures.append(("Best F1", decimals(best.judged?.f1 ?? 0, 3), best.name))
            }
        } else if let best = report.strategies.max(by: {
            ($0.expected.matches ?? 0) < ($1.expected.matches ?? 0)
        }) {
            figures.append(
                ("Most right matches", "~ " + short(best.expected.matches ?? 0), best.name + ", by estimate"))
        }
        return ReportParts.figures(figures)
    }

    /// `1.2 M`, for numbers that may be beyond an Int.
    private func short(_ value: Double) -> String {
        value < 100_000
            ? Format.count(Int(value)) : Format.perSecond(value, "").replacingOccurrences(of: " /s", with: "")
    }
}
