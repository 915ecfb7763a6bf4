import TestSupport
import Testing

@testable import Records

@Suite struct ArenaListTests {
    /// Lists that share an arena, of which most hold more than was expected, stay as they were written.
    @Test func listsOfOneArenaKeepApart() {
        var random = Seeded(9)
        let arena = RowArena()
        var lists = [0, 0, 1, 5, 1000].map { ArenaList<UInt32>(expected: $0, in: arena) }
        var expected: [[UInt32]] = lists.map { _ in [] }
        for _ in 0..<5000 {
            let list = Int.random(in: lists.indices, using: &random)
            let some = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                UInt32.random(in: 0...UInt32.max, using: &random)
            }
            if let only = some.first, some.count == 1 {
                lists[list].append(only)
            } else {
                some.withUnsafeBufferPointer { lists[list].append(contentsOf: $0) }
            }
            expected[list] += some
        }
        for (list, expected) in zip(lists, expected) {
            #expect(list.count == expected.count && list.byteCount == 4 * expected.count)
            #expect(Array(list.elements) == expected)
        }
    }

    @Test(arguments: [0, 3, 1000]) func idsAreLentAsTheyWereGiven(expected: Int) {
        var random = Seeded(UInt64(expected))
        let ids = (0..<500).map { _ in
            (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
        }
        var list = IDList(expected: expected, bytes: expected, in: RowArena())
        for id in ids { id.withUnsafeBufferPointer { list.append($0) } }
        var lent: [[UInt8]] = []
        list.forEach { lent.append(Array($0)) }
        #expect(lent == ids)
        #expect(ids.indices.map { Array(list[$0]) } == ids)
        #expect(list.byteCount == ids.reduce(0) { $0 + $1.count + 4 })
    }
}
