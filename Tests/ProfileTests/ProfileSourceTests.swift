import Records
import TestSupport
import Testing

@testable import Profile

@Suite("A profile")
struct ProfileSourceTests {
    /// What a dictionary and a loop over the values of one column say of it.
    private func check(_ column: ColumnSummary, _ values: [String]) {
        let filled = values.filter { !$0.isEmpty }
        #expect(column.filled == filled.count)
        #expect(column.nulls == values.count - filled.count)
        var counts: [String: Int] = [:]
        for value in filled { counts[value, default: 0] += 1 }
        #expect(column.distinct == counts.count)
        #expect(column.distinctError == 0)
        let lengths = filled.map { $0.unicodeScalars.count }
        #expect(column.length?.least == lengths.min())
        #expect(column.length?.greatest == lengths.max())
        if let mean = column.length?.mean {
            #expect(abs(mean * Double(filled.count) - Double(lengths.reduce(0, +))) < 1e-6)
        }
        if column.type == .text {
            let ordered = filled.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            #expect(column.least == ordered.first.map { String(decoding: $0, as: UTF8.self) })
            #expect(column.greatest == ordered.last.map { String(decoding: $0, as: UTF8.self) })
        }
        for entry in column.top {
            let exact = counts[entry.value] ?? 0
            #expect(entry.count <= exact && exact <= entry.count + column.topError)
        }
        // Nothing that stands more often than was counted on is missing.
        let named = Set(column.top.map(\.value))
        let last = column.top.count == 10 ? column.top.last?.count ?? 0 : 0
        for (value, count) in counts where !named.contains(value) {
            #expect(count <= max(last + column.topError, 2 * column.topError))
        }
    }

    private func table(records: Int, _ random: inout Seeded) -> [[String]] {
        let words = ["Zürich", "Lyon", "Göteborg", "", "New York", "東京", "a,b", "line\nend", "\"q\"", "x"]
        return (0..<records).map { record in
            [
                "\(record)", words[Int.random(in: 0..<words.count, using: &random)],
                "\(Int.random(in: -50...50, using: &random)).5",
                Int.random(in: 0..<3, using: &random) == 0
                    ? "" : "w\(Int.random(in: 0..<2000, using: &random))",
                "", "same",
            ]
        }
    }

    @Test("is what counting each value by itself gives", arguments: [1, 2, 3, 99, 100, 101, 2500])
    func againstCounting(records: Int) throws {
        var random = Seeded(UInt64(records))
        let rows = table(records: records, &random)
        let found = try profile(TableSource(rows, columns: 6))
        #expect(found.records == records)
        for place in 0..<6 { check(found.columns[place], rows.map { $0[place] }) }
        #expect(found.columns[4].type == .empty && found.columns[4].patterns.isEmpty)
        #expect(found.columns[5].top == [.init(value: "same", count: records)])
    }

    @Test("is the same for any number of threads and any order of the batches")
    func deterministic() throws {
        var random = Seeded(5)
        let rows = table(records: 12_000, &random)
        let first = try profile(TableSource(rows, columns: 6, batchRecords: 37))
        #expect(first.columns[3].topError > 0 || first.columns[0].topError > 0, "nothing was dropped")
        for (seed, threads) in [(2, 1), (3, 2), (4, 7)] {
            let source = TableSource(rows, columns: 6, batchRecords: 37, seed: UInt64(seed))
            #expect(try profile(source, threads: threads) == first)
        }
    }

    @Test("of no records, of no values, of one record")
    func nearlyNothing() throws {
        let none = try profile(TableSource([], columns: 2))
        #expect(none.records == 0 && none.keys.isEmpty)
        #expect(none.columns.map(\.type) == [.empty, .empty])
        #expect(none.columns.allSatisfy { $0.length == nil && $0.least == nil && $0.distinct == 0 })
        let nulls = try profile(TableSource([["", ""], ["", ""]], columns: 2))
        #expect(nulls.columns.map(\.nulls) == [2, 2] && nulls.keys.isEmpty)
        let one = try profile(TableSource([["7", "x"]], columns: 2))
        #expect(one.columns.map(\.type) == [.integer, .text] && one.keys.isEmpty)
    }

