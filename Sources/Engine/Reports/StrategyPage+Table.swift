import Pages
import Records

extension StrategyPage {
    /// All strategies with all figures, the best of each column marked.
    var table: String {
        let columns = isJudged ? judgedColumns : expectedColumns
        let rows = report.strategies.enumerated().map { style, strategy in
            let name = """
                <th class="stay" scope="row"><span class="swatch \(seriesClass(style))"></span>\
                \(escapedHTML(strategy.name))</th>
                """
            let cells = columns.map { column -> String in
                guard let value = column.value(strategy) else { return ReportParts.number("") }
                let isBest = column.isBetter.map { isBetter in
                    report.strategies.count > 1
                        && !report.strategies.contains {
                            column.value($0).map { isBetter($0, value) } ?? false
                        }
                }
                return ReportParts.number(column.text(value), isBest == true ? "best" : "")
            }
            return ReportParts.row(
                [name] + cells + [ReportParts.cell(strategy.method + "; " + strategy.cardinality, "how")])
        }
        let note =
            isJudged
            ? "F1 at the threshold each chose, beside the best that any threshold would have given."
            : "Estimates: the mean probability that the matches are right, and how many are. Strategies that learn nothing are judged by the automatic choice."
        return ReportParts.section(
            "Strategies", note,
            ReportParts.table(
                ["strategy"] + columns.map(\.name) + ["how"], numbers: Set(1...columns.count), rows: rows))
    }

    private struct Column {
        var name: String
        var isBetter: ((Double, Double) -> Bool)?
        var text: (Double) -> String
        var value: (StrategyReport.Strategy) -> Double?
    }

    private var judgedColumns: [Column] {
        let share = { (value: Double) in decimals(value, 3) }
        var columns = [
            Column(name: "precision", isBetter: >, text: share) { $0.judged?.precision },
            Column(name: "recall", isBetter: >, text: share) { $0.judged?.recall },
            Column(name: "F1", isBetter: >, text: share) { $0.judged?.f1 },
            Column(name: "best F1", isBetter: >, text: share) { $0.judged?.bestF1 },
        ]
        if report.strategies.contains(where: { $0.judged?.bCubed != nil }) {
            columns.append(Column(name: "B-cubed", isBetter: >, text: share) { $0.judged?.bCubed?.f1 })
        }
        columns.append(
            Column(name: "completeness", isBetter: >, text: share) { $0.judged?.pairsCompleteness })
        return columns + costColumns
    }

    private var expectedColumns: [Column] {
        let share = { (value: Double) in "~ " + decimals(value, 3) }
        return [
            Column(name: "precision", text: share) { $0.expected.precision },
            Column(name: "right matches", text: { "~ " + Format.count(Int($0.rounded())) }) {
                $0.expected.matches
            },
            Column(name: "candidate recall", text: share) { $0.expected.candidateRecall },
        ] + costColumns
    }

    private var costColumns: [Column] {
        [
            Column(name: "found", text: { Format.count(Int($0)) }) { Double($0.found) },
            Column(name: "candidates", text: { Format.count(Int($0)) }) { Double($0.candidates) },
            Column(name: "reduction", text: { perCent($0) }) { $0.reductionRatio },
            Column(name: "time", text: { decimals($0, 2) + " s" }) { $0.seconds },
            Column(name: "memory", text: { Format.bytes(Int($0)) }) { $0.peakMemory.map(Double.init) },
        ]
    }

    /// Seconds by stage, the stages of all strategies in the same colours.
    var stages: String {
        var names: [String] = []
        for stage in report.strategies.flatMap(\.stages) where !names.contains(stage.stage) {
            names.append(stage.stage)
        }
        let most = report.strategies.map(\.seconds).max() ?? 0
        let rows = report.strategies.map { strategy in
            let parts = strategy.stages.map { stage in
                (
                    value: stage.seconds,
                    class: "stage s\((names.firstIndex(of: stage.stage) ?? 0) % chartColours)",
                    title: "\(stage.stage): \(decimals(stage.seconds, 3)) s"
                )
            }
            return ReportParts.row([
                "<th class=\"stay\" scope=\"row\">\(escapedHTML(strategy.name))</th>",
                ReportParts.drawing(stackedBar(parts, most: most)),
                ReportParts.number(decimals(strategy.seconds, 2) + " s"),
            ])
        }
        let key = ReportParts.key(names.enumerated().map { ($1, $0) })
        return ReportParts.section(
            "Where the time went", "Stages that strategies share stand with each of them.",
            ReportParts.table(["", "", "seconds"], numbers: [2], rows: rows, class: "plain") + key)
    }
}
