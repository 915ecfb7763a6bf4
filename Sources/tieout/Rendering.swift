import Engine
import Foundation

/// The summary of a run, as a person reads it.
func renderSummary(_ summary: RunSummary) -> String {
    var lines: [String] = []
    let counts = summary.counts
    lines += sourceLines(summary.sources)
    lines.append("")
    if summary.command == "dedupe" {
        lines.append(
            "clusters      \(Format.count(counts.clusters)), holding \(Format.count(counts.clustered, "record"))"
        )
        lines.append(
            "pairs         \(Format.count(counts.matches)) match, \(Format.count(counts.review)) to review")
        lines.append(
            "records       \(Format.count(counts.leftMatched)) matched, \(Format.count(counts.leftReview)) in review only, \(Format.count(counts.leftUnmatched)) alone"
        )
    } else {
        lines.append(
            "matches       \(Format.count(counts.matches, "pair")), \(Format.count(counts.review)) to review")
        lines.append(
            "left          \(Format.count(counts.leftMatched)) matched, \(Format.count(counts.leftReview)) in review, \(Format.count(counts.leftUnmatched)) unmatched"
        )
        lines.append(
            "right         \(Format.count(counts.rightMatched)) matched, \(Format.count(counts.rightReview)) in review, \(Format.count(counts.rightUnmatched)) unmatched"
        )
        lines.append("cardinality   \(summary.cardinality): \(summary.cardinalityReason)")
    }
    if !summary.features.isEmpty { lines.append("method        text: \(summary.methodReason)") }
    if let labels = summary.labels { lines.append("labels        \(labels)") }
    if let quality = summary.estimatedQuality { lines += surenessLines(quality) }
    lines.append("")
    lines += ruleLines(summary)
    lines.append("")
    lines += weightLines(summary)
    if !summary.borderline.isEmpty {
        lines.append("")
        let threshold = (summary.threshold * 10_000).rounded() / 10_000
        lines.append("nearest to the threshold of \(threshold):")
        for pair in summary.borderline {
            lines.append("  \(pair.left) – \(pair.right)   \(percent(pair.probability))   \(pair.band)")
        }
    }
    lines += warningLines(summary)
    if let result = summary.result {
        lines.append("")
        lines.append("\(fixed(summary.seconds, 2)) s; result in \(result). Next:")
        lines.append("  sqlite3 \(result) \"SELECT * FROM matches ORDER BY probability LIMIT 10\"")
        if let pair = summary.borderline.first {
            lines.append("  tieout explain \(result) \(pair.left) \(pair.right)")
        }
        lines.append(
            "  tieout export \(result) --what \(summary.command == "dedupe" ? "clusters" : "review") > out.csv"
        )
    }
    return lines.joined(separator: "\n")
}

/// What a run would do, and what it would cost.
func renderPlan(_ summary: RunSummary) -> String {
    var lines = sourceLines(summary.sources)
    lines.append("")
    lines.append("fields")
    let width = summary.fields.map(\.name.count).max() ?? 0
    for field in summary.fields {
        lines.append(
            "  \(padded(field.name, width))  \(padded(field.kind, 12))  \(field.left) – \(field.right)   \(field.evidence)"
        )
    }
    for sentence in summary.unused { lines.append("  not compared: \(sentence)") }
    lines.append("")
    lines += ruleLines(summary)
    if let cost = summary.cost {
        lines.append("")
        lines.append(
            "would take about \(fixed(cost.seconds, 1)) s, \(megabytes(cost.memory)) of memory, \(megabytes(cost.disk)) of disk; "
                + "about \(Format.count(Int(summary.expectedMatches))) matches expected")
    }
    lines += warningLines(summary)
    return lines.joined(separator: "\n")
}

/// A model's weights.
func renderModel(_ model: LinkageModel) -> String {
    var lines = [
        "prior: one pair in \(Format.count(Int(1 / model.prior))) matches (weight \(fixed(model.priorWeight, 2)))"
    ]
    for comparison in model.comparisons {
        lines.append(comparison.name)
        for code in comparison.labels.indices.dropFirst().reversed() {
            lines.append(
                "  \(padded(comparison.labels[code], 28)) m \(padded(scientific(comparison.m[code]), 9)) u \(padded(scientific(comparison.u[code]), 9)) weight \(signed(comparison.weight(code)))\(comparison.untrained[code] ? "  (default)" : "")"
            )
        }
    }
    return lines.joined(separator: "\n")
}

