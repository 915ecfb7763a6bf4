import Foundation
import Pages
import Records

/// Parts that pages about results are made of. All text that is not the program's own is escaped here, or by
/// whoever calls `table` with cells of HTML.
enum ReportParts {
    static func heading(_ title: String, note: String, state: String) -> String {
        """
        <header>
          \(PageStyle.mark)
          <div class="name-of"><h1>\(escapedHTML(title))</h1><p class="quiet">\(escapedHTML(note))</p></div>
          <p class="state">\(escapedHTML(state))</p>
        </header>
        """
    }

    static func figures(_ figures: [(name: String, value: String, note: String)]) -> String {
        let cells = figures.map {
            "<div><h2>\(escapedHTML($0.name))</h2><p class=\"big\">\(escapedHTML($0.value))</p>"
                + "<p class=\"quiet\">\(escapedHTML($0.note))</p></div>"
        }
        return
            "<section class=\"figures\" aria-label=\"Counts\">\n\(cells.joined(separator: "\n"))\n</section>"
    }

    /// A sheet with a title, a word on how to read it, and HTML.
    static func section(_ title: String, _ note: String = "", _ body: String) -> String {
        """
        <section><h2>\(escapedHTML(title))</h2>\(note.isEmpty ? "" : "<p class=\"quiet\">\(escapedHTML(note))</p>")
        \(body)
        </section>
        """
    }

    /// - Parameters:
    ///   - rows: cells as HTML, each with its tag: `cell`, `number`, `head`.
    static func table(_ heads: [String], numbers: Set<Int>, rows: [String], class name: String = "") -> String
    {
        let cells = heads.enumerated().map {
            "<th\(numbers.contains($0) ? " class=\"number\"" : "")>\(escapedHTML($1))</th>"
        }.joined()
        return """
            <div class="wide"><table class="\(name)"><thead><tr>\(cells)</tr></thead><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>
            """
    }

    static func row(_ cells: [String], class name: String = "") -> String {
        "<tr\(name.isEmpty ? "" : " class=\"\(name)\"")>\(cells.joined())</tr>"
    }

    static func cell(_ text: String, _ name: String = "") -> String {
        "<td\(name.isEmpty ? "" : " class=\"\(name)\"")>\(escapedHTML(text))</td>"
    }

    static func number(_ text: String, _ name: String = "") -> String {
        cell(text, name.isEmpty ? "number" : "number \(name)")
    }

    static func drawing(_ svg: String) -> String { "<td class=\"grow\">\(svg)</td>" }

    /// The names of series with their colours.
    static func key(_ names: [(name: String, style: Int)]) -> String {
        let items = names.map {
            "<li><span class=\"swatch \(seriesClass($0.style))\"></span>\(escapedHTML($0.name))</li>"
        }
        return "<ul class=\"key\">\(items.joined())</ul>"
    }

    static func warnings(_ warnings: [String]) -> String {
        guard !warnings.isEmpty else { return "" }
        let items = warnings.map { "<li>\(escapedHTML($0))</li>" }.joined()
        return "<section class=\"warnings\"><h2>Warnings</h2><ul>\(items)</ul></section>"
    }

    static func footer(_ text: String) -> String {
        "<footer class=\"quiet\"><span>\(escapedHTML(text))</span><span>Tieout \(escapedHTML(version))</span></footer>"
    }
}

/// A number with so many decimals.
func decimals(_ value: Double, _ count: Int) -> String { String(format: "%.\(count)f", value) }

/// A share in per cent.
func perCent(_ share: Double) -> String {
    share > 0.9999 && share < 1
        ? "> 99.99 %" : "\(decimals(share * 100, share > 0.999 && share < 1 ? 2 : 1)) %"
}

/// A weight in bits, with its sign.
func bits(_ weight: Double) -> String {
    (weight < 0 ? "\u{2212}" : "+") + decimals(abs(weight), 2)
}
