/// A text as it stands in HTML, between tags and in attributes with quotation marks.
public func escapedHTML(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(character)
        }
    }
    return escaped
}

/// JSON as it can stand in a `<script>`: no character of it can end the script or begin a comment.
public func embedded(json: String) -> String {
    var embedded = ""
    embedded.reserveCapacity(json.utf8.count)
    for character in json.unicodeScalars {
        switch character {
        case "<": embedded += "\\u003c"
        case ">": embedded += "\\u003e"
        case "&": embedded += "\\u0026"
        case "\u{2028}": embedded += "\\u2028"
        case "\u{2029}": embedded += "\\u2029"
        default: embedded.unicodeScalars.append(character)
        }
    }
    return embedded
}
