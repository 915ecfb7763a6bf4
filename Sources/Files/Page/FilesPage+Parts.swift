import FileRecords
import FileStore
import FileTrees
import Foundation
import Pages
import Records

extension FilesPage {
    var heading: String {
        let started = timeText(scan.record.started)
        let state = scan.record.state == .stopped ? "stopped before its end" : "scan \(scan.record.number)"
        return """
            <header>
              \(PageStyle.mark)
              <div class="name"><h1>\(escapedHTML(roots))</h1>
              <p class="quiet">\(escapedHTML(started))\
            \(scan.record.filter.isEmpty ? "" : ", only what \(escapedHTML(scan.record.filter)) takes in")</p></div>
              <p class="state\(scan.record.state == .stopped ? " away" : "")">\(state)</p>
            </header>
            """
    }

    var figures: String {
        let counts = scan.record.counts
        let share = counts.bytes > 0 ? Double(counts.reclaimable) / Double(counts.bytes) : 0
        func figure(_ name: String, _ value: String, _ note: String, warm: Bool = false) -> String {
            "<div><h2>\(name)</h2><p class=\"big\(warm ? " warm" : "")\">\(value)</p><p class=\"quiet\">\(note)</p></div>"
        }
        return """
            <section class="figures" aria-label="Counts">
            \(figure("Files", Format.count(counts.files), "in \(Format.count(counts.directories)) folders"))
            \(figure("Size", Format.bytes(counts.bytes), "each inode once"))
            \(figure("Duplicates", Format.count(counts.duplicateFiles), "in \(Format.count(counts.groups)) groups"))
            \(figure(
                "Reclaimable", Format.bytes(counts.reclaimable),
                "\(Format.percent(share).trimmingCharacters(in: .whitespaces)) of all, if one copy of each stays", warm: true))
            </section>
            """
    }

    func map(_ tree: PageTree) -> String {
        """
        <section class="map" aria-label="Folders by size">
          <div class="maphead"><h2>Folders by size</h2>
            <p class="legend quiet" aria-hidden="true">only here <span class="scale"></span> also elsewhere</p></div>
          <nav id="trail" class="trail" aria-label="Folder"></nav>
          <div id="map" class="treemap" role="group" aria-label="Map of the folder"></div>
          <p id="maphint" class="quiet">A folder opens with a click or Enter; Escape leads up.\
        \(tree.least > 1 ? " What is below \(Format.bytes(Int(tree.least))) is summed up." : "")</p>
          <details><summary>The same as a table</summary><div id="maptable" class="wide"></div></details>
          <noscript><p class="quiet">The map needs a script; the tables below do not.</p></noscript>
        </section>
        <script type="application/json" id="tree">\(embedded(json: tree.json))</script>
        """
    }

    var groups: String {
        let measures = (0..<scan.groups.count).map { scan.groups.measure($0, in: scan.table) }
        let order = measures.indices.sorted {
            (measures[$1].reclaimable, $0) < (measures[$0].reclaimable, $1)
        }.prefix(FilesPage.mostRows)
        guard !order.isEmpty else { return "" }
        let rows = order.map { group in
            let members = scan.groups[group]
            let paths = members.prefix(FilesPage.mostPaths).map {
                "<li>\(escapedHTML(shown(path: scan.table.path(ofFile: Int($0)))))</li>"
            }.joined()
            let left = members.count - FilesPage.mostPaths
            let size = members.first.map { scan.table.files[Int($0)].facts.size } ?? 0
            return """
                <tr><td class="number">\(Format.bytes(Int(measures[group].reclaimable)))</td>\
                <td class="number">\(Format.count(members.count))</td><td class="number">\(Format.bytes(Int(size)))</td>\
                <td><ul class="paths">\(paths)\(left > 0 ? "<li class=\"quiet\">and \(Format.count(left)) more</li>" : "")</ul></td></tr>
                """
        }
        return table(
            "Largest groups", of: scan.groups.count, shown: order.count,
            heads: ["reclaimable", "files", "each", "paths"], numbers: 0..<3, rows: rows)
    }

    var categories: String {
        let categories = Categories(scan)
        let parts = [
            ("By kind", categories.kinds), ("By size", categories.sizes), ("By age", categories.ages),
        ]
        return "<div class=\"three\">"
            + parts.map { name, rows in bars(name, rows) }.joined(separator: "\n") + "</div>"
    }

    private func bars(_ name: String, _ rows: [Category]) -> String {
        let most = Double(max(1, rows.map(\.bytes).max() ?? 1))
        func width(_ bytes: Int) -> String { String(format: "%.2f%%", 100 * Double(bytes) / most) }
        let lines = rows.map { row in
            """
            <tr><th scope="row">\(escapedHTML(row.name))</th><td class="number">\(Format.bytes(row.bytes))</td>\
            <td class="number \(row.duplicateBytes > 0 ? "warm" : "quiet")">\(Format.bytes(row.duplicateBytes))</td></tr>
            <tr class="bars" aria-hidden="true"><td colspan="3"><span style="width:\(width(row.bytes))">\
            <i style="width:\(row.bytes > 0 ? String(format: "%.2f%%", 100 * Double(row.duplicateBytes) / Double(row.bytes)) : "0")"></i></span></td></tr>
            """
        }
        return """
            <section><h2>\(name)</h2><table class="slim"><thead><tr><th></th><th class="number">all</th>\
            <th class="number">there twice</th></tr></thead><tbody>\(lines.joined(separator: "\n"))</tbody></table></section>
            """
    }

    var overlaps: String {
        let all = directories.overlaps
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(FilesPage.mostRows).map { overlap in
            """
            <tr><td>\(overlap.relation.name)</td><td class="number">\(Format.bytes(Int(overlap.left.sharedBytes)))</td>\
            \(side(overlap.left))\(side(overlap.right))</tr>
            """
        }
        var notes: [String] = []
        if directories.directoriesNotSearched > 0 {
            notes.append(
                "\(Format.count(directories.directoriesNotSearched)) folders were not searched to the end.")
        }
        if directories.contentsTooCommon > 0 {
            notes.append(
                "\(Format.count(directories.contentsTooCommon)) contents are so common that they led to no pair."
            )
        }
        return table(
            "Folders that hold the same", of: all.count, shown: rows.count,
            heads: ["relation", "shared", "folder", "other folder"], numbers: 1..<2, rows: Array(rows),
            note: notes.joined(separator: " "))
    }

    private func side(_ side: DirectoryOverlap.Side) -> String {
        let share = side.bytes > 0 ? 100 * Double(side.sharedBytes) / Double(side.bytes) : 0
        return """
            <td class="path">\(escapedHTML(shown(path: scan.table.path(ofDirectory: side.directory))))\
            <span class="quiet">\(Format.count(side.sharedFiles)) of \(Format.count(side.files)) files, \
            \(String(format: share > 99.95 || share < 0.05 ? "%.0f" : "%.1f", share)) % of \(Format.bytes(Int(side.bytes)))</span></td>
            """
    }
}
