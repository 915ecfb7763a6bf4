import Foundation
import Records
import TestSupport
import Testing

@testable import Blocking

@Suite struct WordStatisticsTests {
    /// Records of either side that hold each word, counted over texts.
    private func holders(_ records: [[String]], field: Int) -> [String: UInt32] {
        var counts: [String: UInt32] = [:]
        for record in records {
            for word in Set(record[field].split(separator: " ").map(String.init)) {
                counts[word, default: 0] += 1
            }
        }
        return counts
    }

    private func hash(_ word: String) -> UInt64 {
        let hash = Array(word.utf8).withUnsafeBufferPointer { xxh3($0) }
        return hash == 0 ? 1 : hash
    }

    /// Texts over few words or many, some of which repeat in one text.
    private func texts(_ count: Int, kinds: Int, _ random: inout Seeded) -> [[String]] {
        (0..<count).map { _ in
            (0..<2).map { field in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    "w\(Int.random(in: 0..<kinds, using: &random) * (field + 1))"
                }.joined(separator: " ")
            }
        }
    }

    @Test(arguments: [1, 2, 7], [4, 300, 20_000])
    func allWordsAreCountedAsADictionaryCounts(threads: Int, kinds: Int) throws {
        var random = Seeded(UInt64(kinds))
        for (l, r) in [(0, 0), (1, 0), (0, 3), (40, 30), (1500, 900)] {
            let (lefts, rights) = (texts(l, kinds: kinds, &random), texts(r, kinds: kinds, &random))
            let sides: [(TablePair, [[String]])] = [
                (TablePair(left: table(lefts), right: table(rights)), lefts + rights),
                (TablePair(deduping: table(lefts)), lefts),
            ]
            for (tables, records) in sides {
                let statistics = WordStatistics(tables, threads: threads)
                for field in 0..<2 {
                    let counts = try statistics.counts(field)
                    let expected = holders(records, field: field)
                    for (word, count) in expected { #expect(counts.count(hash(word)) == count, "\(word)") }
                    for number in 0..<50 { #expect(counts.count(hash("other\(number)")) == 0) }
                }
            }
        }
    }

    /// The words of sampled records alone are counted, and each stands for as many as its side has records for each
    /// one counted, but for those that one record alone holds.
    @Test(arguments: [1, 2, 7], [4, 300, 20_000])
    func wordsOfASampleStandForThoseOfAll(threads: Int, kinds: Int) throws {
        var random = Seeded(UInt64(kinds) + 1)
        for (l, r, share) in [(0, 0, 2), (3, 0, 1), (60, 50, 2), (1500, 40_000, 4), (900, 5000, 1)] {
            let (lefts, rights) = (texts(l, kinds: kinds, &random), texts(r, kinds: kinds, &random))
            let left = lefts.indices.filter { _ in Int.random(in: 0..<share, using: &random) == 0 }
            let right = rights.indices.filter { $0 % share == 0 }
            for isDedupe in [false, true] {
                let statistics = WordStatistics(
                    isDedupe
                        ? TablePair(deduping: table(lefts))
                        : TablePair(left: table(lefts), right: table(rights)),
                    sample: WordSample(
                        left: left.map { RecordIndex($0) },
                        right: isDedupe ? [] : right.map { RecordIndex($0) }), threads: threads)
                for field in 0..<2 {
                    let counts = try statistics.counts(field)
                    var seen: [String: UInt32] = [:]
                    var standFor: [String: Double] = [:]
                    for (records, places) in [(lefts, left), (rights, isDedupe ? [] : right)] {
                        for (word, count) in holders(places.map { records[$0] }, field: field) {
                            seen[word, default: 0] += count
                            standFor[word, default: 0] +=
                                Double(count) * (Double(records.count) / Double(places.count))
                        }
                    }
                    let expected = standFor.mapValues { UInt32($0.rounded()) }.merging(
                        seen.filter { $0.value == 1 }
                    ) { $1 }
                    for (word, count) in expected { #expect(counts.count(hash(word)) == count, "\(word)") }
                    let others = Set(
                        (lefts + rights).flatMap { $0[field].split(separator: " ").map(String.init) })
                    for word in others where expected[word] == nil { #expect(counts.count(hash(word)) == 0) }
                }
            }
        }
    }

    /// log2((1 + values) / holders), whatever the number of threads; nulls are no values.
    @Test(arguments: [1, 2, 7])
    func raritiesAreThoseOfTheCounts(threads: Int) throws {
        var random = Seeded(7)
        let (lefts, rights) = (texts(700, kinds: 90, &random), texts(500, kinds: 90, &random))
        let statistics = WordStatistics(
            TablePair(left: table(lefts), right: table(rights)), threads: threads)
        for field in 0..<2 {
            let records = lefts + rights
            let values = 1 + Double(records.count { !$0[field].isEmpty })
            let rarities = try statistics.rarities(field, of: .words)
            for (word, count) in holders(records, field: field) {
                #expect(rarities.rarity(hash(word)) == Float(log2(values / Double(count))))
            }
            #expect(rarities.rarity(hash("other")) == Float(log2(values)))
        }
    }

    /// The same of runs of three characters; shorter values are one run.
    @Test(arguments: [1, 2, 7])
    func raritiesOfTrigramsAreThoseOfTheCounts(threads: Int) throws {
        var random = Seeded(8)
        let (lefts, rights) = (texts(700, kinds: 90, &random), texts(500, kinds: 90, &random))
        let records = lefts + rights + [["é", "aé漢b"], ["aé", "aéa aéa"]]
        let statistics = WordStatistics(
            TablePair(left: table(lefts), right: table(Array(records[lefts.count...]))), threads: threads)
        for field in 0..<2 {
            var holders: [String: Int] = [:]
            for record in records {
                let text = Array(record[field])
                let runs =
                    text.count < 3 ? [record[field]] : (2..<text.count).map { String(text[($0 - 2)...$0]) }
                for run in Set(runs) where run != "" { holders[run, default: 0] += 1 }
            }
            let values = 1 + Double(records.count { !$0[field].isEmpty })
            let rarities = try statistics.rarities(field, of: .trigrams)
            for (run, count) in holders {
                var keys: [UInt64] = []
                Array(run.utf8).withUnsafeBufferPointer { forEachTrigram($0) { keys.append($0) } }
                #expect(keys.map(rarities.rarity) == [Float(log2(values / Double(count)))], "\(run)")
            }
        }
    }

    /// One value after the other, of every length around those at which the room grows.
    @Test func distinctPartsAreThoseOfASet() {
        var random = Seeded(9)
        var words = DistinctParts(.words)
        var trigrams = DistinctParts(.trigrams)
        for length in Array(0...140) + [600, 3, 2, 1, 0, 5000, 40] {
            let bytes = (0..<length).map { _ in Array("ab c".utf8)[Int.random(in: 0..<4, using: &random)] }
            let expected = Set(bytes.split(separator: 32).map { hash(String(decoding: $0, as: UTF8.self)) })
            var runs: Set<UInt64> = []
            bytes.withUnsafeBufferPointer { bytes in
                #expect(words.of(bytes).sorted() == expected.sorted())
                forEachTrigram(bytes) { runs.insert($0) }
                #expect(trigrams.of(bytes).sorted() == runs.sorted())
            }
        }
    }

    /// The same answer the second time, and for every field its own.
    @Test func countsAreKept() throws {
        let tables = TablePair(deduping: table([["a b", "a"], ["a a", "c"]]))
        let statistics = WordStatistics(tables, threads: 2)
        for _ in 0..<2 {
            #expect(try statistics.counts(0).count(hash("a")) == 2)
            #expect(try statistics.counts(0).count(hash("b")) == 1)
            #expect(try statistics.counts(1).count(hash("a")) == 1)
            #expect(try statistics.counts(1).count(hash("b")) == 0)
        }
    }

    /// Counts joined from tables by the top bits of the hashes are those of one table.
    @Test(arguments: [1, 2, 4, 16])
    func partsTogetherAreTheWhole(parts: Int) {
        var random = Seeded(91)
        var tables = (0..<parts).map { _ in HashCounts(capacity: 10) }
        var expected: [UInt64: UInt32] = [:]
        for _ in 0..<5000 {
            let hash = UInt64.random(in: 1...2000, using: &random) &* 0x9E37_79B9_7F4A_7C15
            tables[WordCounts.part(hash, of: parts)].add(hash)
            expected[hash, default: 0] += 1
        }
        let counts = WordCounts(tables)
        for (hash, count) in expected { #expect(counts.count(hash) == count) }
        #expect(counts.count(0x1234_5678_9ABC_DEF1) == 0)
    }
}
