import Foundation
import GRDB
import PackedTables
import Records
import TestSupport
import Testing

/// Tables and indexes written as pages and through SQL: SQLite must find them whole, and the same in both.
@Suite struct PackedPagesTests {
    /// Rows of a number, a blob of any length, a text and a null.
    private struct PlainRows: DescribedRows {
        var lengths: [Int]
        var numbers: [Int]

        var count: Int { lengths.count }

        func put(_ row: Int, into sink: inout some RecordSink) {
            sink.putNull()
            sink.put(numbers[row])
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: row), count: lengths[row])
            bytes.withUnsafeBufferPointer { sink.put($0, isText: false) }
            var text = "row \(row)"
            text.withUTF8 { sink.put($0, isText: true) }
        }

        func insert(_ database: Database) throws {
            for row in lengths.indices {
                try database.execute(
                    sql: "INSERT INTO t VALUES (NULL, ?, ?, ?)",
                    arguments: [
                        numbers[row], Data(repeating: UInt8(truncatingIfNeeded: row), count: lengths[row]),
                        "row \(row)",
                    ])
            }
        }
    }

    /// Keys of an index over the numbers and row numbers of a table.
    private struct KeyRows: DescribedRows {
        let keys: [(number: Int, row: Int)]

        init(_ rows: PlainRows) {
            keys = rows.numbers.enumerated().map { ($1, $0 + 1) }.sorted { $0 < $1 }
        }

        var count: Int { keys.count }

        func put(_ row: Int, into sink: inout some RecordSink) {
            sink.put(keys[row].number)
            sink.put(keys[row].row)
        }
    }

    private static let numbers = [
        0, 1, -1, 127, 128, -128, -129, 32_767, 32_768, 1 << 23, -(1 << 23) - 1, 1 << 31, 1 << 47, 1 << 48,
        .max, .min,
    ]

    private func rows(_ lengths: [Int]) -> PlainRows {
        PlainRows(
            lengths: lengths,
            numbers: lengths.indices.map { Self.numbers[$0 * 7 % Self.numbers.count] &+ $0 / 50 })
    }

    /// - Returns: what SQLite has to complain of, and all rows by table and by index.
    private func dump(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { database in
            let found = try Row.fetchAll(
                database,
                sql: """
                    SELECT rowid, n, hex(b), s, NULL FROM t NOT INDEXED
                    UNION ALL SELECT rowid, n, NULL, NULL, 1 FROM t INDEXED BY i WHERE n IS NOT NULL
                    """)
            return try String.fetchAll(database, sql: "PRAGMA integrity_check") + found.map(\.description)
        }
    }

    private func make(_ path: String, pageSize: Int, _ body: (Database) throws -> Void = { _ in }) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(pageSize)") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            try database.execute(
                sql:
                    "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, b BLOB, s TEXT); CREATE INDEX i ON t (n)"
            )
            try body(database)
        }
        try queue.close()
    }

    private func compare(_ lengths: [Int], pageSize: Int = 512, threads: Int = 2) throws {
        let folder = try TemporaryFolder()
        let rows = rows(lengths)
        try make(folder.file("sql"), pageSize: pageSize, rows.insert)
        let packed = folder.file("packed")
        try make(packed, pageSize: pageSize)
        let file = try PageFile(path: packed, name: packed)
        #expect(file.isPlain)
        // The schema is on page 1, the table on 2, the index on 3.
        #expect(try [2, 3].allSatisfy { try file.isEmptyRoot($0) })
        let table = try #require(TablePages(rows, usable: file.usable))
        let index = try #require(IndexPages(KeyRows(rows), usable: file.usable))
        let pages = try writePages(of: [(2, table), (3, index)], to: file, threads: threads, monitor: nil)
        try file.setPageCount(pages)
        #expect(try dump(packed) == dump(folder.file("sql")), "\(lengths.count) rows of \(Set(lengths))")
        #expect(try file.isEmptyRoot(2) == lengths.isEmpty)
    }

    /// Pages of 512 bytes: a few rows fill a page, some thousand three levels.
    @Test(arguments: [0, 1, 2, 3, 7, 50, 51, 1000, 5000])
    func everyNumberOfRows(count: Int) throws {
        try compare((0..<count).map { $0 % 40 })
    }

    /// One row that is longer by one each time, among others: it goes to the next page at some length.
    @Test func everyLength() throws {
        for length in stride(from: 0, to: 420, by: 7) { try compare([100, 100, length, 100, 200, 3]) }
        for length in 440..<458 { try compare([1, length, 1], pageSize: 512) }
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func anyRows(seed: UInt64) throws {
        var random = Seeded(seed)
        let pageSize = [512, 1024, 4096, 16384, 65536].randomElement(using: &random) ?? 512
        let longest = [3, 60, 400].randomElement(using: &random) ?? 3
        let count = Int.random(in: 0...3000, using: &random)
        try compare(
            (0..<count).map { _ in .random(in: 0...longest, using: &random) }, pageSize: pageSize,
            threads: .random(in: 1...3, using: &random))
    }

    /// The longest row that a page holds, and one byte more.
    @Test func whatIsTooLongIsRefused() throws {
        // 35 bytes of a page are for others; 4 of a record for its types, 1 for its size, 5 for the text.
        let most = 512 - 35 - 6 - 5
        try compare([most])
        #expect(TablePages(rows([1, most + 1, 1]), usable: 512) == nil)
        #expect(TablePages(rows([1 << 27]), usable: 65536) == nil)
    }

    @Test func varints() {
        var place = [UInt8](repeating: 0, count: 8)
        // From the description of the file format: seven bits a byte, the highest first.
        let known: [(Int, [UInt8])] = [
            (0, [0]), (0x7F, [0x7F]), (0x80, [0x81, 0x00]), (0x3FFF, [0xFF, 0x7F]),
            (0x4000, [0x81, 0x80, 0x00]),
            (0x1F_FFFF, [0xFF, 0xFF, 0x7F]), (0x20_0000, [0x81, 0x80, 0x80, 0x00]),
        ]
        for (number, bytes) in known {
            let count = place.withUnsafeMutableBufferPointer {
                writeVarint(number, to: $0.baseAddress.unsafelyUnwrapped)
            }
            #expect(Array(place[..<count]) == bytes)
            #expect(varintSize(number) == bytes.count)
        }
    }
}
