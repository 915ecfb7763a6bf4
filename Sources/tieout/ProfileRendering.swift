import Engine
import Foundation

/// A profile as a person reads it: a table of the columns, then of each column what it holds most.
struct ProfileRendering {
    private let profile: SourceProfile
    private let style: TerminalStyle
    private let columns: Int

    /// - Parameter columns: how wide the output may be; at least 40 are used.
    init(_ profile: SourceProfile, style: TerminalStyle, columns: Int) {
        self.profile = profile
        self.style = style
        self.columns = max(40, columns)
    }

    /// All lines, without a line end behind the last.
    var text: String {
        var lines = head + [""] + table
        let details = profile.columns.flatMap { detail(of: $0) }
        if !details.isEmpty { lines += [""] + details }
        if !profile.warnings.isEmpty {
            lines += [""] + profile.warnings.map { "warning: \(DisplayWidth.oneLine($0))" }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: The source

    private var head: [String] {
        var first =
            "\(style.bold(DisplayWidth.oneLine(profile.source))): \(Format.count(profile.records)) "
            + (profile.records == 1 ? "record" : "records")
            + ", \(Format.count(profile.columns.count)) "
            + (profile.columns.count == 1 ? "column" : "columns")
            + ", \(Format.bytes(profile.bytes))"
        if profile.rejected > 0 { first += "; \(Format.count(profile.rejected)) rejected" }
        return [first] + (profile.records < 2 ? [] : keys)
    }

    private var keys: [String] {
        guard !profile.keys.isEmpty else {
            return ["no column, nor a pair of columns, tells the records apart"]
        }
        return profile.keys.map { key in
            var line = "key: \(key.columns.map { DisplayWidth.oneLine($0) }.joined(separator: " + "))"
            if key.repeats == 0 {
                line += ", unique"
            } else {
                line += ", nearly unique: \(Format.count(key.repeats)) "
                line += key.repeats == 1 ? "record repeats another" : "records repeat another"
            }
            if key.nulls > 0 { line += ", \(Format.count(key.nulls)) without a value" }
            return DisplayWidth.cut(line, to: columns)
        }
    }

    // MARK: The table

    private static let titles = ["column", "type", "nulls", "distinct", "length", "least … greatest"]

    private var table: [String] {
        let rows = profile.columns.map { cells(of: $0) }
        var widths = Self.titles.indices.dropLast().map { place in
            ([Self.titles] + rows).map { DisplayWidth.of($0[place]) }.max() ?? 0
        }
        // Long names give way to the rest.
        widths[0] = min(widths[0], max(10, columns / 4))
        let used = widths.reduce(0) { $0 + $1 + 2 }
        return ([Self.titles] + rows).enumerated().map { number, cells in
            var line = DisplayWidth.padEnd(DisplayWidth.cut(cells[0], to: widths[0]), widths[0])
            line += "  " + DisplayWidth.padEnd(cells[1], widths[1])
            for place in 2...4 { line += "  " + DisplayWidth.padStart(cells[place], widths[place]) }
            let room = columns - used
            // Where there is hardly room for it, the range stands with the column's details.
            if room >= Self.leastRangeRoom { line += "  " + range(cells[5], room) }
            while line.last == " " { line.removeLast() }
            return number == 0 ? style.dim(line) : line
        }
    }

    private static let leastRangeRoom = 18

    private func cells(of column: ColumnSummary) -> [String] {
        let distinct = (column.distinctError > 0 ? "~" : "") + Format.count(column.distinct)
        let length = column.length.map {
            $0.least == $0.greatest ? "\($0.least)" : "\($0.least)–\($0.greatest)"
        }
        let range =
            column.least == column.greatest
            ? column.least ?? "" : "\(column.least ?? "") \(Self.separator) \(column.greatest ?? "")"
        return [
            DisplayWidth.oneLine(column.name), column.type.rawValue, Format.count(column.nulls), distinct,
            length ?? "", DisplayWidth.oneLine(range),
        ]
    }

    private static let separator = "…"

    /// Both ends of a range in the room there is.
    private func range(_ range: String, _ room: Int) -> String {
        guard DisplayWidth.of(range) > room else { return range }
        let ends = range.components(around: " \(Self.separator) ")
        guard let ends else { return DisplayWidth.cut(range, to: room) }
        let half = (room - 3) / 2
        let right = DisplayWidth.cut(ends.1, to: max(half, room - 3 - DisplayWidth.of(ends.0)))
        let left = DisplayWidth.cut(ends.0, to: room - 3 - DisplayWidth.of(right))
        return "\(left) \(Self.separator) \(right)"
    }

    // MARK: The columns

    private func detail(of column: ColumnSummary) -> [String] {
        guard column.filled > 0 else { return [] }
        var lines: [String] = []
        if column.fitting < column.filled {
            let odd = column.filled - column.fitting
            lines.append(
                "\(Format.count(odd)) \(odd == 1 ? "value is" : "values are") no \(column.type.rawValue)")
        }
        if let format = column.format { lines.append(format) }
        if let patterns = list(column.patterns, of: column, error: column.patternError) {
            lines.append("pattern  \(patterns)")
        }
        if let top = top(of: column) { lines.append("top      \(top)") }
        guard !lines.isEmpty else { return [] }
        let name = DisplayWidth.cut(DisplayWidth.oneLine(column.name), to: columns)
        return [style.bold(name)] + lines.map { "  " + DisplayWidth.cut($0, to: columns - 2) }
    }

    private func top(of column: ColumnSummary) -> String? {
        if column.distinctError == 0 && column.distinct == column.filled {
            return column.filled > 1 ? "every value once" : nil
        }
        if column.top.isEmpty { return "no value more than \(Format.count(column.topError)) times" }
        return list(column.top, of: column, error: column.topError)
    }

    /// Values with their shares, as many as fit a line; nil where there are none.
    private func list(_ found: [ColumnSummary.Frequency], of column: ColumnSummary, error: Int) -> String? {
        let room = columns - 11
        var line = ""
        for entry in found {
            let share = Double(entry.count) / Double(column.filled)
            let value = DisplayWidth.cut(DisplayWidth.oneLine(entry.value), to: 32)
            let item = "\(value) \(error > 0 ? "≥ " : "")\(percent(share))"
            guard line.isEmpty || DisplayWidth.of(line) + DisplayWidth.of(item) + 3 <= room else { break }
            line += (line.isEmpty ? "" : " · ") + item
        }
        return line.isEmpty ? nil : line
    }
}

extension String {
    /// What stands before and behind the first `separator`.
    fileprivate func components(around separator: String) -> (String, String)? {
        guard let place = range(of: separator) else { return nil }
        return (String(self[..<place.lowerBound]), String(self[place.upperBound...]))
    }
}