/// An evaluation.
func renderEvaluation(_ report: Evaluation) -> String {
    var lines = [
        "precision         \(fixed(report.precision, 4))   \(Format.count(report.truePositives)) of \(Format.count(report.foundPairs)) found pairs are true",
        "recall            \(fixed(report.recall, 4))   \(Format.count(report.truePositives)) of \(Format.count(report.truthPairs)) true pairs were found",
        "F1                \(fixed(report.f1, 4))",
        "candidate recall  \(fixed(report.candidateRecall, 4))   \(Format.count(report.candidateTruePairs)) true pairs were candidates",
    ]
    if let cubed = report.bCubed {
        lines.append(
            "B-cubed           precision \(fixed(cubed.precision, 4)), recall \(fixed(cubed.recall, 4)), F1 \(fixed(cubed.f1, 4))"
        )
    }
    if let judged = report.judgedPairs {
        lines.append("judged            only \(Format.count(judged)) labelled pairs count")
    }
    if report.unknownTruthPairs > 0 {
        lines.append(
            "unknown           \(Format.count(report.unknownTruthPairs)) pairs of the truth name an id no record has"
        )
    }
    return lines.joined(separator: "\n")
}

/// The waterfall of a pair.
func renderExplanation(_ pair: Explanation) -> String {
    var lines = ["\(pair.left) – \(pair.right)", ""]
    let width = max(16, pair.steps.map { $0.comparison.count }.max() ?? 0)
    lines.append(
        "  \(padded("prior", width)) \(padded("", 28)) \(padStart(signed(pair.priorWeight), 8)) \(padStart(signed(pair.priorWeight), 8))"
    )
    for step in pair.steps {
        var line =
            "  \(padded(step.comparison, width)) \(padded(step.level, 28)) \(padStart(signed(step.weight), 8)) \(padStart(signed(step.total), 8))"
        if let left = step.left, let right = step.right {
            line += "   \(left == right ? left : "\(left) | \(right)")"
        }
        lines.append(line)
    }
    lines.append("")
    lines.append("match weight \(signed(pair.weight)), probability \(percent(pair.probability))")
    lines.append("rules that hold: \(pair.rules.isEmpty ? "none" : pair.rules.joined(separator: "; "))")
    lines.append(pair.verdict)
    for rival in pair.rivals { lines.append("  rival: \(rival)") }
    return lines.joined(separator: "\n")
}

/// The sources of a run.
func sourceLines(_ sources: [RunSummary.Source]) -> [String] {
    sources.flatMap { source in
        [
            "\(padded(source.side, 7)) \(source.path): \(Format.count(source.records, "record"))"
                + (source.rejected > 0 ? ", \(Format.count(source.rejected)) rejected" : ""),
            "        \(source.ids)",
        ]
    }
}

private func ruleLines(_ summary: RunSummary) -> [String] {
    let title = summary.features.isEmpty ? "blocking rules" : "candidates"
    var lines = ["\(padded(title, 48)) \(padStart("pairs", 10))   only by it"]
    for rule in summary.rules {
        lines.append(
            "  \(padded(rule.name, 44)) \(padStart(Format.count(rule.pairs), 12)) \(padStart(Format.count(rule.only), 12))"
        )
    }
    if let recall = summary.estimatedRecallOfRules {
        lines.append("  they bring an estimated \(percent(recall)) of the likely matches together")
    }
    if let further = summary.furtherRule {
        lines.append(
            "  adding \(further.name): +\(percent(further.gain)) of them for about \(Format.count(further.pairs)) pairs more"
        )
    }
    return lines
}

private func weightLines(_ summary: RunSummary) -> [String] {
    var lines = [
        "match weights, in bits                              prior \(signed(summary.prior > 0 ? log2(summary.prior / (1 - summary.prior)) : 0))"
    ]
    for feature in summary.features {
        lines.append("  \(padded(feature.name, 24)) \(padStart(signed(feature.weight), 8)) for each unit")
    }
    for comparison in summary.comparisons {
        let levels = comparison.levels.map {
            "\($0.level) \(signed($0.weight))\($0.trained ? "" : " (default)")"
        }
        lines.append("  \(padded(comparison.name, 18)) \(levels.joined(separator: ", "))")
    }
    return lines
}

private func warningLines(_ summary: RunSummary) -> [String] {
    summary.warnings.isEmpty ? [] : [""] + summary.warnings.map { "warning: \($0)" }
}

/// What the run expects of its matches, with intervals.
private func surenessLines(_ quality: EstimatedQuality) -> [String] {
    func text(_ share: EstimatedQuality.Share) -> String {
        "\(percent(share.estimate)) (\(percent(share.low)) – \(percent(share.high)))"
    }
    var lines = [
        "sureness      \(text(quality.precision)) of the matches are right, by the model's own estimate"
    ]
    if let recall = quality.recall {
        lines.append("              \(text(recall)) of all there are have been found")
    }
    return lines
}
