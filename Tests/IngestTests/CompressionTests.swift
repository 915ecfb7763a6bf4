import Foundation
import Records
import TestSupport
import Testing

@testable import Ingest

@Suite("Compressed input")
struct CompressionTests {
    static let text = Array("id,name\n1,größe\n2,\"a\nb\"\n3,plain\n".utf8)

    static func unpacked(_ bytes: [UInt8], atOnce: Int = .max, room: Int = 1000) throws -> [UInt8] {
        let feed = MemoryFeed(bytes, atOnce: atOnce)
        let compression = try #require(Compression(magic: Array(bytes.prefix(Compression.magicBytes))))
        return try drained(compression.unpacking(feed, path: "packed"), room: room)
    }

    @Test("unpacks what was packed, however it comes", arguments: Compression.allCases)
    func whole(compression: Compression) throws {
        var random = Seeded(5)
        let noise = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let repeated = [UInt8](repeating: 120, count: 900_000)
        for bytes in [Self.text, noise, repeated, noise + repeated] {
            let file = packed(bytes, compression)
            #expect(try Self.unpacked(file) == bytes)
            #expect(try Self.unpacked(file, atOnce: 4096, room: 70_000) == bytes)
        }
        for (atOnce, room) in [(1, 1), (1, 100), (3, 7), (.max, 1)] {
            #expect(
                try Self.unpacked(packed(Self.text, compression), atOnce: atOnce, room: room) == Self.text)
        }
    }

    @Test(
        "members one behind the other mean their contents one behind the other",
        arguments: Compression.allCases)
    func members(compression: Compression) throws {
        let parts = [Self.text, [], Array("4,x\n".utf8)]
        let file = parts.flatMap { packed($0, compression) }
        for atOnce in [1, 5, .max] {
            #expect(try Self.unpacked(file, atOnce: atOnce) == Array(parts.joined()))
        }
    }

    @Test("zeros behind gzip data are padding; anything else is damage")
    func padding() throws {
        let file = packed(Self.text, .gzip)
        #expect(try Self.unpacked(file + [0, 0, 0]) == Self.text)
        #expect(try Self.unpacked(file + [0, 0] + file) == Self.text + Self.text)
        for compression in Compression.allCases {
            #expect(throws: TieoutError.self) {
                try Self.unpacked(packed(Self.text, compression) + Array("more,text\n".utf8))
            }
        }
    }

    @Test("a zstd frame to be passed over")
    func skippable() throws {
        let skipped: [UInt8] = [0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 8, 9]
        #expect(try Self.unpacked(skipped + packed(Self.text, .zstd)) == Self.text)
    }

    @Test("cut off anywhere, it says so", arguments: Compression.allCases)
    func truncated(compression: Compression) throws {
        let file = packed(Self.text, compression)
        for count in Compression.magicBytes..<file.count {
            #expect("cut to \(count)") {
                _ = try Self.unpacked(Array(file.prefix(count)))
            } throws: {
                "\($0)".contains("ends in the middle of its \(compression.rawValue) data")
            }
        }
    }

    @Test("a byte that has changed is noticed, or changes nothing", arguments: Compression.allCases)
    func damaged(compression: Compression) throws {
        let file = packed(Self.text, compression)
        var noticed = 0
        for place in 4..<file.count {
            for change in [UInt8(1), 0x80, 0xFF] {
                var bytes = file
                bytes[place] ^= change
                // A header field that says nothing about the content may change.
                guard let found = try? Self.unpacked(bytes) else {
                    noticed += 1
                    continue
                }
                #expect(found == Self.text, "byte \(place) changed")
            }
        }
        #expect(noticed > 2 * (file.count - 12))
    }

    @Test(
        "a packed file reads as the plain one does, and has its fingerprint", arguments: Compression.allCases)
    func files(compression: Compression) throws {
        let plain = try withFile(Self.text) { try Self.read($0) }
        let read = try withFile(packed(Self.text, compression)) { try Self.read($0) }
        #expect(read.columns == ["id", "name"])
        #expect(read.records == plain.records)
        #expect(read.fingerprint == plain.fingerprint)
        #expect(plain.fingerprint.count == 16)
    }

    static func read(_ path: String) throws -> (
        columns: [String], records: ExpectedReading, fingerprint: String
    ) {
        let source = try openSource(path)
        // A sample takes nothing away, and a file can be read twice.
        _ = try source.sample(records: 100)
        let records = try ExpectedReading(source, threads: 2)
        let again = try source.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
        return (source.columns, records, again.fingerprint)
    }

    @Test("a cut or damaged file ends the reading with what is wrong", arguments: Compression.allCases)
    func brokenFiles(compression: Compression) throws {
        var random = Seeded(6)
        let text = ScanAgainstLibCSVTests.records(200_000, faults: 0, Dialect(), &random)
        let file = packed(text, compression)
        try withFile(file.prefix(file.count - 1000)) { path in
            let source = try openSource(path)
            #expect {
                try source.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
            } throws: {
                "\($0)"
                    == "\(path): ends in the middle of its \(compression.rawValue) data; fetch or pack it again"
            }
        }
        var damaged = file
        for place in file.count * 3 / 4..<file.count * 3 / 4 + 50 { damaged[place] ^= 0x55 }
        try withFile(damaged) { path in
            let source = try openSource(path)
            #expect {
                try source.read(threads: 2, monitor: RunMonitor(run: "test")) { _ in }
            } throws: {
                "\($0)".contains("its \(compression.rawValue) data is damaged")
            }
        }
    }
}
