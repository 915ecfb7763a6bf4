/// Writes one JSON value, keys in the order in which they are given, absent numbers as `null`.
public struct JSONText {
    /// What is written so far.
    public private(set) var text = ""
    private var needsComma = false

    /// A whole object.
    public static func object(_ fill: (inout JSONText) -> Void) -> String {
        var json = JSONText()
        json.brace("{", "}", fill)
        return json.text
    }

    /// An object below a key.
    public mutating func object(_ key: String, _ fill: (inout JSONText) -> Void) {
        name(key)
        brace("{", "}", fill)
    }

    /// An array of objects.
    public mutating func array<Element>(
        _ key: String, _ elements: [Element], _ fill: (inout JSONText, Element) -> Void
    ) {
        name(key)
        brace("[", "]") { json in
            for element in elements {
                json.comma()
                json.brace("{", "}") { fill(&$0, element) }
            }
        }
    }

    /// An array of texts.
    public mutating func array(_ key: String, _ strings: [String]) {
        name(key)
        brace("[", "]") { json in
            for string in strings {
                json.comma()
                json.quote(string)
            }
        }
    }

    /// A text.
    public mutating func field(_ key: String, _ value: String) {
        name(key)
        quote(value)
    }

    /// A truth value.
    public mutating func field(_ key: String, _ value: Bool) {
        name(key)
        text += value ? "true" : "false"
    }

    /// A whole number, or `null`.
    public mutating func field(_ key: String, _ value: Int?) {
        name(key)
        text += value.map(String.init) ?? "null"
    }

    /// A number. JSON has no word for what is not finite: that is `null` too.
    ///
    /// - Parameter decimals: digits after the point; the rest is rounded away.
    public mutating func field(_ key: String, _ value: Double?, decimals: Int = 3) {
        name(key)
        guard let value, value.isFinite else {
            text += "null"
            return
        }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        text += "\(rounded.isFinite ? rounded : value)"
    }

    private mutating func name(_ key: String) {
        comma()
        quote(key)
        text += ":"
    }

    private mutating func comma() {
        if needsComma { text += "," }
        needsComma = true
    }

    private mutating func brace(_ open: String, _ close: String, _ fill: (inout JSONText) -> Void) {
        text += open
        needsComma = false
        fill(&self)
        text += close
        needsComma = true
    }

    private mutating func quote(_ string: String) { text += JSONText.quoted(string) }

    /// A text as JSON has it, in quotation marks.
    public static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
