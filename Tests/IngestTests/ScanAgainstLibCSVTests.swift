import Records
import TestSupport
import Testing

@testable import Ingest

@Suite("The scan agrees with libcsv")
struct ScanAgainstLibCSVTests {
    static let dialects: [Dialect] = [
        Dialect(),
        Dialect(trimsSpaces: true),
        Dialect(delimiter: UInt8(ascii: "\t"), trimsSpaces: true),
        Dialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'")),
    ]

    /// Holds a reading of `bytes` to libcsv.
    func check(
        _ bytes: [UInt8], _ dialect: Dialect, columns: Int, chunkBytes: Int, threads: Int,
        maxRecordBytes: Int = 1 << 28
    ) throws {
        let expected = ExpectedReading(
            bytes, from: 0, columns: columns, dialect: dialect, headed: false, maxRecordBytes: maxRecordBytes)
        let found = try ExpectedReading(
            source(
                bytes, columns: columns, dialect: dialect, chunkBytes: chunkBytes,
                maxRecordBytes: maxRecordBytes),
            threads: threads)
        if found != expected {
            Issue.record(
                """
                \(String(reflecting: String(decoding: bytes.prefix(400), as: UTF8.self))) trims \(dialect.trimsSpaces) \
                columns \(columns) chunk \(chunkBytes) threads \(threads) limit \(maxRecordBytes)
                expected \(text(expected))
                found    \(text(found))
                """)
        }
    }

    func text(_ reading: ExpectedReading) -> String {
        let records = reading.records.prefix(8).map { $0.map { String(decoding: $0, as: UTF8.self) } }
        return
            "\(records) at \(reading.offsets.prefix(8)) blank \(reading.blankLines) stray \(reading.strayQuotes) \(reading.rejects.prefix(4).map { "\($0.firstLine)–\($0.lastLine) @\($0.byteOffset) \($0.reason)" })"
    }

    /// Text in which everything that matters to a reader is frequent.
    static func noise(_ count: Int, _ dialect: Dialect, _ random: inout Seeded) -> [UInt8] {
        let quote = dialect.quote ?? 34
        let d = dialect.delimiter
        let alphabet: [UInt8] = [quote, quote, quote, d, d, d, 10, 10, 13, 32, 9, 97, 98, 99, 97, 98, 99]
        return (0..<count).map { _ in alphabet.randomElement(using: &random)! }
    }

