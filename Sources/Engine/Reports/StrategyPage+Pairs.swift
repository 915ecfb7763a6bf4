import Pages
import Records

extension StrategyPage {
    /// Pairs in common of every two strategies.
    var agreement: String {
        guard report.strategies.count > 1 else { return "" }
        let names = report.strategies.map(\.name)
        let heads = names.map { "<th scope=\"col\">\(escapedHTML($0))</th>" }.joined()
        let rows = names.map { name in
            let cells = names.map { other -> String in
                guard name != other else { return "<td class=\"self\"></td>" }
                guard let pair = pair(name, other) else { return "<td></td>" }
                let alone = pair.strategy == name ? pair.onlyStrategy : pair.onlyOther
                return """
                    <td style="--share:\(decimals(pair.jaccard, 3))">\(perCent(pair.jaccard))\
                    <small>\(alone == 0 ? "none" : Format.count(alone)) alone</small></td>
                    """
            }
            return "<tr><th scope=\"row\">\(escapedHTML(name))</th>\(cells.joined())</tr>"
        }
        return ReportParts.section(
            "Agreement",
            "Pairs that both found, over pairs that either did. Below, what the strategy of the row finds and that of the column does not.",
            """
            <div class="wide"><table class="matrix"><thead><tr><th></th>\(heads)</tr></thead><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>
            """)
    }

    private func pair(_ name: String, _ other: String) -> StrategyReport.Agreement? {
        report.agreement.first {
            ($0.strategy, $0.other) == (name, other) || ($0.strategy, $0.other) == (other, name)
        }
    }

    /// Examples of a pair of strategies and direction that stand in the page.
    private static let examples = 5

    /// Where two strategies disagree, those with the last one first.
    var disagreements: String {
        let last = report.strategies.last?.name
        let apart = report.agreement.filter { $0.onlyStrategy + $0.onlyOther > 0 }
        let ordered = apart.filter { $0.other == last } + apart.filter { $0.other != last }
        guard !ordered.isEmpty else { return "" }
        let parts = ordered.map { pair in
            let tables = [(pair.strategy, pair.other), (pair.other, pair.strategy)].map { one, other in
                exampleTable(one, other)
            }
            return """
                <details><summary>\(escapedHTML(pair.strategy)) and \(escapedHTML(pair.other))\
                <span class="quiet">\(alone(pair.onlyStrategy, pair.trueOnlyStrategy)) and \
                \(alone(pair.onlyOther, pair.trueOnlyOther)) alone</span></summary>
                \(tables.joined())
                </details>
                """
        }
        return ReportParts.section(
            "Where they disagree", "The heaviest pairs that only one of two strategies found.",
            parts.joined(separator: "\n"))
    }

    private func alone(_ pairs: Int, _ right: Int?) -> String {
        Format.count(pairs) + (pairs == 0 ? "" : right.map { " (\(Format.count($0)) true)" } ?? "")
    }

    private func exampleTable(_ one: String, _ other: String) -> String {
        let pairs = report.disagreements.filter { $0.strategy == one && $0.other == other }
            .prefix(StrategyPage.examples)
        guard !pairs.isEmpty else { return "" }
        let rows = pairs.map { pair in
            let word =
                pair.isTrue.map { "<td class=\"\($0 ? "right" : "wrong")\">\($0 ? "true" : "false")</td>" }
                ?? ""
            let values = (pair.values ?? []).filter { $0.left != $0.right }.map {
                "<b>\(escapedHTML($0.field))</b> \(escapedHTML($0.left)) | \(escapedHTML($0.right))"
            }.joined(separator: "<br>")
            return ReportParts.row([
                ReportParts.cell("\(pair.left) – \(pair.right)"), word,
                ReportParts.number(bits(pair.weight)), "<td class=\"value\">\(values)</td>",
            ])
        }
        let heads =
            ["pair"] + (isJudged ? ["truth"] : []) + [
                "weight", pairs.first?.values == nil ? "" : "where they differ",
            ]
        return "<h3>found by \(escapedHTML(one)) alone</h3>"
            + ReportParts.table(heads, numbers: [heads.count - 2], rows: rows)
    }
}
