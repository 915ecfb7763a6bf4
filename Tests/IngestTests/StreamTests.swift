import Foundation
import Records
import Synchronization
import TestSupport
import Testing

@testable import Ingest

/// A feed that makes a CSV up as it is asked, and counts what it has given.
private final class EndlessFeed: ByteFeed, @unchecked Sendable {
    let given = Atomic<Int>(0)
    private let count: Int
    private let lines: [UInt8]
    private var place = 0

    init(line: String, count: Int) {
        lines = Array(String(repeating: line, count: (64 << 10) / line.utf8.count).utf8)
        self.count = count
    }

    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let start = place % lines.count
        let room = min(target.count, count - place, lines.count - start)
        target.copyBytes(from: lines[start..<start + room])
        place += room
        given.add(room, ordering: .relaxed)
        return room
    }
}

@Suite("Sources that flow")
struct StreamTests {
    private func streamed(
        _ feed: any ByteFeed, columns: Int, chunkBytes: Int = 4 << 20, maxRecordBytes: Int = 1 << 28
    ) throws -> CSVSource {
        var options = CSVOptions()
        options.header = false
        options.invalidText = .windows1252
        options.chunkBytes = chunkBytes
        options.maxRecordBytes = maxRecordBytes
        let store = try StreamStore(
            feed, again: nil, path: "stream", storedBytes: nil, progress: StoredProgress())
        let opened = OpenedCSV(
            store: store, dialect: Dialect(), header: Header(unnamed: columns, start: 0), recordBytes: 50,
            warnings: [])
        return CSVSource(name: "stream", opened: opened, options: ReadOptions(csv: options))
    }

    @Test("reads as from memory, for any size of chunk, any number of threads and any pieces")
    func likeMemory() throws {
        var random = Seeded(11)
        for faults in [0, 3] {
            let bytes = ScanAgainstLibCSVTests.records(300, faults: faults, Dialect(), &random)
            for chunk in [1, 7, 64, 1000, 4 << 20] {
                let expected = try ExpectedReading(
                    source(bytes, columns: 3, dialect: Dialect(), chunkBytes: chunk, maxRecordBytes: 200),
                    threads: 1)
                for (threads, atOnce) in [(1, 1), (2, 100), (7, 10_000)] {
                    let found = try ExpectedReading(
                        streamed(
                            MemoryFeed(bytes, atOnce: atOnce), columns: 3, chunkBytes: chunk,
                            maxRecordBytes: 200), threads: threads)
                    #expect(found == expected, "chunk \(chunk), \(threads) threads")
                }
            }
        }
    }

    @Test("several blocks, and the fingerprint of a file")
    func blocks() throws {
        var random = Seeded(12)
        let bytes = ScanAgainstLibCSVTests.records(800_000, faults: 0, Dialect(), &random)
        #expect(bytes.count > 4 * Fingerprint.blockBytes)
        let plain = try source(bytes, columns: 3, dialect: Dialect(), chunkBytes: 4 << 20)
            .read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        for (threads, chunk) in [(1, 4 << 20), (2, 4 << 20), (3, 1 << 20)] {
            let flowing = try streamed(MemoryFeed(bytes, atOnce: 1 << 20), columns: 3, chunkBytes: chunk)
            let sampled = try flowing.sample(records: 1000).reduce(0) { $0 + $1.recordCount }
            #expect(sampled > 1000)
            let summary = try flowing.read(threads: threads, monitor: RunMonitor(run: "test")) { _ in }
            #expect(summary.fingerprint == plain.fingerprint)
            #expect(summary.records == plain.records)
            #expect(summary.bytes == UInt64(bytes.count))
        }
    }