    /// Mostly regular records, with faults here and there.
    static func records(_ count: Int, faults: Int, _ dialect: Dialect, _ random: inout Seeded)
        -> [UInt8]
    {
        let quote = dialect.quote ?? 34
        var bytes: [UInt8] = []
        for _ in 0..<count {
            for column in 0..<3 {
                if column > 0 { bytes.append(dialect.delimiter) }
                let length = Int.random(in: 0...12, using: &random)
                let plain = (0..<length).map { _ in UInt8.random(in: 97...122, using: &random) }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes += [quote] + plain + [10, dialect.delimiter, quote, quote] + plain + [quote]
                case 1: bytes += [quote] + plain + [quote]
                default: bytes += plain
                }
                if faults > 0 && Int.random(in: 0..<faults, using: &random) == 0 { bytes.append(quote) }
            }
            bytes += Bool.random(using: &random) ? [10] : [13, 10]
        }
        return bytes
    }

    @Test("every text of up to five bytes that matter, in one chunk and in chunks of one and two bytes")
    func smallWorld() throws {
        let alphabet: [UInt8] = [34, 44, 10, 13, 32, 97]
        for dialect in [Dialect(), Dialect(trimsSpaces: true)] {
            for length in 1...5 {
                var digits = [Int](repeating: 0, count: length)
                outer: while true {
                    let bytes = digits.map { alphabet[$0] }
                    for chunk in length < 5 ? [1, 2, 1 << 20] : [2] {
                        try check(bytes, dialect, columns: 2, chunkBytes: chunk, threads: 1)
                    }
                    if length < 5 { try check(bytes, dialect, columns: 1, chunkBytes: 1 << 20, threads: 1) }
                    var place = 0
                    while true {
                        if place == length { break outer }
                        digits[place] += 1
                        if digits[place] < alphabet.count { break }
                        digits[place] = 0
                        place += 1
                    }
                }
            }
        }
    }

    @Test("noise, for every chunk size from 1 to 64", arguments: 0..<4)
    func noise(dialect: Int) throws {
        let dialect = Self.dialects[dialect]
        var random = Seeded(UInt64(dialect.delimiter) + (dialect.trimsSpaces ? 1000 : 0))
        for round in 0..<4 {
            let bytes = Self.noise(150 + 30 * round, dialect, &random)
            for chunk in 1...64 {
                try check(
                    bytes, dialect, columns: 1 + round, chunkBytes: chunk, threads: [1, 2, 7][chunk % 3])
            }
        }
        for round in 0..<300 {
            let bytes = Self.noise(Int.random(in: 1...300, using: &random), dialect, &random)
            try check(
                bytes, dialect, columns: Int.random(in: 1...4, using: &random),
                chunkBytes: Int.random(in: 1...400, using: &random), threads: [1, 2, 7][round % 3])
        }
    }

    @Test("records with few faults, in chunks of many sizes", arguments: [0, 7, 100])
    func faults(every: Int) throws {
        var random = Seeded(UInt64(every))
        for dialect in Self.dialects {
            let small = Self.records(40, faults: every, dialect, &random)
            for chunk in 1...64 { try check(small, dialect, columns: 3, chunkBytes: chunk, threads: 2) }
            let large = Self.records(1500, faults: every, dialect, &random)
            for chunk in [100, 1000, 4096, 16_384, 1 << 20] {
                try check(large, dialect, columns: 3, chunkBytes: chunk, threads: [1, 2, 7][chunk % 3])
            }
        }
    }

    @Test("records over the limit are rejected at their place, and the next one is found")
    func limit() throws {
        var random = Seeded(5)
        for dialect in Self.dialects {
            for round in 0..<40 {
                let bytes =
                    round % 2 == 0
                    ? Self.noise(200, dialect, &random) : Self.records(10, faults: 9, dialect, &random)
                for limit in [1, 2, 5, 17, 40] {
                    try check(
                        bytes, dialect, columns: 3, chunkBytes: [1, 5, 64, 1 << 20][round % 4],
                        threads: 1 + round % 2,
                        maxRecordBytes: limit)
                }
            }
        }
    }

    @Test("the scalar reader is libcsv's twin")
    func scalarReader() {
        var random = Seeded(11)
        for dialect in Self.dialects {
            for _ in 0..<500 {
                let bytes = Self.noise(Int.random(in: 1...120, using: &random), dialect, &random)
                let expected = referenceRecords(bytes[...], dialect).records
                #expect(
                    scalarRecords(bytes, dialect)
                        == expected.map { Plain($0.fields, $0.strayQuotes, $0.flaw) })
            }
        }
    }

    struct Plain: Equatable {
        var fields: [[UInt8]]
        var strayQuotes: Int
        var flaw: RecordFlaw?
        init(_ fields: [[UInt8]], _ strayQuotes: Int, _ flaw: RecordFlaw?) {
            self.fields = fields
            self.strayQuotes = strayQuotes
            self.flaw = flaw
        }
    }

    func scalarRecords(_ bytes: [UInt8], _ dialect: Dialect) -> [Plain] {
        var reader = ScalarReader(dialect)
        var records: [Plain] = []
        var start = 0
        while start < bytes.count {
            reader.begin()
            let length = bytes[start...].withUnsafeBufferPointer { reader.feed($0) }
            if length == nil { reader.finish() }
            start += length ?? bytes.count
            let record = reader.record
            if !record.ends.isEmpty {
                records.append(
                    Plain(
                        record.ends.indices.map { Array(record.field($0)) }, record.strayQuotes, record.flaw))
            }
        }
        return records
    }
}
