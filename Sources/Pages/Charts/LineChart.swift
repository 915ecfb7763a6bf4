/// A line of a chart, or a point of it.
public struct ChartSeries: Sendable, Equatable {
    /// What it shows.
    public var name: String
    /// Which colour and dash it has, counted from 0; the same in every chart of a page.
    public var style: Int
    /// Its points, in the order in which they are joined.
    public var points: [ChartPoint]
    /// A point that is marked.
    public var mark: ChartPoint?

    /// A series.
    public init(name: String, style: Int, points: [ChartPoint], mark: ChartPoint? = nil) {
        self.name = name
        self.style = style
        self.points = points
        self.mark = mark
    }
}

/// A place in a chart.
public struct ChartPoint: Sendable, Equatable {
    /// Value along the x axis.
    public var x: Double
    /// Value along the y axis.
    public var y: Double

    /// A place.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// Colours there are before dashes tell series apart.
public let chartColours = 8

/// The class of a series: its colour, and from the ninth on a dash as well.
public func seriesClass(_ style: Int) -> String {
    "s\(style % chartColours)" + (style >= chartColours ? " dashed" : "")
}

/// Lines over two axes, as SVG.
public func lineChart(_ name: String, _ series: [ChartSeries], x: ChartAxis, y: ChartAxis) -> String {
    let frame = ChartFrame(x: x, y: y)
    let lines = series.filter { !$0.points.isEmpty }.map { one in
        let path = one.points.enumerated().map { place, point in
            "\(place == 0 ? "M" : "L")\(text(frame.across(point.x))) \(text(frame.up(point.y)))"
        }.joined()
        return
            "<path class=\"line \(seriesClass(one.style))\" d=\"\(path)\"><title>\(escapedHTML(one.name))</title></path>"
    }
    let marks = series.compactMap { one in
        one.mark.map { chartDot($0, one, frame, radius: 4.5) }
    }
    return frame.svg(name, lines + marks)
}

/// A point that is marked.
func chartDot(_ point: ChartPoint, _ series: ChartSeries, _ frame: ChartFrame, radius: Double) -> String {
    """
    <circle class="dot \(seriesClass(series.style))" cx="\(text(frame.across(point.x)))" \
    cy="\(text(frame.up(point.y)))" r="\(text(radius))"><title>\(escapedHTML(series.name))</title></circle>
    """
}
