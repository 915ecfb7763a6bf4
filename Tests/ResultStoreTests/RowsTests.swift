import GRDB
import Records
import TestSupport
import Testing

import class Records.Table

@testable import ResultStore

/// Rows of every size and number, written as pages and through SQL: the files must tell the same.
@Suite struct RowsTests {
    private func write(
        _ target: String, left: Table, right: Table, links: [Link], unmatched: [RecordIndex], sqlOnly: Bool,
        threads: Int = 2
    ) throws {
        let writer = try ResultWriter(target: target, inputs: [], sqlOnly: sqlOnly)
        writer.append(links: links, left: left, right: right)
        for (number, reason) in UnmatchedReason.allCases.enumerated() {
            let some = unmatched.filter { Int($0) % UnmatchedReason.allCases.count == number }
            writer.append(unmatched: some, reason: reason, side: .left, ids: left)
            writer.append(
                unmatched: some.filter { Int($0) < right.count }, reason: reason, side: .right, ids: right)
        }
        try writer.writeRows(threads: threads)
        try writer.finish(plainRun)
        try writer.publish()
    }

    private func compareRoads(ids: [[UInt8]], _ comment: Comment, seed: UInt64 = 1) throws {
        let folder = try TemporaryFolder()
        var random = Seeded(seed)
        let left = table(ids: ids, perSegment: 7)
        let right = table(ids: ids.shuffled(using: &random))
        var links: [Link] = []
        for record in 0..<ids.count where record % 3 != 1 {
            for partner in 0..<Int.random(in: 1...2, using: &random) {
                links.append(
                    link(
                        record, (record * 7 + partner) % ids.count,
                        weight: .random(in: -3...40, using: &random),
                        band: .random(in: 0...4, using: &random) == 0 ? .review : .match,
                        margin: record % 4 == 0 ? .infinity : .random(in: 0...9, using: &random),
                        rule: [0, 1, 2, 300, .max].randomElement(using: &random) ?? 0,
                        pattern: [0, 1, 127, 128, 40_000, 9_000_000, .max].randomElement(using: &random) ?? 0)
                )
            }
        }
        if ids.count < 2 { links = Array(links.prefix(1)) }
        let unmatched = (0..<ids.count).filter { $0 % 3 == 1 }.map { RecordIndex($0) }
        let (pages, sql) = (folder.file("pages"), folder.file("sql"))
        try write(pages, left: left, right: right, links: links, unmatched: unmatched, sqlOnly: false)
        try write(sql, left: left, right: right, links: links.reversed(), unmatched: unmatched, sqlOnly: true)
        #expect(try integrity(pages) == ["ok"], comment)
        #expect(try dump(pages) == dump(sql), comment)
        let single = folder.file("single")
        try write(
            single, left: left, right: right, links: links.shuffled(using: &random), unmatched: unmatched,
            sqlOnly: false, threads: 1)
        #expect(try dump(pages) == dump(single), comment)
    }

    @Test(arguments: [0, 1, 2, 3, 5, 8, 17, 255, 256, 257, 513, 2999])
    func everyCount(_ count: Int) throws {
        try compareRoads(ids: (0..<count).map { Array("r\($0)".utf8) }, "\(count) rows")
    }

    /// Few rows a page, so that the trees have several levels and every way for the last page to end.
    @Test(arguments: [900, 907, 911, 914, 920, 925, 1490, 1500, 1960, 1990, 2010, 2030, 2040, 2050])
    func longIDs(_ length: Int) throws {
        let count = 2 * (length % 29) + 5
        let ids = (0..<count).map { Array("\($0)".utf8) + [UInt8](repeating: 0x78, count: length) }
        try compareRoads(ids: ids, "\(count) ids of \(length) bytes", seed: UInt64(length))
    }

    @Test func deepTrees() throws {
        let ids = (0..<2000).map { Array("\($0)-".utf8) + [UInt8](repeating: 0x79, count: 1900) }
        try compareRoads(ids: ids, "three levels")
    }

    @Test func idsOfAnyBytes() throws {
        var random = Seeded(5)
        var ids: Set<[UInt8]> = [
            [], [0], [0, 0], [0x61, 0], [0xFF], [0xC3], [0xC3, 0xA9], Array("😀".utf8),
        ]
        while ids.count < 3000 {
            let length = Int.random(in: 0...20, using: &random)
            let alphabet: [UInt8] =
                Bool.random(using: &random) ? [0x61, 0x62] : [0x61, 0xC3, 0xA9, 0x80, 0, 0xFF]
            ids.insert((0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 })
        }
        let sorted = ids.sorted { $0.lexicographicallyPrecedes($1) }
        try compareRoads(ids: sorted.shuffled(using: &random), "any bytes")
    }

    @Test func rowsTooLongForAPageGoThroughSQL() throws {
        let ids = (0..<50).map { Array("\($0)".utf8) + [UInt8](repeating: 0x7A, count: $0 == 7 ? 50_000 : 8) }
        try compareRoads(ids: ids, "one id of 50,000 bytes")
    }

    @Test func recordNumbersAsIDs() throws {
        let folder = try TemporaryFolder()
        let numbered = table(ids: Array(repeating: [], count: 120), hasIds: false)
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        writer.append(
            links: [link(0, 9), link(8, 99)], left: numbered, right: table((0..<100).map { "b\($0)" }))
        try writer.finish(plainRun)
        try writer.publish()
        let reader = try ResultReader(path: folder.file("r"))
        #expect(try reader.links(left: RecordID("9")).map(\.right.description) == ["b99"])
        #expect(try reader.link(RecordID("1"), RecordID("b9")) != nil)
    }

    @Test func repeatedIDsAreRefused() throws {
        let folder = try TemporaryFolder()
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        writer.append(unmatched: [0], reason: .noCandidate, side: .left, ids: table(["a", "b", "a"]))
        let error = try tieoutError { try writer.writeRows(threads: 1) }
        #expect(error.description.contains("records 1 and 3 of the left source have the same id"))
        writer.abandon()
        #expect(folder.files.isEmpty)
    }

    @Test func pairsDecidedTwiceAreRefused() throws {
        let folder = try TemporaryFolder()
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        writer.append(
            links: [link(0, 1), link(1, 1), link(0, 1)], left: table(["a", "b"]), right: table(["c", "d"]))
        _ = try tieoutError { try writer.writeRows(threads: 1) }
    }
}
