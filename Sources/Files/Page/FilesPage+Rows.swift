import FileRecords
import FileStore
import FileTrees
import Pages
import Records

extension FilesPage {
    /// A table with its title and how many rows of all it shows; what is longer scrolls.
    func table(
        _ title: String, of count: Int, shown: Int, heads: [String], numbers: Range<Int>, rows: [String],
        note: String = ""
    ) -> String {
        let cells = heads.enumerated().map { place, head in
            "<th scope=\"col\"\(numbers.contains(place) ? " class=\"number\"" : "")>\(escapedHTML(head))</th>"
        }.joined()
        let counted =
            shown < count ? "the first \(Format.count(shown)) of \(Format.count(count))" : Format.count(count)
        return """
            <section><h2>\(escapedHTML(title)) <span class="quiet">\(counted)</span></h2>
            <div class="wide tall" tabindex="0" role="region" aria-label="\(escapedHTML(title))"><table><thead><tr>\(cells)</tr></thead><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>\(note.isEmpty ? "" : "<p class=\"quiet\">\(escapedHTML(note))</p>")</section>
            """
    }

    var remarks: String {
        var parts: [String] = []
        if !faults.isEmpty {
            let rows = faults.prefix(FilesPage.mostRows).map {
                "<tr><td class=\"path\">\(escapedHTML(shown(path: $0.path)))</td><td>\(escapedHTML(passedOverWords($0.reason)))</td></tr>"
            }
            parts.append(
                table(
                    "Could not be read", of: faults.count, shown: rows.count, heads: ["path", "why"],
                    numbers: 0..<0, rows: Array(rows)))
        }
        let left = passedOver.filter { $0.entries > 0 }
        if !left.isEmpty {
            parts.append(
                table(
                    "Not looked at", of: left.reduce(0) { $0 + $1.entries },
                    shown: left.reduce(0) { $0 + $1.entries }, heads: ["entries", "why"], numbers: 0..<1,
                    rows: left.map {
                        "<tr><td class=\"number\">\(Format.count($0.entries))</td><td>\(escapedHTML($0.reason))</td></tr>"
                    }))
        }
        return parts.joined(separator: "\n")
    }

    var scans: String {
        guard history.count > 1 else { return "" }
        let rows = history.reversed().prefix(FilesPage.mostRows).map { record in
            let counts = record.counts
            let isWhole = record.state != .unfinished
            let started = timeText(record.started)
            let cells =
                isWhole
                ? [
                    Format.count(counts.files), Format.bytes(counts.bytes),
                    Format.count(counts.duplicateFiles),
                    Format.bytes(counts.reclaimable),
                ] : ["", "", "", ""]
            return
                "<tr\(record.number == scan.record.number ? " class=\"here\"" : "")><td class=\"number\">\(record.number)</td>"
                + cells.map { "<td class=\"number\">\($0)</td>" }.joined()
                + "<td>\(started)</td><td>\(record.state.rawValue)</td>"
                + "<td class=\"path\">\(escapedHTML(record.roots.map { shown(path: $0) }.joined(separator: ", ")))</td></tr>"
        }
        return table(
            "Scans", of: history.count, shown: rows.count,
            heads: ["scan", "files", "size", "duplicates", "reclaimable", "started", "state", "folders"],
            numbers: 0..<5, rows: Array(rows))
    }

    var footer: String {
        "<footer class=\"quiet\"><span>Tieout \(escapedHTML(scan.record.version)), "
            + "\(Format.seconds(scan.record.seconds ?? 0)) of scanning</span></footer>"
    }
}
