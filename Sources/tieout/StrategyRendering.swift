import Engine
import Foundation
import Records

/// Strategies side by side, as a person reads them: a table, then where they disagree.
func renderStrategies(_ report: StrategyReport, style: TerminalStyle = .standardOutput) -> String {
    var lines = sourceLines(report.sources)
    if let truth = report.truth, let pairs = report.truthPairs {
        let unknown = report.unknownTruthPairs ?? 0
        lines.append(
            "truth   \(truth): \(Format.count(pairs)) pairs"
                + (unknown > 0 ? ", \(Format.count(unknown)) of ids no record has" : ""))
    }
    lines.append("")
    lines += tableLines(report, style)
    lines += [""] + methodLines(report)
    lines += agreementLines(report, style)
    lines += exampleLines(report, style)
    if !report.warnings.isEmpty { lines += [""] + report.warnings.map { "warning: \($0)" } }
    if let result = report.result {
        lines += [
            "", "\(fixed(report.seconds, 2)) s; result in \(result). Next:",
            "  sqlite3 -header -column \(result) \"SELECT strategy, other, left_id, right_id FROM disagreements LIMIT 10\"",
        ]
    }
    return lines.joined(separator: "\n")
}

private func tableLines(_ report: StrategyReport, _ style: TerminalStyle) -> [String] {
    let isJudged = report.truth != nil
    let hasClusters = isJudged && report.strategies.contains { $0.judged?.bCubed != nil }
    let heads =
        isJudged
        ? ["precision", "recall", "F1", "best F1", "at"] + (hasClusters ? ["B-cubed"] : [])
        : ["precision", "right"]
    let known = isJudged ? ["found", "completeness"] : ["found", "candidate recall"]
    var rows = [["strategy"] + heads + known + ["candidates", "reduction", "time", "memory"]]
    for strategy in report.strategies {
        var row = [strategy.name]
        if let judged = strategy.judged {
            row += [judged.precision, judged.recall, judged.f1, judged.bestF1].map { fixed($0, 3) }
            row.append(threshold(judged.bestThreshold))
            if hasClusters { row.append(judged.bCubed.map { fixed($0.f1, 3) } ?? "") }
            row += [Format.count(strategy.found), fixed(judged.pairsCompleteness, 3)]
        } else {
            row += [
                strategy.expected.precision.map { "~ " + fixed($0, 3) } ?? "",
                strategy.expected.matches.map { "~ " + Format.count(Int($0.rounded())) } ?? "",
                Format.count(strategy.found),
                strategy.expected.candidateRecall.map { "~ " + fixed($0, 3) } ?? "",
            ]
        }
        row += [
            Format.count(strategy.candidates), share(strategy.reductionRatio),
            "\(fixed(strategy.seconds, 2)) s", strategy.peakMemory.map(Format.bytes) ?? "",
        ]
        rows.append(row)
    }
    let lines = alignedLines(rows, numbers: Set(1..<rows[0].count))
    return [style.bold(lines[0])] + lines.dropFirst()
}

/// A threshold near 0 or 1 with the digits that matter.
private func threshold(_ value: Double) -> String {
    value > 0.9995 && value < 1
        ? "1 - \(exponent(1 - value))"
        : value < 0.0995 ? exponent(value) : fixed(value, 3)
}

private func exponent(_ value: Double) -> String {
    value >= 0.001 ? fixed(value, 4) : String(format: "%.0e", value)
}

/// A share near 1 with the digits that matter.
private func share(_ value: Double) -> String {
    value >= 1 ? "100 %" : "\(fixed(100 * value, value > 0.999 ? 3 : 1)) %"
}

private func methodLines(_ report: StrategyReport) -> [String] {
    alignedLines(
        report.strategies.map {
            [$0.name, "\($0.method); \($0.cardinality), from \(fixed($0.threshold, 2)) on"]
        }, numbers: [])
}

private func agreementLines(_ report: StrategyReport, _ style: TerminalStyle) -> [String] {
    guard report.strategies.count > 1 else { return [] }
    let names = report.strategies.map(\.name)
    var rows = [["pairs in common"] + names]
    for name in names {
        rows.append(
            [name]
                + names.map { other in
                    guard name != other else { return "" }
                    let pair = report.agreement.first {
                        ($0.strategy, $0.other) == (name, other) || ($0.strategy, $0.other) == (other, name)
                    }
                    return pair.map { "\(fixed(100 * $0.jaccard, 1)) %" } ?? ""
                })
    }
    let lines = alignedLines(rows, numbers: Set(1...names.count))
    return ["", style.bold(lines[0])] + lines.dropFirst()
}

/// What every other strategy finds that the last does not, and the other way round, with the heaviest pair.
private func exampleLines(_ report: StrategyReport, _ style: TerminalStyle) -> [String] {
    guard let last = report.strategies.last?.name, report.strategies.count > 1 else { return [] }
    var lines = ["", style.bold("where they disagree with \(last)")]
    for pair in report.agreement where pair.other == last {
        lines.append(
            "  \(pair.strategy) finds \(count(pair.onlyStrategy, pair.trueOnlyStrategy)) that \(last) does not, "
                + "and misses \(count(pair.onlyOther, pair.trueOnlyOther))")
        for (one, other, mark) in [(pair.strategy, last, "+"), (last, pair.strategy, "-")] {
            guard let example = report.disagreements.first(where: { $0.strategy == one && $0.other == other })
            else { continue }
            let values = example.values.map { "   " + valueText($0) } ?? ""
            let line = "    \(mark) \(example.left) – \(example.right)\(truthWord(example.isTrue))\(values)"
            lines.append(
                DisplayWidth.cut(DisplayWidth.oneLine(line), to: max(DisplayWidth.outputColumns, 60)))
        }
    }
    return lines
}

private func count(_ pairs: Int, _ right: Int?) -> String {
    Format.count(pairs) + (pairs == 0 ? "" : right.map { " (\(Format.count($0)) true)" } ?? "")
}

private func truthWord(_ isTrue: Bool?) -> String { isTrue.map { $0 ? "   true" : "   false" } ?? "" }

/// Fields that differ, left before right; else those that agree.
private func valueText(_ values: [StrategyReport.Value]) -> String {
    let different = values.filter { $0.left != $0.right }
    let shown = different.isEmpty ? values : different
    return shown.map { $0.left == $0.right ? $0.left : "\($0.field): \($0.left) | \($0.right)" }
        .filter { !$0.isEmpty }.joined(separator: ", ")
}
