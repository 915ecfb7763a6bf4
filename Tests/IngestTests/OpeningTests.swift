import Foundation
import Records
import TestSupport
import Testing

@testable import Ingest

/// A file that is gone when the body has ended.
func withFile<R>(_ bytes: some Sequence<UInt8>, _ body: (String) throws -> R) throws -> R {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
        "ingest-\(UUID().uuidString).csv"
    ).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Opens and reads a text with one thread.
func reading(
    _ text: String, _ options: CSVOptions = CSVOptions()
) throws -> (source: CSVSource, records: [[String]], reading: ExpectedReading) {
    try reading(Array(text.utf8), options)
}

func reading(
    _ bytes: [UInt8], _ options: CSVOptions = CSVOptions()
) throws -> (source: CSVSource, records: [[String]], reading: ExpectedReading) {
    try withFile(bytes) { path in
        let source = try #require(try openCSV(path: path, options: options) as? CSVSource)
        let reading = try ExpectedReading(source, threads: 1)
        return (source, reading.records.map { $0.map { String(decoding: $0, as: UTF8.self) } }, reading)
    }
}

@Suite("Opening a file")
struct OpeningTests {
    @Test("what cannot be read is refused with what to do")
    func refusals() throws {
        func refusal(_ path: String) -> String {
            do {
                _ = try openCSV(path: path)
                return ""
            } catch { return "\(error)" }
        }
        #expect(refusal("/no/such/file.csv") == "/no/such/file.csv: no such file; check the path")
        #expect(refusal("/").hasSuffix("is a directory; name a file in it, or all: '//*.csv'"))
        try withFile([]) { #expect(refusal($0).contains("is empty")) }
        try withFile(Array("\n\n\r\n".utf8)) { #expect(refusal($0).contains("holds no record")) }
        try withFile([0xEF, 0xBB, 0xBF]) { #expect(refusal($0).contains("holds no record")) }
        try withFile((0..<1000).map { UInt8($0 % 4) }) { #expect(refusal($0).contains("binary")) }
        try withFile([0x1F, 0x8B, 8, 0, 0, 0]) { #expect(refusal($0).contains("gzip")) }
        try withFile(Array("a,\"b\nc,d\n".utf8)) { #expect(refusal($0).contains("never closed")) }
    }

    @Test("a header without records is a source without records")
    func headerOnly() throws {
        for text in ["a,b,c", "a,b,c\n", "a,b,c\r\n"] {
            let (source, records, _) = try reading(text)
            #expect(source.columns == ["a", "b", "c"])
            #expect(records.isEmpty)
        }
    }

    @Test("names are trimmed, unnamed columns numbered, repeated names told apart")
    func names() throws {
        let (source, records, _) = try reading(" id ,name,,name,name_2,name\n1,2,3,4,5,6\n")
        #expect(source.columns == ["id", "name", "c3", "name_2", "name_2_2", "name_3"])
        #expect(source.warnings.count == 3)
        #expect(records == [["1", "2", "3", "4", "5", "6"]])
    }

    @Test("without a header, columns are numbered")
    func noHeader() throws {
        var options = CSVOptions()
        options.header = false
        let (source, records, _) = try reading("x,1\ny,2\n", options)
        #expect(source.columns == ["c1", "c2"])
        #expect(records == [["x", "1"], ["y", "2"]])
    }

    @Test("a first record like the others draws a warning")
    func headerLooksLikeData() throws {
        let data = try reading("1,2026-01-01,9.5\n2,2026-01-02,3.5\n3,2026-01-03,4\n").source
        #expect(data.warnings.contains { $0.contains("looks like data") })
        let names = try reading("id,date,amount\n2,2026-01-02,3.5\n3,2026-01-03,4\n").source
        #expect(names.warnings.isEmpty)
    }

    @Test("short records are padded, empty surplus fields dropped, other surplus rejected")
    func ragged() throws {
        let (_, records, whole) = try reading("a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n\n\"x\ny\",2,3\n1,2,3,\"\",5\n")
        #expect(records == [["1", "2", ""], ["1", "2", "3"], ["x\ny", "2", "3"]])
        #expect(whole.blankLines == 1)
        #expect(
            whole.rejects.map(\.reason) == [
                "has 4 fields, the header has 3", "has 5 fields, the header has 3",
            ])
        #expect(whole.rejects.map(\.firstLine) == [4, 8])
        #expect(whole.rejects.map(\.byteOffset) == [18, 37])
        #expect(
            whole.rejects.map { String(decoding: $0.text, as: UTF8.self) } == ["1,2,3,4", "1,2,3,\"\",5"])
    }

    @Test("rejects know their lines, whatever ends a line", arguments: ["\n", "\r\n", "\r"])
    func rejectedLines(end: String) throws {
        let lines = ["a,b", "1,2", "\"x", "y\"z,3\",4", "5,6", "7,8,9", "\"never", "closed"]
        let (_, records, whole) = try reading(lines.joined(separator: end))
        #expect(records == [["1", "2"], ["5", "6"]])
        #expect(whole.rejects.map { [$0.firstLine, $0.lastLine] } == [[3, 4], [6, 6], [7, 8]])
        #expect(
            whole.rejects.map(\.reason) == [
                "text after a closing quote", "has 3 fields, the header has 2",
                "a quote is opened and never closed",
            ])
    }

    @Test("warnings reach the monitor")
    func monitorWarnings() throws {
        try withFile(Array("a,b\n1\n2,3\n\u{e4},5\n".utf8) + [0x36, 0x2C, 0xE4, 0x0A]) { path in
            let monitor = RunMonitor(run: "test")
            _ = try openCSV(path: path).read(threads: 2, monitor: monitor) { _ in }
            let snapshot = monitor.snapshot()
            #expect(snapshot.warnings.contains { $0.contains("1 records have fewer than 2 fields") })
            #expect(
                snapshot.warnings.contains { $0.contains("1 records are not valid UTF-8 and were rejected") })
            #expect(snapshot.recordsRead == 3)
            #expect(snapshot.recordsRejected == 1)
            #expect(snapshot.bytesRead == 19)
        }
    }

    @Test(
        "a stop signal and a consumer's error end the reading, on any number of threads",
        arguments: [1, 2, 7])
    func stopping(threads: Int) throws {
        struct Enough: Error {}
        var options = CSVOptions()
        options.chunkBytes = 64
        let text = "a,b\n" + (0..<2000).map { "\($0),x\n" }.joined()
        try withFile(Array(text.utf8)) { path in
            let source = try openCSV(path: path, options: options)
            #expect(throws: Enough.self) {
                try source.read(threads: threads, monitor: RunMonitor(run: "test")) { batch in
                    if batch.sequence == 3 { throw Enough() }
                }
            }
            let monitor = RunMonitor(run: "test")
            monitor.stopSignal.store(15, ordering: .relaxed)
            #expect(throws: TieoutError.self) { try source.read(threads: threads, monitor: monitor) { _ in } }
        }
    }

    @Test("the fingerprint depends on the content alone")
    func fingerprint() throws {
        var random = Seeded(1)
        let bytes = ScanAgainstLibCSVTests.records(400_000, faults: 0, Dialect(), &random)
        #expect(bytes.count > 2 * Fingerprint.blockBytes)
        func fingerprint(_ bytes: [UInt8], chunk: Int, threads: Int) throws -> String {
            try source(bytes, columns: 3, dialect: Dialect(), chunkBytes: chunk)
                .read(threads: threads, monitor: RunMonitor(run: "test")) { _ in }.fingerprint
        }
        let expected = try fingerprint(bytes, chunk: 4 << 20, threads: 1)
        #expect(try fingerprint(bytes, chunk: 4 << 20, threads: 2) == expected)
        #expect(try fingerprint(bytes, chunk: 1 << 20, threads: 3) == expected)
        var other = bytes
        other[5_000_000] ^= 1
        #expect(try fingerprint(other, chunk: 4 << 20, threads: 1) != expected)
    }

    @Test("a sample is the whole of a small file, and the same pieces of a large one each time")
    func sampling() throws {
        let small = try reading("a,b\n1,2\n3,4\n").source
        _ = small
        var random = Seeded(2)
        let bytes = ScanAgainstLibCSVTests.records(400_000, faults: 0, Dialect(), &random)
        let large = source(bytes, columns: 3, dialect: Dialect(), chunkBytes: 4 << 20)
        let first = try large.sample(records: 2000)
        let second = try large.sample(records: 2000)
        #expect(first.count == 9)
        #expect(first.map(\.byteOffset) == second.map(\.byteOffset))
        let reference = Set(try ExpectedReading(large, threads: 2).offsets)
        for batch in first {
            for record in 0..<batch.recordCount {
                #expect(reference.contains(batch.byteOffset + UInt64(batch.recordOffsets[record])))
            }
        }
    }

    @Test("a record of 100 MB is read, or rejected at its place")
    func longRecord() throws {
        let long = 100 << 20
        var bytes = Array("1,2\n\"".utf8)
        bytes += [UInt8](repeating: 120, count: long)
        bytes += Array("\",b\n3,4\n".utf8)
        let whole = source(bytes, columns: 2, dialect: Dialect(), chunkBytes: 4 << 20)
        var lengths: [Int] = []
        let summary = try whole.read(threads: 1, monitor: RunMonitor(run: "test")) { _ in }
        #expect(summary.records == 3)
        let limited = source(
            bytes, columns: 2, dialect: Dialect(), chunkBytes: 4 << 20, maxRecordBytes: 1 << 20)
        let rejected = try limited.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        #expect(rejected.records == 2)
        #expect(rejected.rejects.map(\.byteOffset) == [4])
        #expect(rejected.rejects.map(\.text.count) == [4096])
        lengths.append(Int(summary.bytes))
        #expect(lengths == [bytes.count])
    }
}
