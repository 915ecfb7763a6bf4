@testable import Diff

/// A table as rows of texts, and the file it makes.
struct TextTable {
    var rows: [[String]]

    /// The table as CSV with a header; every second field that needs none is quoted too. Also the line on
    /// which each record starts.
    func csv(columns: [String]) -> (text: String, lines: [UInt64]) {
        var text = columns.joined(separator: ",") + "\n"
        var lines: [UInt64] = []
        var line: UInt64 = 2
        for (number, row) in rows.enumerated() {
            lines.append(line)
            let fields = row.enumerated().map { place, field in
                let needs = field.contains { ",\"\n".contains($0) } || (row.count == 1 && field.isEmpty)
                return needs || (number + place) % 2 == 0
                    ? "\""
                        + field.split(separator: "\"", omittingEmptySubsequences: false).joined(
                            separator: "\"\"") + "\"" : field
            }
            let record = fields.joined(separator: ",") + "\n"
            line += UInt64(record.utf8.count { $0 == 0x0A })
            text += record
        }
        return (text, lines)
    }
}

/// What a diff of two small tables comes to, by dictionaries of texts: slow and obvious.
struct ReferenceDiff {
    /// Of keys that stand once: `kind|key|column|left|right|left record|right record|left line|right line`.
    var rows: [String] = []
    var unchanged = 0
    var changed = 0
    /// Of keys that stand more than once: pairs, records left over, and the cells that differ at least.
    var duplicatePairs = 0
    var duplicateRemoved = 0
    var duplicateAdded = 0
    var duplicateCells = 0

    init(_ left: TextTable, _ right: TextTable, keys: [Int], lines: (left: [UInt64], right: [UInt64])) {
        let width = (left.rows.first ?? right.rows.first ?? []).count
        let cells = (0..<width).filter { !keys.contains($0) }
        let key = { (row: [String]) in keys.map { row[$0] } }
        let lefts = Dictionary(grouping: left.rows.indices) { key(left.rows[$0]) }
        let rights = Dictionary(grouping: right.rows.indices) { key(right.rows[$0]) }
        for (index, row) in left.rows.enumerated() {
            let name = key(row)
            let (own, others) = (lefts[name] ?? [], rights[name] ?? [])
            guard own.count == 1, others.count <= 1 else { continue }
            guard let other = others.first else {
                rows.append("removed|\(Self.text(name))||||\(index + 1)||\(lines.left[index])|")
                continue
            }
            let differing = cells.filter { row[$0] != right.rows[other][$0] }
            if differing.isEmpty { unchanged += 1 } else { changed += 1 }
            for column in differing {
                rows.append(
                    "changed|\(Self.text(name))|\(column)|\(row[column])|\(right.rows[other][column])|\(index + 1)|\(other + 1)|\(lines.left[index])|\(lines.right[other])"
                )
            }
        }
        for (index, row) in right.rows.enumerated() {
            let name = key(row)
            guard lefts[name] == nil, rights[name]?.count == 1 else { continue }
            rows.append("added|\(Self.text(name))|||||\(index + 1)||\(lines.right[index])")
        }
        for name in Set(lefts.keys).union(rights.keys) {
            let (own, others) = (lefts[name] ?? [], rights[name] ?? [])
            guard own.count > 1 || others.count > 1 else { continue }
            let pairs = min(own.count, others.count)
            duplicatePairs += pairs
            duplicateRemoved += own.count - pairs
            duplicateAdded += others.count - pairs
            let (few, many) =
                own.count <= others.count
                ? (own.map { left.rows[$0] }, others.map { right.rows[$0] })
                : (others.map { right.rows[$0] }, own.map { left.rows[$0] })
            duplicateCells += Self.fewest(few, many, cells)
        }
    }

    /// The fewest differing cells of any pairing.
    private static func fewest(_ few: [[String]], _ many: [[String]], _ cells: [Int]) -> Int {
        guard let row = few.first else { return 0 }
        var best = Int.max
        for index in many.indices {
            var rest = many
            let other = rest.remove(at: index)
            let own = cells.count { row[$0] != other[$0] }
            best = min(best, own + fewest(Array(few.dropFirst()), rest, cells))
        }
        return best
    }

    /// A key as the result shows it.
    static func text(_ parts: [String]) -> String {
        guard parts.count > 1 else { return parts[0] }
        return parts.map { part in
            part.flatMap { $0 == "|" || $0 == "\\" ? ["\\", $0] : [$0] }.map(String.init).joined()
        }.joined(separator: "|")
    }
}
