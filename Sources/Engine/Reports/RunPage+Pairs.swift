import Pages
import Records
import ResultStore

extension RunPage {
    /// How the weight of chosen pairs comes about, step by step.
    var falls: String {
        guard !report.falls.isEmpty else { return "" }
        let steps: [Double] = report.falls.flatMap { fall in fall.steps.map(\.total) }
        let totals = steps + [0, report.model.priorWeight]
        let range = (totals.min() ?? 0)...((totals.max() ?? 0) + 0.001)
        let parts = report.falls.map { fall -> String in
            var before = report.model.priorWeight
            let prior = ReportParts.row([
                ReportParts.cell("prior"), ReportParts.cell(""), ReportParts.number(bits(before)),
                ReportParts.drawing(stepBar(from: 0, to: before, in: range)),
                ReportParts.number(bits(before)),
            ])
            let rows = fall.steps.map { step -> String in
                defer { before = step.total }
                let values = step.left.map { left in
                    let right = step.right ?? ""
                    return left == right ? left : "\(left) | \(right)"
                }
                return ReportParts.row([
                    "<td class=\"value\">\(escapedHTML(step.comparison)) <span class=\"quiet\">\(escapedHTML(step.level))</span></td>",
                    ReportParts.cell(values ?? "", "value"), ReportParts.number(bits(step.weight)),
                    ReportParts.drawing(stepBar(from: before, to: step.total, in: range)),
                    ReportParts.number(bits(step.total)),
                ])
            }
            return """
                <div><h3>\(escapedHTML(fall.link.left.description)) – \(escapedHTML(fall.link.right.description)) \
                <span class="quiet">\(fall.title), \(fall.link.band.rawValue), \(perCent(fall.link.probability))</span></h3>
                \(ReportParts.table(["", "", "adds", "", "weight"], numbers: [2, 4], rows: [prior] + rows, class: "plain"))
                </div>
                """
        }
        return ReportParts.section(
            "Where the weight comes from",
            "From the prior to the weight of the pair; all on one scale, the line is 0.",
            "<div class=\"falls\">\n\(parts.joined(separator: "\n"))\n</div>")
    }

    /// Some links of a band, all over it.
    func examples(_ band: Band) -> String {
        let links = band == .match ? report.digest.matches : report.digest.reviews
        guard !links.isEmpty else { return "" }
        let fields = links.lazy.compactMap { report.values[[$0.left, $0.right]] }.first?.map(\.field) ?? []
        let rows = links.enumerated().sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }.map(\.element).map { link in
            let values = report.values[[link.left, link.right]] ?? []
            let cells = values.map { value -> String in
                let text =
                    value.left == value.right
                    ? escapedHTML(value.left)
                    : "\(escapedHTML(value.left))<br><span class=\"wrong\">\(escapedHTML(value.right))</span>"
                return "<td>\(text)</td>"
            }
            return ReportParts.row(
                [
                    ReportParts.cell("\(link.left) – \(link.right)"), ReportParts.number(bits(link.weight)),
                    ReportParts.number(perCent(link.probability)),
                ] + cells)
        }
        let count = band == .match ? report.counts.matches : report.counts.inReview
        return ReportParts.section(
            band == .match ? "Some of the matches" : "Some of the pairs to review",
            "\(links.count) of \(Format.count(count)), at even steps through the ids. Where values differ the right one stands below.",
            ReportParts.table(["pair", "weight", "probability"] + fields, numbers: [1, 2], rows: rows))
    }
}