    @Test("names a unique column, a nearly unique one, and pairs only where there is neither")
    func keys() throws {
        let rows = (0..<3000).map { record in
            ["\(record / 50)", "\(record % 50)", "n\(record == 9 ? 8 : record)", "x"]
        }
        let both = try profile(TableSource(rows, columns: 4))
        #expect(both.keys == [KeyCandidate(columns: ["c3"], repeats: 1, nulls: 0)])
        let pairs = try profile(TableSource(rows.map { [$0[0], $0[1], $0[3]] }, columns: 3))
        #expect(pairs.keys == [KeyCandidate(columns: ["c1", "c2"], repeats: 0, nulls: 0)])
        let none = try profile(TableSource(rows.map { [$0[0], $0[3]] }, columns: 2))
        #expect(none.keys.isEmpty)
    }

    @Test("estimates how many values there are where they are many, within five standard errors")
    func estimated() throws {
        // Two by two, so that the sample shows that the column is no key.
        let rows = (0..<72_000).map { ["v\($0 / 2)"] }
        let column = try profile(TableSource(rows, columns: 1, batchRecords: 9000), threads: 2).columns[0]
        #expect(column.distinctError > 0 && column.distinctError < 0.01)
        #expect(abs(Double(column.distinct) / 36_000 - 1) < 5 * column.distinctError)
    }

    @Test("tells types apart")
    func types() throws {
        let columns: [(ColumnType, String?, String?, String?, [String])] = [
            (.integer, nil, "-7", "+12", ["5", "+12", "-7", "0"]),
            (.decimal, nil, "-1e3", "10", ["5.25", "10", "-1e3"]),
            (.decimal, "decimal comma", "0,5", "12", ["0,5", "3,25", "12"]),
            (.digits, nil, "0042", "9000", ["0042", "9000", "1234"]),
            (.date, nil, "1999-12-31", "2024-02-29", ["2024-02-29", "1999-12-31"]),
            (.date, "day first", "31.12.1999", "1.2.2024", ["31.12.1999", "1.2.2024"]),
            (.date, "month first", "12/31/1999", "2/1/2024", ["12/31/1999", "2/1/2024"]),
            (.date, "day or month first", "03/04/2001", "05/06/2001", ["05/06/2001", "03/04/2001"]),
            (
                .timestamp, nil, "2024-01-01T00:00:00Z", "2024-01-01 10:30",
                ["2024-01-01 10:30", "2024-01-01T00:00:00Z"]
            ),
            (.boolean, nil, "No", "yes", ["yes", "No", "yes"]),
            (.text, nil, "2024-02-30", "x", ["2024-02-30", "x"]),
            (
                .uuid, nil, "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000",
                ["123e4567-e89b-12d3-a456-426614174000"]
            ),
        ]
        for (type, format, least, greatest, values) in columns {
            let column = try profile(TableSource(values.map { [$0] }, columns: 1)).columns[0]
            #expect(column.type == type, "\(values)")
            #expect(column.format == format, "\(values)")
            #expect(column.least == least && column.greatest == greatest, "\(values)")
            #expect(column.fitting == values.count)
        }
    }

    @Test("calls a column by what nineteen of twenty values are, and counts the others")
    func misfits() throws {
        let rows = (0..<40).map { [$0 < 2 ? "none" : "\($0)"] }
        let column = try profile(TableSource(rows, columns: 1)).columns[0]
        #expect(column.type == .integer && column.fitting == 38)
        #expect(column.least == "2" && column.greatest == "39")
        let worse = (0..<40).map { [$0 < 3 ? "none" : "\($0)"] }
        #expect(try profile(TableSource(worse, columns: 1)).columns[0].type == .text)
    }
}
