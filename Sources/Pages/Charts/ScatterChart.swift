/// One point for each series, with its name beside it, as SVG.
public func scatterChart(_ name: String, _ series: [ChartSeries], x: ChartAxis, y: ChartAxis) -> String {
    let frame = ChartFrame(x: x, y: y)
    let placed = series.compactMap { one in
        one.points.first.map { (series: one, across: frame.across($0.x), up: frame.up($0.y)) }
    }
    let dots = placed.map { chartDot($0.series.points[0], $0.series, frame, radius: 6) }
    var taken = placed.map {
        Box(left: $0.across - 8, right: $0.across + 8, top: $0.up - 8, bottom: $0.up + 8)
    }
    let names = placed.map { point in
        let label = Label(beside: point.across, point.up, text: point.series.name, frame, avoiding: taken)
        taken.append(label.box)
        return label.svg
    }
    return frame.svg(name, dots + names)
}

/// Room that something takes.
private struct Box {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    func meets(_ other: Box) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}

/// A name where it is in nobody's way: at the height of its point on either side, else above or below.
private struct Label {
    let text: String
    let box: Box

    /// - Complexity: O(places tried × what is there).
    init(beside across: Double, _ up: Double, text: String, _ frame: ChartFrame, avoiding taken: [Box]) {
        self.text = text
        // Letters of this size are about so wide; too much is better than too little.
        let width = 6.4 * Double(text.count)
        let heights = [0.0] + (1...12).flatMap { [13 * Double($0), -13 * Double($0)] }
        let places = heights.flatMap { height in
            [across + 11, across - 11 - width].map { left in
                Box(left: left, right: left + width, top: up + height - 6, bottom: up + height + 6)
            }
        }
        box =
            places.first { place in
                place.left >= frame.left && place.right <= frame.width && place.top >= 0
                    && place.bottom <= frame.height - frame.bottom && !taken.contains { $0.meets(place) }
            } ?? places[0]
    }

    var svg: String {
        "<text class=\"name\" x=\"\(Pages.text(box.left))\" y=\"\(Pages.text(box.bottom - 2))\">"
            + "\(escapedHTML(text))</text>"
    }
}
