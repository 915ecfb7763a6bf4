import Foundation

/// The room of a chart: its axes, drawn, and where values stand in it.
///
/// All drawing is SVG text whose colours come from the page's style by class, so that a chart is light or dark
/// as the page is. Lengths are units of the view box; the page scales it.
struct ChartFrame {
    let x: ChartAxis
    let y: ChartAxis
    let width = 460.0
    let height = 300.0
    let left = 54.0
    let right = 26.0
    let top = 12.0
    let bottom = 44.0

    /// Where a value of the x axis stands.
    func across(_ value: Double) -> Double { left + x.place(value) * (width - left - right) }

    /// Where a value of the y axis stands.
    func up(_ value: Double) -> Double { height - bottom - y.place(value) * (height - top - bottom) }

    /// A whole drawing around its marks.
    ///
    /// - Parameter name: what the chart shows, for those who do not see it.
    func svg(_ name: String, _ marks: [String]) -> String {
        let lines = ([grid] + marks).joined(separator: "\n")
        return """
            <svg class="plot" viewBox="0 0 \(text(width)) \(text(height))" role="img" \
            aria-label="\(escapedHTML(name))">
            \(lines)
            </svg>
            """
    }

    private var grid: String {
        let base = height - bottom
        let across = x.ticks.map { tick in
            let place = text(self.across(tick.value))
            return """
                <path class="grid" d="M\(place) \(text(top))V\(text(base))"/>\
                <text x="\(place)" y="\(text(base + 16))" text-anchor="middle">\(escapedHTML(tick.text))</text>
                """
        }
        let up = y.ticks.map { tick in
            let place = self.up(tick.value)
            return """
                <path class="grid" d="M\(text(left)) \(text(place))H\(text(width - right))"/>\
                <text x="\(text(left - 7))" y="\(text(place + 4))" text-anchor="end">\(escapedHTML(tick.text))</text>
                """
        }
        let middle = (top + base) / 2
        let labels = """
            <text class="axis" x="\(text((left + width - right) / 2))" y="\(text(height - 8))" \
            text-anchor="middle">\(escapedHTML(x.label))</text>
            <text class="axis" transform="translate(11 \(text(middle))) rotate(-90)" \
            text-anchor="middle">\(escapedHTML(y.label))</text>
            """
        return (across + up + [labels]).joined(separator: "\n")
    }
}

/// A length with at most one decimal.
func text(_ length: Double) -> String {
    let rounded = (length * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}
