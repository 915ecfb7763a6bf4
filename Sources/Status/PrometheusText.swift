/// The Prometheus text format, version 0.0.4: how names, labels, numbers and help are written.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
enum PrometheusText {
    /// Media type of the format.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// A metric name: letters, digits, `_` and `:`, no digit first. Anything else becomes `_`.
    static func metricName(_ label: String) -> String { name(label, colons: true) }

    /// A label name: as a metric name, without colons.
    static func labelName(_ label: String) -> String { name(label, colons: false) }

    /// `{a="1",b="2"}`, or nothing where there are no labels.
    static func labels(_ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return "" }
        let pairs = dimensions.map { "\(labelName($0.0))=\"\(escaped($0.1, quotes: true))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// Help is one line.
    static func help(_ text: String) -> String { escaped(text, quotes: false) }

    /// A sample's value: whole numbers without a point, the rest in the shortest form that reads back
    /// as the same number.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 0x1p53 { return String(Int64(value)) }
        return "\(value)"
    }

    private static func name(_ label: String, colons: Bool) -> String {
        var name = ""
        for scalar in label.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case ":" where colons: name.unicodeScalars.append(scalar)
            case "0"..."9":
                if name.isEmpty { name += "_" }
                name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
