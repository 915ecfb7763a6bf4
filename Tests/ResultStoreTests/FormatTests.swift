import Foundation
import GRDB
import PackedTables
import Records
import TestSupport
import Testing

@testable import ResultStore

/// The parts that the pages are made of.
@Suite struct FormatTests {
    @Test func sortingByKeyIsStable() {
        var random = Seeded(3)
        for count in [0, 1, 2, 3, 63, 64, 65, 1000, 70_000] {
            for width in [0, 1, 3, 11, 12, 33, 40, 63] {
                for shift in [0, 20] where width + shift < 64 {
                    let entries = (0..<count).map {
                        SortEntry(
                            key: (random.next() & (1 << UInt64(width) - 1)) << UInt64(shift),
                            value: UInt32($0))
                    }
                    var sorted = entries
                    sortByKey(&sorted)
                    let expected = entries.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
                    #expect(sorted.map(\.value) == expected.map(\.value), "\(count) keys of \(width) bits")
                    var packed = entries.map { PackedEntry(key: $0.key) }
                    sortByKey(&packed)
                    #expect(packed.map(\.key) == expected.map(\.key), "\(count) keys of \(width) bits")
                }
            }
        }
    }

    @Test func squeezedKeysKeepTheirOrder() {
        var random = Seeded(5)
        let masks: [UInt64] = [
            0, 1, 1 << 63, .max, 0x0F0F_0F0F_0F0F_0F0F, 0x0300_0000_0000_00FF, 0xF000_0000_0000_0001, 0xFF0,
            random.next(), random.next() & random.next(), random.next() & random.next() & random.next(),
        ]
        for mask in masks {
            for count in [0, 1, 2, 3, 500] {
                let shared = random.next() & ~mask
                let keys = (0..<count).map { _ in random.next() & mask | shared }
                let squeeze = KeySqueeze(count: count) { keys[$0] }
                let (squeezed, bits) = (keys.map { squeeze($0) }, squeeze.bits)
                let ranks = { (keys: [UInt64]) in
                    let distinct = Set(keys).sorted()
                    return keys.map { distinct.firstIndex(of: $0) }
                }
                #expect(ranks(squeezed) == ranks(keys), "keys that differ in \(String(mask, radix: 16))")
                #expect(bits == keys.reduce(0) { $0 | ($1 ^ keys[0]) }.nonzeroBitCount)
                #expect(squeezed.allSatisfy { $0 >> UInt64(bits) == 0 })
            }
        }
    }

    /// Against SQLite's own order, for ids that differ at every place and length around the slot's size; of 300 of
    /// them keys and records together need more than 64 bits.
    @Test(arguments: [150, 300]) func idsSortAsInSQLite(most: Int) throws {
        var random = Seeded(4)
        for prefix in [0, 1, 6, 7, 8, 9, 13, 14, 15, 16, 40] {
            for alphabet: [UInt8] in [
                [0x61], [0x61, 0x62], [0x30, 0x7F, 0x01, 0x41], [0x61, 0xC3, 0xA9, 0, 0xFF],
            ] {
                var ids: Set<[UInt8]> = []
                for _ in 0..<most {
                    let tail = (0..<Int.random(in: 0...10, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? 0
                    }
                    ids.insert([UInt8](repeating: 0x78, count: prefix) + tail)
                }
                let shuffled = ids.sorted { $0.count < $1.count }.shuffled(using: &random)
                let sorted = SortedIDs(table(ids: shuffled), side: .left)
                let column = try IDColumn(sorted, threads: prefix % 3 + 1)
                let expected = try DatabaseQueue().write { database in
                    try database.execute(sql: "CREATE TABLE t (id TEXT)")
                    for id in shuffled {
                        try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [databaseText(id)])
                    }
                    return try RecordID.fetchAll(database, sql: "SELECT id FROM t ORDER BY id").map(\.bytes)
                }
                #expect((0..<column.count).map { column.bytes(UInt32($0)) } == expected)
                for (record, id) in shuffled.enumerated() { #expect(column.bytes(column.rank[record]) == id) }
            }
        }
    }

    /// Threads fill runs of ranks: the first repeat is told, wherever a run ends.
    @Test(arguments: [1, 2, 7], [1, 16383, 16384, 16385, 32768, 39_999])
    func theFirstIDThatRepeatsIsTold(threads: Int, place: Int) throws {
        var random = Seeded(UInt64(place))
        let order = (0..<40_000).shuffled(using: &random)
        var ids = order.map { Array(String(100_000 + $0).utf8) }
        let places = [place - 1, place].compactMap { order.firstIndex(of: $0) }
        let last = [39_998, 39_999].compactMap { order.firstIndex(of: $0) }
        ids[last[1]] = ids[last[0]]
        ids[places[1]] = ids[places[0]]
        let sorted = SortedIDs(table(ids: ids), side: .right)
        let error = try tieoutError { _ = try IDColumn(sorted, threads: threads) }
        let records = places.sorted().map { $0 + 1 }
        #expect(
            error.what
                == "records \(records[0]) and \(records[1]) of the right source have the same id")
    }

    /// The page at 1 GiB, which SQLite keeps free, falls among the new ones: a file with a hole before it.
    @Test(arguments: [-3, -2, -1, 0, 1])
    func theLockPageIsPassedOver(_ distance: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("r")
        let writer = try ResultWriter(target: path, inputs: [])
        let before = try PageFile(path: path + ".tieout-partial", name: path)
        try before.setPageCount(before.lockPage + distance)
        let file = try #require(FileHandle(forUpdatingAtPath: path + ".tieout-partial"))
        try file.truncate(atOffset: UInt64((before.lockPage + distance) * before.pageSize))
        try file.close()
        let left = table((0..<4000).map { "left-\($0)" })
        let right = table((0..<4000).map { "right-\($0)" })
        writer.append(links: (0..<4000).map { link($0, $0) }, left: left, right: right)
        try writer.finish(plainRun)
        try writer.publish()
        let found = try DatabaseQueue(path: path).read { database in
            try Int.fetchAll(
                database,
                sql: """
                    SELECT count(*) FROM matches WHERE substr(left_id, 6) = substr(right_id, 7)
                    UNION ALL SELECT count(*) FROM link INDEXED BY link_right WHERE right_id >= ''
                    """)
        }
        #expect(found == [4000, 4000])
        let complaints = try integrity(path).filter { !$0.contains("is never used") && !$0.hasPrefix("***") }
        #expect(complaints.allSatisfy { $0 == "ok" }, "\(complaints)")
    }
}
