import TestSupport

/// Two versions of a table with everything that makes a diff hard: few values, nulls, quoted newlines,
/// repeated keys, rows in another order.
func randomTables(_ random: inout Seeded, rows: Int, columns: Int, repeatsKeys: Bool) -> (
    TextTable, TextTable
) {
    let values = [
        "", "a", "b", "a,b", "x\ny", "say \"hi\"", "ü", "a|b", "\\", "0", " a",
        "long value that stands out, quite",
    ]
    func value(_ random: inout Seeded) -> String { values[random.next(values.count)] }
    var left: [[String]] = []
    for number in 0..<rows {
        let key = repeatsKeys ? random.next(max(1, rows)) : number
        var row = ["k\(key / 3)", "\(key % 3)"]
        while row.count < columns { row.append(value(&random)) }
        left.append(row)
    }
    var right: [[String]] = []
    for row in left {
        switch random.next(10) {
        case 0: continue
        case 1, 2:
            var changed = row
            changed[2 + random.next(columns - 2)] = value(&random)
            right.append(changed)
        default: right.append(row)
        }
    }
    for number in 0..<random.next(max(1, rows / 4) + 1) {
        var row = ["n\(number)", "0"]
        while row.count < columns { row.append(value(&random)) }
        right.append(row)
        if repeatsKeys && random.next(2) == 0 { right.append(row) }
    }
    for index in right.indices.dropFirst() where random.next(3) == 0 {
        right.swapAt(index, random.next(index))
    }
    return (TextTable(rows: left), TextTable(rows: right))
}