    @Test("holds a bounded stretch, whatever comes", arguments: ["a,b,c\n", "a,\"b,c\n"])
    func bounded(line: String) throws {
        let feed = EndlessFeed(line: line, count: 96 << 20)
        let flowing = try streamed(feed, columns: 3, maxRecordBytes: 1 << 20)
        let monitor = RunMonitor(run: "test")
        let most = Mutex(0)
        let summary = try flowing.read(threads: 2, monitor: monitor) { batch in
            let ahead = feed.given.load(ordering: .relaxed) - Int(batch.byteOffset)
            most.withLock { $0 = max($0, ahead) }
        }
        #expect(summary.bytes == 96 << 20)
        #expect(summary.records + UInt64(summary.rejects.count) > 0)
        // Two threads' chunks, what they see behind them, the lead, and a batch that its thread has not
        // handed over yet.
        #expect(most.withLock { $0 } < 48 << 20)
    }

    @Test("what comes once can be sampled and then read, but not read twice")
    func once() throws {
        let flowing = try streamed(EndlessFeed(line: "a,b,c\n", count: 30 << 20), columns: 3)
        _ = try flowing.sample(records: 100)
        _ = try flowing.sample(records: 100)
        _ = try flowing.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        #expect {
            try flowing.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        } throws: {
            "\($0)" == "stream: can be read only once; save it to a file, and name that"
        }
    }

    @Test("a feed that fails ends the reading with its error, after what came before")
    func failing() throws {
        struct Failure: Error {}
        final class FailingFeed: ByteFeed {
            var left = 100
            func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
                left -= 1
                guard left > 0 else { throw Failure() }
                target.copyBytes(from: Array("1,2,3\n".utf8))
                return 6
            }
        }
        let flowing = try streamed(FailingFeed(), columns: 3)
        #expect(throws: Failure.self) {
            try flowing.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        }
    }

    @Test("a pipe is read as it comes")
    func pipe() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("pipe-\(UUID())").path
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let lines = (0..<50_000).map { "\($0),x\($0)" }
        #expect(
            detachThread {
                let file = fopen(path, "w")
                fputs("id,name\n", file)
                for line in lines { fputs(line + "\n", file) }
                fclose(file)
            })
        let source = try openSource(path)
        #expect(source.byteCount == nil)
        let sampled = try source.sample(records: 10)
        #expect(sampled.first?.recordCount ?? 0 > 10)
        let read = try ExpectedReading(source, threads: 2)
        #expect(read.records.count == 50_000)
        #expect(read.records.last == [Array("49999".utf8), Array("x49999".utf8)])
    }
}

@Suite("UTF-16")
struct UTF16Tests {
    @Test("decodes as Swift does, cut anywhere", arguments: [true, false])
    func everyCut(littleEndian: Bool) throws {
        let units = Array("a,\u{7F}\u{80}ß\u{7FF}\u{800}€\u{FFFF}😀\u{10000}\u{10FFFF}z\n".utf16)
        let bytes = units.flatMap { unit in
            littleEndian
                ? [UInt8(unit & 0xFF), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        let expected = Array(String(decoding: units, as: UTF16.self).utf8)
        for atOnce in 1...bytes.count {
            for room in Array(1...11) + [64] {
                let feed = UTF16Feed(MemoryFeed(bytes, atOnce: atOnce), littleEndian: littleEndian)
                #expect(try drained(feed, room: room) == expected)
            }
        }
    }

    @Test("what is malformed comes out malformed, never as something else")
    func malformed() throws {
        func decoded(_ units: [UInt16], odd: Bool = false) throws -> [UInt8] {
            var bytes: [UInt8] = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            if odd { bytes.append(0x61) }
            return try drained(UTF16Feed(MemoryFeed(bytes, atOnce: 3), littleEndian: true))
        }
        #expect(try decoded([0xD800]) == [0xED, 0xA0, 0x80])
        #expect(try decoded([0xDC00, 0x61]) == [0xED, 0xB0, 0x80, 0x61])
        #expect(try decoded([0xD83D, 0xD83D, 0xDE00]) == [0xED, 0xA0, 0xBD] + Array("😀".utf8))
        #expect(try decoded([0x61], odd: true) == [0x61, 0xFF])
        #expect(try decoded([0xD800], odd: true) == [0xED, 0xA0, 0x80, 0xFF])
    }
}
