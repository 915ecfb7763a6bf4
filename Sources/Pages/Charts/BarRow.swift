/// A bar from 0 to a value, to the right or to the left, as SVG for a cell of a table.
///
/// - Parameter most: the value, above 0, that takes the whole of its side.
public func signedBar(_ value: Double, most: Double) -> String {
    let share = min(abs(value) / most, 1) * 50
    let start = value < 0 ? 50 - share : 50
    return """
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="\(value < 0 ? "against" : "for")" x="\(text(start))" y="1" width="\(text(max(share, 0.3)))" \
        height="8"/><path class="zero" d="M50 0V10"/></svg>
        """
}

/// A bar from 0 to a share of 0…1.
public func shareBar(_ share: Double, class name: String) -> String {
    """
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
    <rect class="ground" x="0" y="1" width="100" height="8"/>\
    <rect class="\(name)" x="0" y="1" width="\(text(min(max(share, 0), 1) * 100))" height="8"/></svg>
    """
}

/// A step of a waterfall from one total to the next, between bounds that all steps share.
public func stepBar(from: Double, to: Double, in range: ClosedRange<Double>) -> String {
    let axis = ChartAxis(label: "", range: range, isLogarithmic: false, ticks: [])
    let (a, b, zero) = (axis.place(from) * 100, axis.place(to) * 100, axis.place(0) * 100)
    return """
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="\(to < from ? "against" : "for")" x="\(text(min(a, b)))" y="1" \
        width="\(text(max(abs(b - a), 0.4)))" height="8"/>\
        <path class="zero" d="M\(text(zero)) 0V10"/></svg>
        """
}

/// Parts of a whole side by side, of at most the whole width.
///
/// - Parameters:
///   - parts: how much, and its class.
///   - most: what takes the whole width.
public func stackedBar(_ parts: [(value: Double, class: String, title: String)], most: Double) -> String {
    var start = 0.0
    let rects = parts.map { part -> String in
        let width = most > 0 ? part.value / most * 100 : 0
        defer { start += width }
        return
            "<rect class=\"\(part.class)\" x=\"\(text(start))\" y=\"1\" width=\"\(text(width))\" height=\"8\">"
            + "<title>\(escapedHTML(part.title))</title></rect>"
    }
    return "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\">"
        + rects.joined() + "</svg>"
}
