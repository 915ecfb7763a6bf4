import Foundation

/// A small table with everything that a format can trip over, and ways to write it down.
enum NastyTable {
    static let columns = ["id", "name", "note", "amount", "ratio", "born", "active", "Odd \"Name\", too"]

    /// Rows; nil is null, which is the same as empty once it is read.
    static let rows: [[String?]] = {
        var rows: [[String?]] = [
            ["1", "Ann", "plain", "12.50", "0.5", "1990-01-31", "true", "x"],
            ["2", "", nil, nil, nil, nil, nil, nil],
            ["3", "comma, inside", "line\nbreak", "-1", "-0.25", "2000-02-29", "false", "CR\rhere"],
            ["4", "\"quoted\"", "tab\there", "0", "1e-07", "0001-01-01", "true", "CRLF\r\nthere"],
            ["5", "back\\slash", "\\N", "99999999.99", "3.141592653589793", "9999-12-31", "false", "\\"],
            ["6", "\\n not a line end", "ends with \\", "0.10", "1e+20", nil, "true", "\"\""],
            ["7", "Ünïcödé Straße", "日本語", "1", "2.5", "1970-01-01", nil, "😀👩‍👩‍👧"],
            ["8", " leading and trailing ", "\t", "007", "1.5", nil, "false", "NULL"],
            ["9", "{\"a\": [1, 2]}", "'single'", "10", "-12345.678", nil, "true", "\u{1}\u{7F}"],
            ["10", ";|:", "a''b", "5", "0.1", nil, "false", "\u{8}\u{C}\u{B}"],
        ]
        for number in 11..<400 {
            rows.append([
                "\(number)", "name \(number)", number % 3 == 0 ? nil : "note \(number)\n", "\(number).25",
                "\(number).5", "2020-01-\(10 + number % 20)", number % 2 == 0 ? "true" : "false",
                String(repeating: "é", count: number % 40),
            ])
        }
        return rows
    }()

    /// What every source gives for it.
    static let fields: [[[UInt8]]] = rows.map { $0.map { Array(($0 ?? "").utf8) } }

    static let csv: String = ([columns] + rows).map { row in
        row.map { field in
            field.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" } ?? ""
        }.joined(separator: ",") + "\n"
    }.joined()

    /// Numbers and booleans without quotes, as JSON has them; a key that is missing where a value is null.
    static func jsonLines() throws -> String {
        try rows.map { row in
            let members = try zip(columns, row).enumerated().compactMap { index, pair -> String? in
                guard let value = pair.1 else { return index % 2 == 0 ? nil : try json(pair.0) + ": null" }
                let isBare = pair.0 == "ratio" || pair.0 == "active" || pair.0 == "id"
                return try json(pair.0) + ": " + (isBare ? value : try json(value))
            }
            return "{" + members.joined(separator: ", ") + "}\n"
        }.joined()
    }

    private static func json(_ text: String) throws -> String {
        String(
            decoding: try JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed),
            as: UTF8.self)
    }

    /// Columns with the types that databases give them.
    static func create(_ real: String) -> String {
        """
        CREATE TABLE nasty (id INTEGER PRIMARY KEY, name TEXT, note TEXT, amount TEXT, ratio \(real),
            born \(real == "REAL" ? "TEXT" : "DATE"), active BOOLEAN, "Odd ""Name"", too" TEXT)
        """
    }

    /// One INSERT, with literals that both databases read alike.
    static let insert: String = {
        let tuples = rows.map { row in
            let values = zip(columns, row).map { column, value -> String in
                guard let value else { return "NULL" }
                if column == "id" || column == "ratio" { return value }
                if column == "active" { return value.uppercased() }
                return "'" + value.replacingOccurrences(of: "'", with: "''") + "'"
            }
            return "(" + values.joined(separator: ", ") + ")"
        }
        return "INSERT INTO nasty VALUES " + tuples.joined(separator: ",\n")
    }()
}
