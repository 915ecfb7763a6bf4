import Records
import TestSupport
import Testing

@Suite struct TableTests {
    @Test(arguments: [1, 2, 5])
    func givesBackWhatWasWritten(fieldCount: Int) {
        var random = Seeded(7)
        for count in [0, 1, 2, 3, 17, 400] {
            let records = PlainRecord.random(count, fieldCount: fieldCount, &random)
            for spare in [0, 1, 5000] {
                let table = Table(
                    segments: [segment(records[...], sequence: 0, fieldCount: fieldCount, spare: spare)],
                    fieldCount: fieldCount, hasIds: true)
                #expect(table.count == count)
                #expect(table.plain == records)
            }
        }
    }

    @Test func joinsSegmentsInTheOrderOfTheirBatches() {
        var random = Seeded(8)
        let records = PlainRecord.random(60, fieldCount: 2, &random)
        // Every cut into three, empty parts among them, and the parts in every order.
        for first in stride(from: 0, through: 60, by: 12) {
            for second in stride(from: first, through: 60, by: 12) {
                let parts = [
                    segment(records[..<first], sequence: 0, fieldCount: 2),
                    segment(records[first..<second], sequence: 1, fieldCount: 2),
                    segment(records[second...], sequence: 2, fieldCount: 2),
                ]
                for (threads, order) in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]].enumerated() {
                    let table = Table(
                        segments: order.map { parts[$0] }, fieldCount: 2, hasIds: true, threads: threads + 1)
                    #expect(table.plain == records)
                    var ids: [[UInt8]] = []
                    table.forEachId { ids.append(Array($0)) }
                    #expect(ids == records.map(\.id))
                }
            }
        }
    }

    @Test func emptySegmentsBetweenOthersHoldNoRecord() {
        var random = Seeded(9)
        let records = PlainRecord.random(6, fieldCount: 1, &random)
        var segments: [SealedSegment] = []
        for (place, record) in records.enumerated() {
            segments.append(segment([][...], sequence: 4 * place, fieldCount: 1))
            segments.append(segment([][...], sequence: 4 * place + 1, fieldCount: 1))
            segments.append(segment([record][...], sequence: 4 * place + 2, fieldCount: 1))
            segments.append(segment([][...], sequence: 4 * place + 3, fieldCount: 1))
        }
        let table = Table(segments: segments, fieldCount: 1, hasIds: true)
        #expect(table.plain == records)
    }

    @Test func withoutAnIdColumnIdsAreRecordNumbersFromOne() {
        var random = Seeded(10)
        let records = PlainRecord.random(12, fieldCount: 1, &random)
        let table = Table(
            segments: [
                segment(records[..<5], sequence: 0, fieldCount: 1),
                segment(records[5...], sequence: 1, fieldCount: 1),
            ], fieldCount: 1, hasIds: false)
        let expected = (1...12).map { Array("\($0)".utf8) }
        #expect((0..<12).map { table.id(RecordIndex($0)) } == expected)
        var ids: [[UInt8]] = []
        table.forEachId { ids.append(Array($0)) }
        #expect(ids == expected)
        #expect((0..<12).map { table.withIdBytes(RecordIndex($0)) { Array($0) } } == expected)
    }

    @Test(arguments: [1, 3])
    func blankRecordsAreThoseWithoutAnyValue(fieldCount: Int) {
        var random = Seeded(15)
        var records = PlainRecord.random(90, fieldCount: fieldCount, &random)
        for place in [0, 1, 29, 30, 31, 60, 89] {
            records[place].fields = Array(repeating: [], count: fieldCount)
        }
        let table = Table(
            segments: [
                segment(records[60...], sequence: 2, fieldCount: fieldCount),
                segment(records[..<30], sequence: 0, fieldCount: fieldCount),
                segment(records[30..<60], sequence: 1, fieldCount: fieldCount),
            ], fieldCount: fieldCount, hasIds: true)
        let blank = (0..<90).map { table.isBlank(RecordIndex($0)) }
        #expect(blank == records.map { $0.fields.allSatisfy(\.isEmpty) })
    }

    @Test func idsAndBlanksOutliveTheRows() {
        var random = Seeded(16)
        let records = PlainRecord.random(50, fieldCount: 2, &random)
        weak var arena: RowArena?
        func segments() -> [SealedSegment] {
            let own = RowArena()
            arena = own
            return [
                segment(records[..<20], sequence: 0, fieldCount: 2, arena: own),
                segment(records[20...], sequence: 1, fieldCount: 2, arena: own),
            ]
        }
        let table = Table(segments: segments(), fieldCount: 2, hasIds: true)
        let blank = (0..<50).map { table.isBlank(RecordIndex($0)) }
        #expect(arena != nil)
        table.releaseRows()
        #expect(arena == nil)
        #expect((0..<50).map { table.id(RecordIndex($0)) } == records.map(\.id))
        #expect((0..<50).map { table.isBlank(RecordIndex($0)) } == blank)
        #expect(table.count == 50)
    }

    /// Equal rows have one hash, and unlike ones hardly ever: also those that only hold the same values elsewhere.
    @Test(arguments: [1, 2, 5]) func contentHashesTellRowsApart(fieldCount: Int) {
        var random = Seeded(UInt64(fieldCount) + 17)
        var records = PlainRecord.random(400, fieldCount: fieldCount, &random)
        records += records.map { PlainRecord(id: $0.id, fields: $0.fields.reversed()) } + records
        let table = Table(
            segments: [
                segment(records[500...], sequence: 1, fieldCount: fieldCount),
                segment(records[..<500], sequence: 0, fieldCount: fieldCount),
            ], fieldCount: fieldCount, hasIds: true)
        let hashes = table.contentHashes
        #expect(hashes.count == records.count && !hashes.contains(0))
        var known: [[[UInt8]]: UInt64] = [:]
        for (record, hash) in zip(records, hashes) {
            #expect(known[record.fields, default: hash] == hash)
            known[record.fields] = hash
        }
        #expect(Set(known.values).count == known.count)
    }

    @Test func noSegmentsGiveAnEmptyTable() {
        let table = Table(segments: [], fieldCount: 3, hasIds: true)
        #expect(table.count == 0)
        table.forEachId { _ in Issue.record("there is no id") }
    }

    @Test func pairCountIsExactForBothKinds() {
        var random = Seeded(11)
        func table(_ count: Int) -> Table {
            Table(
                segments: [
                    segment(
                        PlainRecord.random(count, fieldCount: 1, &random)[...], sequence: 0, fieldCount: 1)
                ],
                fieldCount: 1, hasIds: false)
        }
        #expect(TablePair(left: table(3), right: table(5)).pairCount == 15)
        #expect(TablePair(deduping: table(5)).pairCount == 10)
        #expect(TablePair(deduping: table(1)).pairCount == 0)
    }
}
