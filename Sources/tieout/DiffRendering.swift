import Engine
import Foundation
import Records

/// The summary of a diff, as a person reads it: columns first, then classes, then examples side by side.
func renderDiff(_ run: DiffRun, examples: Int, style: TerminalStyle = .standardOutput) -> String {
    let report = run.report
    var lines = headLines(report)
    lines += schemaLines(report, style)
    lines += [""] + classLines(report, style)
    lines += columnLines(report, style)
    lines += ruleLines(report)
    if examples > 0 { lines += exampleLines(run, limit: examples, style) }
    if !report.warnings.isEmpty { lines += [""] + report.warnings.map { "warning: \($0)" } }
    if let result = report.result {
        lines += [
            "", "\(fixed(report.seconds, 2)) s; result in \(result). Next:",
            "  sqlite3 \(result) \"SELECT * FROM differences LIMIT 10\"",
        ]
    }
    return lines.joined(separator: "\n")
}

private func headLines(_ report: DiffReport) -> [String] {
    func source(_ side: String, _ name: String, _ records: UInt64, _ rejected: Int) -> String {
        "\(padded(side, 6)) \(name): \(count(records, "record"))"
            + (rejected > 0 ? ", \(Format.count(rejected)) rejected" : "")
    }
    let key =
        report.key.isEmpty
        ? "none: whole rows are compared"
        : report.key.joined(separator: ", ")
            + (report.keyIsProposed ? ", found: it names each record once on both sides" : "")
    return [
        source("left", report.left, report.rowsLeft, report.rejectedLeft),
        source("right", report.right, report.rowsRight, report.rejectedRight), "key    \(key)",
    ]
}

private func schemaLines(_ report: DiffReport, _ style: TerminalStyle) -> [String] {
    guard !report.schemaChanges.isEmpty else { return [] }
    return ["", style.bold("columns")] + report.schemaChanges.map { "  \($0.sentence)" }
}

private func classLines(_ report: DiffReport, _ style: TerminalStyle) -> [String] {
    var rows: [(String, UInt64, String)] = [
        ("added", report.keysAdded, ""), ("removed", report.keysRemoved, ""),
        (
            "changed", report.rowsChanged,
            report.rowsChanged > 0 ? count(report.cellsChanged, "cell") : ""
        ),
        ("unchanged", report.rowsUnchanged, ""),
    ]
    if let rekeyed = report.rowsRekeyed {
        rows.append(("key changed", rekeyed, "the same record under another key"))
    }
    if let moved = report.rowsMoved { rows.append(("moved", moved, "counted as changed or unchanged too")) }
    let twice = report.duplicates
    if twice.keysLeft + twice.keysRight > 0 {
        rows.append(
            (
                "duplicate keys", max(twice.keysLeft, twice.keysRight),
                "paired: \(count(twice.rowsUnchanged, "record")) unchanged, \(Format.count(Int(twice.rowsChanged))) changed, "
                    + "\(Format.count(Int(twice.rowsAdded))) added, \(Format.count(Int(twice.rowsRemoved))) removed"
            ))
    }
    let width = rows.map { Format.count(Int($0.1)).count }.max() ?? 0
    return rows.map { name, number, note in
        "\(padded(name, 14)) \(padStart(Format.count(Int(number)), width))"
            + (note.isEmpty ? "" : "   \(note)")
    }
}

private func columnLines(_ report: DiffReport, _ style: TerminalStyle) -> [String] {
    let changed = report.columns.filter { $0.cellsChanged > 0 }
    guard !changed.isEmpty else { return [] }
    // The most changed first; equal ones in the order of the table.
    let ordered = changed.enumerated().sorted {
        ($1.element.cellsChanged, $0.offset) < ($0.element.cellsChanged, $1.offset)
    }.map(\.element)
    let name = min(40, ordered.map(\.left.count).max() ?? 0)
    let number = ordered.map { Format.count(Int($0.cellsChanged)).count }.max() ?? 0
    return ["", style.bold("changed cells by column")]
        + ordered.map {
            "  \(padded($0.left, name))  \(padStart(Format.count(Int($0.cellsChanged)), number))"
        }
}

/// How columns were compared, where that is not byte for byte.
private func ruleLines(_ report: DiffReport) -> [String] {
    let ruled = report.columns.filter { $0.rule != "byte for byte" }
    guard !ruled.isEmpty else { return [] }
    let width = min(40, ruled.map(\.left.count).max() ?? 0)
    return ["", "compared"] + ruled.map { "  \(padded($0.left, width))  \($0.rule)" }
}

private func exampleLines(_ run: DiffRun, limit: Int, _ style: TerminalStyle) -> [String] {
    let rows = Array(run.rows.prefix(limit))
    guard !rows.isEmpty else { return [] }
    let column = min(30, rows.compactMap(\.column?.count).max() ?? 0)
    let value = 36
    var lines = [
        "",
        style.bold(
            run.rowCount > limit
                ? "the first \(limit) of \(Format.count(run.rowCount)) differences" : "differences"),
    ]
    var last: (key: String, left: UInt64?, right: UInt64?)?
    for row in rows {
        let name = "\(shown(row.key, 60))\(places(row))"
        switch row.kind {
        case .removed: lines.append(style.red("  - \(name)"))
        case .added: lines.append(style.green("  + \(name)"))
        case .moved: lines.append("  ↕ \(name)")
        case .rekeyed:
            lines.append(
                "  = \(shown(row.left ?? "", 60)) is \(shown(row.right ?? "", 60)) now\(places(row))")
        case .changed:
            if last?.key != row.key || last?.left != row.leftRecord || last?.right != row.rightRecord {
                lines.append("  ~ \(name)")
            }
            let left = padded(shown(row.left ?? "", value), min(value, 24))
            lines.append(
                "      \(padded(row.column ?? "", column))  \(style.red(left))  \(style.green(shown(row.right ?? "", value)))"
            )
        }
        last = (row.key, row.leftRecord, row.rightRecord)
    }
    return lines
}

/// `   line 12 | 14`.
private func places(_ row: DiffRow) -> String {
    switch (row.leftLine, row.rightLine) {
    case (let left?, let right?): "   line \(left) | \(right)"
    case (let left?, nil): "   line \(left)"
    case (nil, let right?): "   line \(right)"
    case (nil, nil): ""
    }
}

/// A value in one short line: control characters made visible, what is too long cut off.
private func shown(_ text: String, _ width: Int) -> String {
    if text.isEmpty { return "(empty)" }
    var line = ""
    for character in text.unicodeScalars.prefix(width * 2) {
        switch character {
        case "\n": line += "⏎"
        case "\t": line += "⇥"
        case _ where character.value < 0x20 || (0x7F..<0xA0).contains(character.value): line += "�"
        default: line.unicodeScalars.append(character)
        }
    }
    return line.count > width ? String(line.prefix(width - 1)) + "…" : line
}

private func count(_ number: UInt64, _ noun: String) -> String {
    "\(Format.count(Int(number))) \(noun)\(number == 1 ? "" : "s")"
}
