import Foundation
import Linkage
import Pages
import Records

extension RunPage {
    /// Histogram of the weights, and how heavily records weigh against themselves.
    var weightsAndSelf: String {
        let parts = [histogram, selfMatch].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : "<div class=\"charts\">\n\(parts.joined(separator: "\n"))\n</div>"
    }

    private var histogram: String {
        let bins = report.digest.bins
        guard let first = bins.keys.min(), let last = bins.keys.max() else { return "" }
        let columns = (first...last).map { bin in
            let counts = bins[bin] ?? (0, 0)
            return ChartColumn(
                from: Double(bin), to: Double(bin + 1), parts: [Double(counts.match), Double(counts.review)])
        }
        let most = columns.map { $0.parts.reduce(0, +) }.max() ?? 1
        let range = LinkDigest.binRange
        let beyond =
            first == range.lowerBound || last == range.upperBound
            ? " What lies beyond \(range.lowerBound) or \(range.upperBound) stands at the end." : ""
        let limits = [
            ChartLimit(report.review, "review from here"), ChartLimit(report.threshold, "match from here"),
        ]
        let svg = columnChart(
            "Links by match weight", columns, limits: limits,
            x: .linear(
                "match weight, in bits", [Double(first), Double(last + 1), report.review, report.threshold],
                steps: 10),
            y: .linear("links", [0, most]))
        let key = """
            <ul class="key"><li><span class="swatch match"></span>match</li>\
            <li><span class="swatch review"></span>review</li></ul>
            """
        return ReportParts.section(
            "Links by weight",
            "A match may stand left of the threshold only if a person said so; right of it for review stand ties and matches that were cut."
                + beyond, svg + key)
    }

    /// Which share of the records weighs less than so many bits against itself.
    private var selfMatch: String {
        guard let sides = report.unlinkable else { return "" }
        let series = sides.enumerated().map { style, side in
            let count = Double(max(side.records, 1))
            let step = max(1, side.weights.count / 120)
            let points =
                stride(from: 0, to: side.weights.count, by: step).map {
                    ChartPoint(Double(side.weights[$0]), Double($0) / count)
                } + (side.weights.last.map { [ChartPoint(Double($0), 1)] } ?? [])
            return ChartSeries(name: side.side, style: style, points: points)
        }
        let words = sides.map { side in
            let share = Double(side.below) / Double(max(side.records, 1))
            let named =
                side.examples.isEmpty ? "" : ", such as " + side.examples.prefix(4).joined(separator: ", ")
            return
                "\(side.side): \(Format.count(side.below)) records (\(perCent(share))) can be linked to nothing\(named)."
        }
        let weights = series.flatMap(\.points).map(\.x) + [report.threshold]
        let svg = lineChart(
            "Share of records below a self-match weight", series,
            x: .linear("weight of a record against itself, in bits", weights), y: .share("records below it"))
        return ReportParts.section(
            "Unlinkable records",
            "A record whose own copy would weigh less than the threshold of \(decimals(report.threshold, 1)) bits holds too little to be linked. "
                + words.joined(separator: " "), svg + ReportParts.key(series.map { ($0.name, $0.style) }))
    }

    /// Levels of agreement with their weights, and how often matches and non-matches stand at each.
    var levels: String {
        if report.isText { return features }
        let model = report.model
        let most = max(
            model.comparisons.flatMap { one in one.labels.indices.dropFirst().map { abs(one.weight($0)) } }
                .max() ?? 1, 1)
        let rows = model.comparisons.flatMap { comparison in
            comparison.labels.indices.dropFirst().reversed().map { code -> String in
                let isFirst = code == comparison.labels.count - 1
                let weight = comparison.weight(code)
                return ReportParts.row(
                    [
                        "<th class=\"stay\" scope=\"row\">\(isFirst ? escapedHTML(comparison.name) : "")</th>",
                        ReportParts.cell(
                            comparison.labels[code] + (comparison.untrained[code] ? " (default)" : "")),
                        ReportParts.drawing(signedBar(weight, most: most)), ReportParts.number(bits(weight)),
                        ReportParts.number(share(comparison.m[code])),
                        "<td class=\"grow small\">\(shareBar(comparison.m[code], class: "p0"))</td>",
                        ReportParts.number(share(comparison.u[code])),
                        "<td class=\"grow small\">\(shareBar(comparison.u[code], class: "p1"))</td>",
                    ], class: isFirst ? "first" : "same")
            }
        }
        let prior =
            "Before anything is compared a pair weighs \(bits(model.priorWeight)) bits: one pair in \(Format.count(Int(min(1 / model.prior, 1e15)))) matches."
        return ReportParts.section(
            "Match weights",
            prior + " A level adds log2(m / u): m is how often matches stand at it, u how often others do.",
            ReportParts.table(
                ["field", "level", "weight", "", "m, of matches", "", "u, of others", ""],
                numbers: [3, 4, 6],
                rows: rows, class: "levels"))
    }

    /// What a model of texts weighs.
    private var features: String {
        let most = max(run.comparisons.map { abs($0.weight) }.max() ?? 1, 1)
        let rows = run.comparisons.map { feature in
            ReportParts.row([
                "<th scope=\"row\">\(escapedHTML(feature.comparison))</th>",
                ReportParts.drawing(signedBar(feature.weight, most: most)),
                ReportParts.number(bits(feature.weight)),
            ])
        }
        return ReportParts.section(
            "Match weights", "What each feature of two texts adds for each unit of it, in bits.",
            ReportParts.table(["feature", "weight", ""], numbers: [2], rows: rows, class: "plain"))
    }

    private func share(_ value: Double) -> String {
        value == 0 || value >= 0.001 ? decimals(value, 3) : String(format: "%.0e", value)
    }

    /// Blocking rules and what each alone found.
    var rules: String {
        guard !run.rules.isEmpty else { return "" }
        let most = Double(run.rules.map(\.pairs).max() ?? 1)
        let rows = run.rules.enumerated().map { place, rule in
            let links = report.digest.byRule[place] ?? (0, 0)
            return ReportParts.row([
                "<th scope=\"row\">\(escapedHTML(rule.name))</th>",
                ReportParts.drawing(
                    stackedBar(
                        [
                            (Double(rule.onlyPairs ?? 0), "p1", "by it alone"),
                            (Double(rule.pairs - (rule.onlyPairs ?? 0)), "p2", "by others too"),
                        ], most: most)),
                ReportParts.number(Format.count(rule.pairs)),
                ReportParts.number(rule.onlyPairs.map(Format.count) ?? ""),
                ReportParts.number(Format.count(links.match)), ReportParts.number(Format.count(links.review)),
            ])
        }
        return ReportParts.section(
            report.isText ? "Neighbours" : "Blocking rules",
            "Pairs that a rule brings; in colour those that it alone brings. Links count for the first rule that found them.",
            ReportParts.table(
                ["rule", "", "pairs", "by it alone", "matches first found", "for review"],
                numbers: [2, 3, 4, 5],
                rows: rows))
    }
}
