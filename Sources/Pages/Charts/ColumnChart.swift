/// A bin of a histogram, its parts one on top of the other.
public struct ChartColumn: Sendable, Equatable {
    /// Values from here …
    public var from: Double
    /// … to here, not included.
    public var to: Double
    /// How much of each class there is, from the bottom up.
    public var parts: [Double]

    /// A bin.
    public init(from: Double, to: Double, parts: [Double]) {
        self.from = from
        self.to = to
        self.parts = parts
    }
}

/// A value that is marked across a histogram.
public struct ChartLimit: Sendable, Equatable {
    /// The value along the x axis.
    public var value: Double
    /// What it is.
    public var text: String

    /// A limit.
    public init(_ value: Double, _ text: String) {
        self.value = value
        self.text = text
    }
}

/// A histogram with limits across it, as SVG. The parts of a column have the classes `p0`, `p1`, … of the page.
public func columnChart(
    _ name: String, _ columns: [ChartColumn], limits: [ChartLimit], x: ChartAxis, y: ChartAxis
) -> String {
    let frame = ChartFrame(x: x, y: y)
    let bars = columns.flatMap { column in
        var below = y.range.lowerBound
        return column.parts.enumerated().compactMap { place, part -> String? in
            guard part > 0 else { return nil }
            let (base, tip) = (frame.up(below), frame.up(below + part))
            below += part
            let (start, end) = (frame.across(column.from), frame.across(column.to))
            return """
                <rect class="p\(place)" x="\(text(start + 0.5))" y="\(text(tip))" \
                width="\(text(max(end - start - 1, 1)))" height="\(text(max(base - tip, 0.5)))"/>
                """
        }
    }
    let lines = limits.enumerated().map { place, limit in
        let across = frame.across(limit.value)
        let toLeft = across > frame.width * 0.6
        return """
            <path class="limit" d="M\(text(across)) \(text(frame.top))V\(text(frame.height - frame.bottom))"/>\
            <text class="name" x="\(text(toLeft ? across - 5 : across + 5))" \
            y="\(text(frame.top + 10 + 14 * Double(place)))" \
            text-anchor="\(toLeft ? "end" : "start")">\(escapedHTML(limit.text))</text>
            """
    }
    return frame.svg(name, bars + lines)
}
