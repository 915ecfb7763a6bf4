import Pages
import Records

/// How to write differences.
public enum DiffFormat: String, Sendable, CaseIterable {
    case csv, jsonl, html
}

extension DiffRun {
    /// Writes all differences to stdout: as CSV or JSON Lines a row each with the columns of the view
    /// `differences`, as HTML a page for people.
    public func write(_ format: DiffFormat) throws {
        let sink = try TextSink("-")
        switch format {
        case .csv: try writeRows(RowWriter(Self.columns, .csv, sink))
        case .jsonl: try writeRows(RowWriter(Self.columns, .jsonl, sink))
        case .html: try writePage(to: sink)
        }
        try sink.close()
    }

    /// Columns of the written rows.
    private static let columns = [
        "key", "kind", "column", "left_value", "right_value", "left_record", "right_record", "left_line",
        "right_line", "is_duplicate",
    ]

    private func writeRows(_ writer: RowWriter) throws {
        try writer.writeHeader()
        for row in rows {
            try writer.write([
                .text(row.key), .text("\(row.kind)"), .text(row.column), .text(row.left), .text(row.right),
                .number(row.leftRecord), .number(row.rightRecord), .number(row.leftLine),
                .number(row.rightLine), .flag(row.isDuplicate),
            ])
        }
    }

    private func writePage(to sink: TextSink) throws {
        try sink.write(
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(escapedHTML(report.left)) – \(escapedHTML(report.right))</title>
            <style>
            :root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ddd; --left: #fdeaea; --right: #e8f6ea }
            @media (prefers-color-scheme: dark) {
            :root { --ink: #ddd; --paper: #181818; --line: #3a3a3a; --left: #43201f; --right: #1d3a24 } }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: var(--ink); background: var(--paper) }
            h1 { font-size: 1.3rem; overflow-wrap: anywhere }
            table { border-collapse: collapse }
            th, td { padding: .25rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
            th { position: sticky; top: 0; background: var(--paper) } td { white-space: pre-wrap; max-width: 24em; overflow-wrap: break-word }
            .left { background: var(--left) } .right { background: var(--right) } .left, .right { overflow-wrap: anywhere; max-width: none }
            .count { text-align: right }
            </style></head><body>
            <h1>\(escapedHTML(report.left)) – \(escapedHTML(report.right))</h1>
            <table>
            \(countRows().map(countRow).joined(separator: "\n"))
            </table>

            """)
        if !report.schemaChanges.isEmpty {
            try sink.write("<h2>Columns</h2>\n<ul>\n")
            for change in report.schemaChanges {
                try sink.write("<li>\(escapedHTML(change.sentence))</li>\n")
            }
            try sink.write("</ul>\n")
        }
        try sink.write(
            "<h2>Differences</h2>\n<table>\n<tr><th>key</th><th>kind</th><th>column</th><th>left</th><th>right</th><th>lines</th></tr>\n"
        )
        for row in rows {
            let lines = [row.leftLine, row.rightLine].map { $0.map(String.init) ?? "–" }.joined(
                separator: " | ")
            try sink.write(
                "<tr><td>\(escapedHTML(row.key))</td><td>\(row.kind)</td><td>\(escapedHTML(row.column ?? ""))</td>"
                    + "<td class=\"left\">\(escapedHTML(row.left ?? ""))</td><td class=\"right\">\(escapedHTML(row.right ?? ""))</td>"
                    + "<td>\(lines)</td></tr>\n")
        }
        try sink.write("</table>\n</body></html>\n")
    }

    private func countRow(_ name: String, _ count: UInt64) -> String {
        "<tr><th>\(escapedHTML(name))</th><td class=\"count\">\(count)</td></tr>"
    }

    private func countRows() -> [(String, UInt64)] {
        var rows = [
            ("records on the left", report.rowsLeft), ("records on the right", report.rowsRight),
            ("added", report.keysAdded), ("removed", report.keysRemoved), ("changed", report.rowsChanged),
            ("unchanged", report.rowsUnchanged), ("cells changed", report.cellsChanged),
        ]
        if let rekeyed = report.rowsRekeyed { rows.append(("key changed", rekeyed)) }
        if let moved = report.rowsMoved { rows.append(("moved", moved)) }
        let twice = report.duplicates
        if max(twice.keysLeft, twice.keysRight) > 0 {
            rows += [
                ("keys more than once on the left", twice.keysLeft),
                ("keys more than once on the right", twice.keysRight),
                ("their records added", twice.rowsAdded), ("their records removed", twice.rowsRemoved),
                ("their records changed", twice.rowsChanged),
                ("their records unchanged", twice.rowsUnchanged),
            ]
        }
        let rejected = UInt64(report.rejectedLeft + report.rejectedRight)
        if rejected > 0 { rows.append(("records that could not be read", rejected)) }
        return rows
    }
}
