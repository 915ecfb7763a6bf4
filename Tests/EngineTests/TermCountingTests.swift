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

    @Test(arguments: [1, 2, 7], [3, 40, 5000])
    func countsAreThoseOfADictionaryOverBothSides(threads: Int, kinds: Int) throws {
        var random = Seeded(UInt64(kinds))
        for (l, r) in [(1, 0), (5, 3), (800, 700)] {
            for isDedupe in [false, true] {
                let (lefts, rights) = (values(l, kinds: kinds, &random), values(r, kinds: kinds, &random))
                let (left, right) = (table(lefts, fieldCount: 3), table(rights, fieldCount: 3))
                let tables = isDedupe ? TablePair(deduping: left) : TablePair(left: left, right: right)
                try countTerms(tables, fields: [true, false, true], threads: threads)
                let all = isDedupe ? lefts : lefts + rights
                for field in 0..<3 {
                    var expected: [String: UInt32] = [:]
                    if field != 1 {
                        for record in all where record[field] != "" {
                            expected[record[field], default: 0] += 1
                        }
                    }
                    for (records, table) in isDedupe ? [(lefts, left)] : [(lefts, left), (rights, right)] {
                        for (number, record) in records.enumerated() {
                            #expect(
                                table[RecordIndex(number)].termCount(field) == expected[record[field]] ?? 0)
                        }
                    }
                }
            }
        }
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
