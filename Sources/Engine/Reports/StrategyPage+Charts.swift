import Foundation
import Pages
import Records

extension StrategyPage {
    var charts: String {
        let drawn =
            isJudged
            ? [precisionRecall, f1OverThreshold, costAgainstF1, keysAgainstPairs]
            : [expectedCurve, costAgainstExpected]
        return "<div class=\"charts\">\n\(drawn.joined(separator: "\n"))\n</div>"
    }

    private var key: String { ReportParts.key(report.strategies.enumerated().map { ($1.name, $0) }) }

    private func chart(_ title: String, _ note: String, _ svg: String, hasKey: Bool = true) -> String {
        ReportParts.section(title, note, svg + (hasKey ? key : ""))
    }

    private func series(
        _ points: (StrategyReport.Strategy) -> [ChartPoint], mark: (StrategyReport.Strategy) -> ChartPoint?
    ) -> [ChartSeries] {
        report.strategies.enumerated().map { style, strategy in
            ChartSeries(name: strategy.name, style: style, points: points(strategy), mark: mark(strategy))
        }
    }

    private var precisionRecall: String {
        let lines = series { strategy in
            strategy.curve.compactMap { point in
                guard point.found > 0, let recall = point.recall, let precision = point.precision else {
                    return nil
                }
                return ChartPoint(recall, precision)
            }
        } mark: {
            $0.judged.map { ChartPoint($0.recall, $0.precision) }
        }
        let least = lines.flatMap(\.points).map(\.y).min() ?? 0
        return chart(
            "Precision and recall", "Over all thresholds; the dot is the one that was chosen.",
            lineChart(
                "Precision over recall", lines, x: .share("recall"), y: .share("precision", from: least)))
    }

    /// Weights beyond these are as good as certain, and hand-made ones go far beyond.
    private static let farthest = 40.0

    private var f1OverThreshold: String {
        let lines = series { strategy in
            strategy.curve.filter { abs($0.weight) <= StrategyPage.farthest }.map {
                ChartPoint($0.weight, $0.f1 ?? 0)
            }
        } mark: { strategy in
            strategy.judged.map { ChartPoint(log2(strategy.threshold / (1 - strategy.threshold)), $0.f1) }
        }
        return chart(
            "F1 over the threshold", "In bits of match weight: 0 is an even chance, 10 a thousand to one.",
            lineChart(
                "F1 over the threshold", lines,
                x: .linear("threshold, in bits", lines.flatMap(\.points).map(\.x)), y: .share("F1")))
    }

    private func scatter(
        _ title: String, _ note: String, x: (StrategyReport.Strategy) -> Double, xLabel: String,
        y: (StrategyReport.Strategy) -> Double?, yLabel: String, xText: (Double) -> String
    ) -> String {
        let points = report.strategies.enumerated().compactMap { style, strategy in
            y(strategy).map {
                ChartSeries(name: strategy.name, style: style, points: [ChartPoint(x(strategy), $0)])
            }
        }
        let values = points.flatMap(\.points).map(\.x)
        return chart(
            title, note,
            scatterChart(
                title, points, x: .logarithmic(xLabel, values, text: xText),
                y: .share(yLabel, from: points.flatMap(\.points).map(\.y).min() ?? 0)), hasKey: false
        )
    }

    private var costAgainstF1: String {
        scatter(
            "Cost and quality", "Time from reading to deciding; upper left is best.",
            x: { max($0.seconds, 0.001) },
            xLabel: "seconds", y: { $0.judged?.f1 }, yLabel: "F1", xText: seconds)
    }

    private var keysAgainstPairs: String {
        scatter(
            "Candidates", "What no rule brings together, no weight can find.",
            x: { Double(max($0.candidates, 1)) },
            xLabel: "candidate pairs", y: { $0.judged?.pairsCompleteness }, yLabel: "pairs completeness",
            xText: { Format.count(Int($0)) })
    }

    private var expectedCurve: String {
        let lines = series { strategy in
            strategy.curve.compactMap { point in
                guard let precision = point.expectedPrecision, let matches = point.expectedMatches else {
                    return nil
                }
                return ChartPoint(matches, precision)
            }
        } mark: { strategy in
            guard let matches = strategy.expected.matches, let precision = strategy.expected.precision else {
                return nil
            }
            return ChartPoint(matches, precision)
        }
        let all = lines.flatMap { $0.points + ($0.mark.map { [$0] } ?? []) }
        return chart(
            "Expected precision and matches",
            "Over all thresholds, where the weights are learnt; the dot is the chosen one.",
            lineChart(
                "Expected precision over expected matches", lines,
                x: .linear("right matches to expect", [0] + all.map(\.x)),
                y: .share("expected precision", from: all.map(\.y).min() ?? 0)))
    }

    private var costAgainstExpected: String {
        let most = max(report.strategies.compactMap(\.expected.matches).max() ?? 1, 1)
        return scatter(
            "Cost and yield", "Right matches to expect, as a share of the most that any strategy promises.",
            x: { max($0.seconds, 0.001) }, xLabel: "seconds", y: { $0.expected.matches.map { $0 / most } },
            yLabel: "share of right matches", xText: seconds)
    }

    private func seconds(_ value: Double) -> String {
        value >= 1 ? "\(Format.count(Int(value))) s" : "\(decimals(value * 1000, 0)) ms"
    }
}
