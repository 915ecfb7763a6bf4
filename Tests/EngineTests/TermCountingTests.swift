import Records
import TestSupport
import Testing

@testable import Engine

@Suite struct TermCountingTests {
    private func values(_ count: Int, kinds: Int, _ random: inout Seeded) -> [[String]] {
        (0..<count).map { _ in
            (0..<3).map { field in
                let number = Int.random(in: 0..<kinds, using: &random)
                return number == 0 ? "" : "v\(number * (field + 1))"
            }
        }
    }

    /// As they are read: in segments, which threads count as they come.
    private func readTable(_ records: [[String]], _ counter: TermCounter, threads: Int) throws -> Table {
        let step = 90
        let segments = stride(from: 0, to: records.count, by: step).map {
            segment(records[$0..<min($0 + step, records.count)], sequence: $0, fieldCount: 3)
        }
        let work = WorkCounter(total: segments.count, step: 1)
        try onThreads(threads) { _ in
            while let range = work.take() { for segment in segments[range] { counter.add(segment) } }
        }
        return Table(segments: segments, fieldCount: 3, hasIds: false)
    }

    /// Counted while they are read, afterwards, or some so and some so.
    @Test(arguments: [1, 2, 7], [3, 40, 5000])
    func countsAreThoseOfADictionaryOverBothSides(threads: Int, kinds: Int) throws {
        var random = Seeded(UInt64(kinds))
        for (l, r) in [(1, 0), (5, 3), (800, 700)] {
            for early in [[], [true, false, true], [false, false, true]] {
                for isDedupe in [false, true] {
                    let lefts = values(l, kinds: kinds, &random)
                    let rights = isDedupe ? [] : values(r, kinds: kinds, &random)
                    let counter = TermCounter(early: early)
                    let left = try readTable(lefts, counter, threads: threads)
                    let right = isDedupe ? left : try readTable(rights, counter, threads: threads)
                    let tables = isDedupe ? TablePair(deduping: left) : TablePair(left: left, right: right)
                    try counter.finish(tables, fields: [true, false, true], threads: threads)
                    for field in 0..<3 {
                        let expected = field == 1 ? [:] : counts(lefts + rights, field)
                        for (records, table) in [(lefts, left), (rights, right)] {
                            let found = records.indices.map { table[RecordIndex($0)].termCount(field) }
                            #expect(found == records.map { expected[$0[field]] ?? 0 })
                        }
                    }
                }
            }
        }
    }

    private func counts(_ records: [[String]], _ field: Int) -> [String: UInt32] {
        records.reduce(into: [:]) { if $1[field] != "" { $0[$1[field], default: 0] += 1 } }
    }

    @Test func withoutFieldsNothingIsCounted() throws {
        let counter = TermCounter(early: [])
        let left = try readTable([["a", "a", "a"]], counter, threads: 1)
        try counter.finish(TablePair(deduping: left), fields: [false, false, false], threads: 2)
        #expect((0..<3).map { left[0].termCount($0) } == [0, 0, 0])
    }

    @Test func recordsAreFoundByTheirIds() {
        let ids = (0..<3000).map { "id \($0 * 7)" }
        let named = RecordFinder(table(ids.map { _ in ["x"] }, ids: ids))
        for (number, id) in ids.enumerated() { #expect(named.find(id) == RecordIndex(number)) }
        for id in ["", "id 1", "id", "0"] { #expect(named.find(id) == nil) }
        let numbered = RecordFinder(table(ids.map { _ in ["x"] }))
        #expect(numbered.find("1") == 0 && numbered.find("3000") == 2999)
        for id in ["0", "3001", "-1", "x", "", "99999999999999999999"] { #expect(numbered.find(id) == nil) }
    }

    @Test func aSetOfRecordsIsASet() {
        var random = Seeded(6)
        for count in [0, 1, 63, 64, 65, 500] {
            var (found, other, expected) = (
                RecordSet(count: count), RecordSet(count: count), Set<RecordIndex>()
            )
            for _ in 0..<count {
                let (a, b) = (
                    RecordIndex.random(in: 0..<UInt32(count), using: &random),
                    RecordIndex.random(in: 0..<UInt32(count), using: &random)
                )
                found.insert(a)
                other.insert(b)
                expected.formUnion([a, b])
            }
            found.formUnion(other)
            #expect(found.count == expected.count)
            #expect((0..<RecordIndex(count)).allSatisfy { found.contains($0) == expected.contains($0) })
        }
    }
}
