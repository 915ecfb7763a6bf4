import Records
import TestSupport
import Testing

@Suite struct RowBlocksTests {
    private func table(_ records: [PlainRecord], fieldCount: Int) -> Table {
        let cut = records.count / 3
        return Table(
            segments: [
                segment(records[..<cut], sequence: 0, fieldCount: fieldCount),
                segment(records[cut...], sequence: 1, fieldCount: fieldCount),
            ], fieldCount: fieldCount, hasIds: true)
    }

    private func plain(_ row: Row) -> [[UInt8]] { (0..<row.fieldCount).map { Array(row.bytes($0)) } }

    @Test(arguments: [RowParts.heads, .all], [1, 4])
    func everyRangeIsLentInOrder(parts: RowParts, fieldCount: Int) {
        var random = Seeded(12)
        let records = PlainRecord.random(200, fieldCount: fieldCount, &random)
        let table = table(records, fieldCount: fieldCount)
        for first in [0, 1, 63, 64, 65, 199, 200] {
            for end in first...200 {
                var lent: [[[UInt8]]] = []
                table.forEachBlock(of: first..<end, parts) { rows, start in
                    #expect(start == lent.count && (1...Table.blockRows).contains(rows.count))
                    lent += rows.map(plain)
                }
                #expect(lent == records[first..<end].map(\.fields))
            }
        }
    }

    @Test(arguments: [RowParts.heads, .all])
    func anyRecordsAreLentInTheOrderGiven(parts: RowParts) {
        var random = Seeded(13)
        let records = PlainRecord.random(150, fieldCount: 3, &random)
        let table = table(records, fieldCount: 3)
        for count in [0, 1, 64, 65, 300] {
            let wanted = (0..<count + 5).map { _ in RecordIndex(Int.random(in: 0..<150, using: &random)) }
            // A slice that does not begin at 0.
            let slice = wanted[5...]
            var lent: [[[UInt8]]] = []
            table.forEachBlock(of: slice, parts) { rows, start in
                #expect(start == lent.count)
                lent += rows.map(plain)
            }
            #expect(lent == slice.map { records[Int($0)].fields })
        }
    }

    @Test func whatIsThrownComesOut() {
        struct Stop: Error {}
        var random = Seeded(14)
        let table = table(PlainRecord.random(100, fieldCount: 1, &random), fieldCount: 1)
        var blocks = 0
        #expect(throws: Stop.self) {
            try table.forEachBlock(of: 0..<100, .all) { _, _ in
                blocks += 1
                throw Stop()
            }
        }
        #expect(blocks == 1)
    }
}
