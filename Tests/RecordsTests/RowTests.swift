import Records
import TestSupport
import Testing

@Suite struct RowTests {
    @Test func headsSayLengthAndHash() {
        var random = Seeded(21)
        let records = PlainRecord.random(300, fieldCount: 4, &random)
        let table = Table(
            segments: [segment(records[...], sequence: 0, fieldCount: 4)], fieldCount: 4, hasIds: false)
        for (number, record) in records.enumerated() {
            let row = table[RecordIndex(number)]
            #expect(UInt(bitPattern: row.base) % 8 == 0)
            for (field, bytes) in record.fields.enumerated() {
                #expect(row.length(field) == bytes.count)
                let hash = bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: xxh3($0)) }
                #expect(row.hash(field) == (bytes.isEmpty ? 0 : hash))
                #expect(row.termCount(field) == 0)
            }
        }
    }

    @Test func termCountsLieInTheirOwnFieldAlone() {
        var random = Seeded(22)
        let records = PlainRecord.random(50, fieldCount: 3, &random)
        let table = Table(
            segments: [segment(records[...], sequence: 0, fieldCount: 3)], fieldCount: 3, hasIds: true)
        for number in 0..<50 {
            for field in 0..<3 { table[RecordIndex(number)].setTermCount(field, UInt32(number * 3 + field)) }
        }
        for number in 0..<50 {
            for field in 0..<3 {
                #expect(table[RecordIndex(number)].termCount(field) == UInt32(number * 3 + field))
            }
        }
        #expect(table.plain == records)
    }

    @Test func numbersAreReadAtAnyAlignment() {
        let numbers = [0, 1.5, -2.25, 1e300, -Double.leastNonzeroMagnitude, .infinity]
        for shift in 0..<9 {
            let records = numbers.map { number in
                let bytes = withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
                return PlainRecord(id: [], fields: [[UInt8](repeating: 65, count: shift), bytes])
            }
            let table = Table(
                segments: [segment(records[...], sequence: 0, fieldCount: 2)], fieldCount: 2, hasIds: false)
            #expect((0..<numbers.count).map { table[RecordIndex($0)].number(1) } == numbers)
        }
    }

    @Test func hashesAreThoseOfTheStandard() {
        // Published by the xxHash project: XXH3 with 64 bits and seed 0 of the empty input.
        #expect(xxh3(nil, 0) == 0x2D06_8005_38D3_94C2)
    }

    @Test func combiningMindsTheOrderAndLosesNothing() {
        var seen: Set<UInt64> = []
        for a in 0..<100 as Range<UInt64> {
            for b in 0..<100 as Range<UInt64> { seen.insert(combine(a, b)) }
        }
        #expect(seen.count == 10_000)
        #expect(combine(1, 2) != combine(2, 1))
    }
}
