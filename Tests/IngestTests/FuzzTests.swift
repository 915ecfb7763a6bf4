import Foundation
import Records
import TestSupport
import Testing

@testable import Ingest

/// Seeded nonsense through everything that reads bytes: for a moment among the tests, for an hour in
/// `scripts/fuzz`, which runs it under the address sanitizer.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
    static let seconds = Double(ProcessInfo.processInfo.environment["FUZZ_SECONDS"] ?? "") ?? 0.5
    static let firstSeed = UInt64(ProcessInfo.processInfo.environment["SEED"] ?? "") ?? 1

    /// Runs `body` with one seed after the other until its share of the time is over.
    private func forAWhile(_ body: (inout Seeded) throws -> Bool) rethrows {
        let end = ContinuousClock.now + .seconds(Self.seconds / 4)
        var seed = Self.firstSeed
        repeat {
            var random = Seeded(seed)
            let holds = try body(&random)
            #expect(holds, "SEED=\(seed)")
            seed += 1
        } while ContinuousClock.now < end
    }

    /// Bytes that matter to a reader, and a few that do not.
    private func noise(_ count: Int, _ random: inout Seeded) -> [UInt8] {
        let alphabet = Array("aaab,,;\"\"'\n\n\r \t#\\".utf8) + [0, 0xC3, 0xA4, 0xE4, 0xFF]
        return (0..<count).map { _ in alphabet.randomElement(using: &random)! }
    }

    /// A change, a cut or a repetition somewhere.
    private func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.insert(contentsOf: bytes.prefix(20), at: place)
            default: bytes.remove(at: place)
            }
        }
        return bytes
    }

    @Test("the scanner gives what the authority gives")
    func scanner() throws {
        try forAWhile { random in
            let bytes = noise(Int.random(in: 0...400, using: &random), &random)
            let columns = Int.random(in: 1...4, using: &random)
            let limit = [5, 40, 1 << 28].randomElement(using: &random)!
            let dialect = Dialect(
                delimiter: [44, 59, 9].randomElement(using: &random)!,
                quote: [34, 34, 34, 39, nil].randomElement(using: &random)!,
                escape: [nil, nil, 92].randomElement(using: &random)!,
                comment: [nil, nil, 35].randomElement(using: &random)!,
                trimsSpaces: Bool.random(using: &random))
            // Where libcsv cannot say, the whole text in one piece does.
            let expected =
                dialect.isLibCSV
                ? ExpectedReading(
                    bytes, from: 0, columns: columns, dialect: dialect, headed: false, maxRecordBytes: limit
                ).inUTF8()
                : try ExpectedReading(
                    source(
                        bytes, columns: columns, dialect: dialect, chunkBytes: 1 << 20, maxRecordBytes: limit),
                    threads: 1)
            let found = try ExpectedReading(
                source(
                    bytes, columns: columns, dialect: dialect,
                    chunkBytes: Int.random(in: 1...80, using: &random), maxRecordBytes: limit),
                threads: Int.random(in: 1...3, using: &random))
            return found == expected
        }
    }

    @Test("decoders take anything: they give bytes or an error")
    func decoders() {
        forAWhile { random in
            let text = noise(Int.random(in: 0...3000, using: &random), &random)
            let compression = Compression.allCases.randomElement(using: &random)!
            let file = mutated(packed(text, compression) + packed(text, compression), &random)
            let feed = MemoryFeed(file, atOnce: Int.random(in: 1...500, using: &random))
            let room = Int.random(in: 8...2000, using: &random)
            if let unpacked = try? drained(compression.unpacking(feed, path: "fuzz"), room: room) {
                // What no checksum covers cannot be noticed, but it does not grow out of nothing.
                return unpacked.count <= 64 << 20
            }
            return true
        }
    }

    @Test("UTF-16 is decoded as Swift does, lone surrogates aside")
    func utf16() throws {
        try forAWhile { random in
            let units = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                [0x61, 0xE4, 0xD83D, 0xDE00, 0x20AC, UInt16.random(in: 0...0xFFFF, using: &random)]
                    .randomElement(using: &random)!
            }
            let bytes: [UInt8] = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let feed = UTF16Feed(
                MemoryFeed(bytes, atOnce: Int.random(in: 1...50, using: &random)), littleEndian: false)
            let found = try drained(feed, room: Int.random(in: 8...100, using: &random))
            let expected = String(decoding: units, as: UTF16.self)
            return expected.unicodeScalars.contains("\u{FFFD}") || found == Array(expected.utf8)
        }
    }

    @Test("whatever a file holds, it is read or refused")
    func files() throws {
        try forAWhile { random in
            var bytes = noise(Int.random(in: 0...500, using: &random), &random)
            if Bool.random(using: &random) {
                bytes = Array("id,name,amount\n".utf8) + bytes + Array("1,\"a\",2\n".utf8)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes = mutated(packed(bytes, Compression.allCases.randomElement(using: &random)!), &random)
            }
            return try withFile(bytes) { path in
                do {
                    var options = ReadOptions()
                    options.csv.chunkBytes = Int.random(in: 1...100, using: &random)
                    let source = try openSource(path, options: options)
                    _ = try source.sample(records: 10)
                    let whole = try ExpectedReading(source, threads: 2)
                    return whole.records.joined().allSatisfy { String(validating: $0, as: UTF8.self) != nil }
                } catch is TieoutError { return true }
            }
        }
    }
}
