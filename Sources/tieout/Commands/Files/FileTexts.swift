/// Cells in columns as wide as their widest, two blanks between; columns of numbers end flush.
func alignedLines(_ rows: [[String]], numbers: Set<Int>) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
        rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
        var line = row.enumerated().map { column, cell in
            numbers.contains(column)
                ? DisplayWidth.padStart(cell, widths[column]) : DisplayWidth.padEnd(cell, widths[column])
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
