import Foundation
import Ingest
import Records
import Synchronization
import TestSupport
import Testing

@testable import Diff

/// The hashes of records against bytes put together one by one.
@Suite("Hashes of records")
struct RecordHashingTests {
    /// The fields with the separator between them; and, of each that holds it, which it is and how long.
    static func reference(_ fields: [String], _ separator: UInt8) -> (bytes: [UInt8], marks: UInt64) {
        var bytes: [UInt8] = []
        var marks: UInt64 = 0
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(separator) }
            bytes += Array(field.utf8)
            if fields.count > 1 && field.utf8.contains(separator) {
                marks = combine(marks, UInt64(index) << 32 | UInt64(field.utf8.count))
            }
        }
        return (bytes, marks)
    }

    static func referenceRow(_ fields: [String], _ separator: UInt8) -> UInt64 {
        guard !fields.isEmpty else { return 0 }
        let (bytes, marks) = reference(fields, separator)
        let hash = bytes.withUnsafeBufferPointer { xxh3($0) }
        return marks == 0 ? hash : combine(hash, marks)
    }

    static func referenceKey(_ fields: [String], _ separator: UInt8) -> Hash128 {
        let (bytes, marks) = reference(fields, separator)
        let hash = bytes.withUnsafeBytes { xxh3Wide($0.baseAddress, $0.count) }
        guard marks != 0 else { return hash }
        return Hash128(high: combine(hash.high, marks), low: combine(hash.low, marks))
    }

    static let values = [
        "", "a", "b", "a,b", "b,", ",", "a;b", "x\ny", "say \"hi\"", "ü", "0123456789abcde",
        "0123456789abcdef",
        String(repeating: "long ", count: 6) + "12", String(repeating: "longer ", count: 40), "\\", " a",
    ]

    static func pairs(_ left: [Int], _ right: [Int]) -> [ComparedColumns.Pair] {
        zip(left, right).map { ComparedColumns.Pair(left: $0, right: $1) }
    }

    /// Keys in front, in the middle, at the end, none; columns left out, and in another order on the right.
    static let layouts = [
        ComparedColumns(keys: pairs([0], [0]), cells: pairs([1, 2, 3, 4], [1, 2, 3, 4])),
        ComparedColumns(keys: pairs([2], [2]), cells: pairs([0, 1, 3, 4], [0, 1, 3, 4])),
        ComparedColumns(keys: pairs([1, 2], [2, 1]), cells: pairs([4, 0, 3], [4, 0, 3])),
        ComparedColumns(keys: pairs([4], [0]), cells: pairs([0, 1, 2, 3], [4, 3, 1, 2])),
        ComparedColumns(keys: pairs([0], [0]), cells: pairs([2, 4], [2, 4])),
        ComparedColumns(keys: pairs([0], [0]), cells: []),
        ComparedColumns(keys: pairs([0, 1, 2, 3], [0, 1, 2, 3]), cells: pairs([4], [4])),
        ComparedColumns(keys: [], cells: pairs([0, 1, 2, 3, 4], [0, 1, 2, 3, 4])),
        ComparedColumns(keys: [], cells: pairs([0, 1, 2], [3, 1, 0])),
    ]

    @Test(
        "are those of their fields, wherever and however these stand", arguments: [",", ";", "\t"],
        [true, false])
    func againstReference(delimiter: String, isPlain: Bool) throws {
        var random = Seeded(21)
        let values = isPlain ? Self.values.filter { !$0.contains("\n") && !$0.contains("\"") } : Self.values
        let rows = (0..<160).map { _ in (0..<5).map { _ in values[random.next(values.count)] } }
        let text =
            "c0,c1,c2,c3,c4".replacing(",", with: delimiter) + "\n"
            + rows.map { Self.line($0, delimiter) }.joined()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var options = CSVOptions()
        options.chunkBytes = 512
        options.delimiter = delimiter.utf8.first
        options.quote = UInt8(ascii: "\"")
        options.spaces = .keep
        options.encoding = .utf8
        let source = try openCSV(path: file.path, options: options)
        for columns in Self.layouts {
            for side in [DiffSide.left, .right] {
                for other in [UInt8(ascii: ","), UInt8(ascii: ";"), nil] {
                    try check(source, rows, columns, side, other)
                }
            }
        }
    }

    /// A field in quotes where it must be.
    static func line(_ fields: [String], _ delimiter: String) -> String {
        fields.map { field in
            let isPlain = !field.contains(delimiter) && !field.contains("\n") && !field.contains("\"")
            return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: delimiter) + "\n"
    }

    private func check(
        _ source: any RecordSource, _ rows: [[String]], _ columns: ComparedColumns, _ side: DiffSide,
        _ other: UInt8?
    ) throws {
        let own = source.separator
        let separators = side == .left ? (left: own, right: other) : (left: other, right: own)
        let hashing = RecordHashing(columns, side, separators: separators)
        let found = Mutex<[(UInt64, Hash128, UInt64)]>([])
        _ = try source.read(threads: 1, monitor: RunMonitor(run: "test")) { batch in
            hashing.forEachHash(batch) { record, key, row in
                found.withLock { $0.append((batch.place(record), key, row)) }
            }
        }
        let hashes = found.withLock { $0 }.sorted { $0.0 < $1.0 }
        #expect(hashes.count == rows.count)
        let separator = try #require(separators.left ?? separators.right)
        let place = { (pair: ComparedColumns.Pair) in side == .left ? pair.left : pair.right }
        let naming = (columns.isKeyless ? columns.cells : columns.keys).map(place)
        let cells = columns.cells.map(\.left)
        let between = columns.keys.filter { key in
            guard let first = cells.min(), let last = cells.max() else { return false }
            return first <= key.left && key.left <= last
        }
        let row = columns.isKeyless ? [] : (columns.cells + between).sorted { $0.left < $1.left }.map(place)
        for (fields, hash) in zip(rows, hashes) {
            #expect(hash.1 == Self.referenceKey(naming.map { fields[$0] }, separator), "\(fields) \(columns)")
            #expect(hash.2 == Self.referenceRow(row.map { fields[$0] }, separator), "\(fields) \(columns)")
        }
    }

    /// Every way to write a field of up to five letters a, separators and quotes, quoted or with quotes inside.
    static let written: [String] = {
        var texts = [""]
        for length in 0..<5 {
            texts += texts.filter { $0.count == length }.flatMap { text in ["a", ",", "\""].map { text + $0 }
            }
        }
        return texts.filter { text in
            guard text.hasPrefix("\"") else { return !text.contains(",") }
            let inside = text.dropFirst().dropLast()
            return text.count > 1 && text.hasSuffix("\"")
                && !inside.replacing("\"\"", with: "").contains("\"")
        }
    }()

    @Test("taken as they were written are alike where fields and quotes are, and never else")
    func asWritten() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
        let quote = UInt8(ascii: "\"")
        // Where fields lack, nothing lies as it was written.
        let lines = Self.written.flatMap { one in
            Self.written.flatMap { ["\(one),\($0),b,,\"c\",z", "\(one),\($0)"] }
        }
        #expect(lines.count > 4_000)
        // Each twice, far from the first time.
        let text = "a,b,c,d,e,f,g\n" + (lines + lines.reversed()).map { "k,\($0)\n" }.joined()
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var options = CSVOptions()
        options.delimiter = UInt8(ascii: ",")
        options.quote = quote
        options.spaces = .keep
        options.chunkBytes = 4096
        let source = try openCSV(path: file.path, options: options)
        #expect(source.quote == quote)
        let all = Self.pairs(Array(1...6), Array(1...6))
        for cells in [2, 3, 4, 5, 6].map({ Array(all.prefix($0)) }) {
            let columns = ComparedColumns(keys: Self.pairs([0], [0]), cells: cells)
            let hashing = RecordHashing(
                columns, .left, separators: (source.separator, source.separator), quote: quote)
            #expect(hashing.verbatim == Set(cells.map(\.left)))
            let rows = Mutex<[UInt64: UInt64]>([:])
            _ = try source.read(threads: 2, monitor: RunMonitor(run: "test"), verbatim: hashing.verbatim) {
                batch in
                hashing.forEachHash(batch) { record, _, row in
                    rows.withLock { $0[batch.place(record)] = row }
                }
            }
            let rowOfPlace = rows.withLock { $0 }
            let found = Mutex<[(place: UInt64, row: UInt64, fields: [[UInt8]])]>([])
            let summary = try source.read(threads: 2, monitor: RunMonitor(run: "test")) { batch in
                for record in 0..<batch.recordCount {
                    let fields = columns.cells.map { Array(batch.field(record, $0.left)) }
                    let place = batch.place(record)
                    found.withLock { $0.append((place, rowOfPlace[place] ?? 0, fields)) }
                }
            }
            #expect(summary.rejects.isEmpty)
            let records = found.withLock { $0 }.sorted { $0.place < $1.place }
            #expect(records.count == 2 * lines.count && rowOfPlace.count == records.count)
            var fieldsOfHash: [UInt64: [[UInt8]]] = [:]
            var wrong: [[[UInt8]]] = []
            for (record, twin) in zip(records, records.reversed()) {
                let known = fieldsOfHash.updateValue(record.fields, forKey: record.row)
                let isRight = record.row == twin.row && record.fields == twin.fields
                if !isRight || known ?? record.fields != record.fields { wrong.append(record.fields) }
            }
            #expect(wrong.isEmpty)
        }
    }

    @Test("sources are written alike where they quote the same fields")
    func alike() throws {
        let columns = ComparedColumns(keys: Self.pairs([0], [0]), cells: Self.pairs([1, 2], [1, 2]))
        func source(_ text: String, quote: UInt8? = UInt8(ascii: "\"")) throws -> any RecordSource {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(
                "\(UUID().uuidString).csv")
            try Data(text.utf8).write(to: file)
            var options = CSVOptions()
            options.delimiter = UInt8(ascii: ",")
            options.quote = quote ?? 0
            return try openCSV(path: file.path, options: options)
        }
        let quote = UInt8(ascii: "\"")
        let plain = try source("id,a,b\n1,x,\n2,\"y,z\",\n3,w,\n")
        let other = try source("id,a,b\n1,\"x, y\",\n2,w,\n")
        let all = try source("id,a,b\n1,\"x\",\n2,\"y\",\n")
        #expect(try commonQuote(plain, other, columns) == quote)
        #expect(try commonQuote(all, all, columns) == quote)
        #expect(try commonQuote(plain, all, columns) == nil)
        #expect(try commonQuote(plain, source("id,a,b\n1,x,\n", quote: nil), columns) == nil)
        #expect(
            try commonQuote(plain, other, ComparedColumns(keys: [], cells: Self.pairs([1, 2], [1, 2]))) == nil
        )
        // A single field is never a run.
        let single = ComparedColumns(keys: Self.pairs([0], [0]), cells: Self.pairs([1], [1]))
        #expect(try commonQuote(plain, plain, single) == nil)
        // Columns that do not stand side by side on both sides, and a key between them that is quoted on one.
        let wide = try source("a,b,c\n1,2,3\n4,5,6\n")
        let key = try source("a,b,c\n1,\"2\",3\n4,\"5\",6\n")
        let inOrder = ComparedColumns(keys: Self.pairs([0], [0]), cells: Self.pairs([1, 2], [1, 2]))
        let turned = ComparedColumns(keys: Self.pairs([0], [0]), cells: Self.pairs([1, 2], [2, 1]))
        let around = ComparedColumns(keys: Self.pairs([1], [1]), cells: Self.pairs([0, 2], [0, 2]))
        #expect(try commonQuote(wide, wide, inOrder) == quote)
        #expect(try commonQuote(wide, wide, turned) == nil)
        #expect(try commonQuote(wide, wide, around) == quote)
        #expect(try commonQuote(wide, key, around) == nil)
    }

    @Test("see nothing in what was a null word of one byte")
    func emptiedNullWord() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
        // A quote where none may be: the record is written anew, its fields end to end.
        try Data("a,b,c\n-,1,x\"y\"z\n,1,xyz\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var options = ReadOptions()
        options.csv.delimiter = UInt8(ascii: ",")
        options.csv.quote = UInt8(ascii: "\"")
        options.nullWords = ["-"]
        let source = try openSource(file.path, options: options)
        let columns = ComparedColumns(keys: Self.pairs([0, 1], [0, 1]), cells: Self.pairs([2], [2]))
        let hashing = RecordHashing(columns, .left, separators: (source.separator, source.separator))
        let keys = Mutex<[Hash128]>([])
        _ = try source.read(threads: 1, monitor: RunMonitor(run: "test")) { batch in
            hashing.forEachHash(batch) { _, key, _ in keys.withLock { $0.append(key) } }
        }
        let found = keys.withLock { $0 }
        #expect(found.count == 2 && Set(found).count == 1)
        #expect(found.first == Self.referenceKey(["", "1"], UInt8(ascii: ",")))
    }

    @Test("tell fields apart that only together are the same bytes")
    func movedBoundaries() {
        let comma = UInt8(ascii: ",")
        let tables = [
            ["a,b", "c"], ["a", "b,c"], ["a,b,c", ""], ["", "a,b,c"], ["a", "b"], ["a,b", ""],
        ]
        let hashes = tables.map { Self.referenceRow($0, comma) }
        #expect(Set(hashes).count == tables.count)
    }
}
