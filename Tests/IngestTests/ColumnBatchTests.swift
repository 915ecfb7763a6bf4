import CKernels
import Records
import Synchronization
import TestSupport
import Testing

@testable import Ingest

@Suite("Columns")
struct ColumnBatchTests {
    /// The values of each column, in order of the records, one by one.
    private func values(_ batches: [ColumnBatch]) -> [[[UInt8]]] {
        (0..<(batches.first?.columnCount ?? 0)).map { column in
            batches.flatMap { batch in
                var start = 0
                return batch.ends(column).map { end in
                    defer { start = Int(end) }
                    return Array(batch.values(column)[start..<Int(end)])
                }
            }
        }
    }

    @Test("hold the fields of the batches they are made from", arguments: [1, 3, 8, 70])
    func fields(columns: Int) throws {
        var random = Seeded(UInt64(columns))
        for records in [1, 2, 7, 8, 9, 63, 64, 65, 200] {
            let rows = (0..<records).map { _ in
                (0..<columns).map { _ in
                    // Short ones mostly, and some around the lengths of one and two steps.
                    let count = [0, 1, 5, 31, 32, 33, 63, 64, 65, 300].randomElement(using: &random)!
                    return (0..<count).map { _ in UInt8.random(in: 97...122, using: &random) }
                }
            }
            // The last value ends where the batch's memory does.
            let bytes = UnsafeMutableRawBufferPointer.allocate(
                byteCount: rows.joined().joined().count, alignment: 1)
            bytes.copyBytes(from: rows.joined().joined())
            let lengths = rows.joined().map { UInt32($0.count) }
            var starts: [UInt32] = []
            var place: UInt32 = 0
            for length in lengths {
                starts.append(place)
                place += length
            }
            let batch = RawBatch(
                sequence: 0, columnCount: columns, recordCount: records, byteOffset: 0, recordOffsets: [],
                bytes: bytes, starts: starts, lengths: lengths)
            let expected = (0..<columns).map { column in rows.map { $0[column] } }
            #expect(values([ColumnBatch(batch, in: RowArena())]) == expected)
        }
    }

    @Test("are laid out alike on every instruction set")
    func everyInstructionSet() {
        var random = Seeded(5)
        let (records, columns) = (150, 3)
        let lengths = (0..<records * columns).map { _ in UInt32.random(in: 0...100, using: &random) }
        var starts = lengths.map { _ in UInt32.random(in: 0...1000, using: &random) }
        // The last value ends where the bytes do.
        starts[starts.count - 1] = 1100 - lengths[starts.count - 1]
        let bytes = (0..<1100).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        func laidOut(_ isa: Int32) -> [[UInt32]] {
            var fields = tieout_fields(
                bytes: nil, byte_count: bytes.count, starts: nil, lengths: nil, records: records,
                columns: columns)
            let room = 100 * records + Int(TIEOUT_COLUMN_PADDING)
            let values = (0..<columns).map { _ in UnsafeMutablePointer<UInt8>.allocate(capacity: room) }
            let ends = (0..<columns).map { _ in UnsafeMutablePointer<UInt32>.allocate(capacity: records) }
            defer {
                values.forEach { $0.deallocate() }
                ends.forEach { $0.deallocate() }
            }
            return bytes.withUnsafeBufferPointer { bytes in
                starts.withUnsafeBufferPointer { starts in
                    lengths.withUnsafeBufferPointer { lengths in
                        fields.bytes = bytes.baseAddress
                        fields.starts = starts.baseAddress
                        fields.lengths = lengths.baseAddress
                        tieout_lay_out_columns_on(
                            isa, &fields, values.map(Optional.some), ends.map(Optional.some))
                        return (0..<columns).map { column in
                            let end = Int(ends[column][records - 1])
                            return (0..<records).map { ends[column][$0] }
                                + (0..<end).map { UInt32(values[column][$0]) }
                        }
                    }
                }
            }
        }
        for isa in ScanKernelTests.vectors { #expect(laidOut(isa) == laidOut(0)) }
    }

    @Test("of a whole source, whatever the chunk and the threads", arguments: [1, 64, 1 << 20], [1, 2, 7])
    func wholeSource(chunk: Int, threads: Int) throws {
        var random = Seeded(11)
        let bytes = ScanAgainstLibCSVTests.records(400, faults: 0, Dialect(), &random)
        let source = source(bytes, columns: 3, dialect: Dialect(), chunkBytes: chunk)
        let arena = RowArena()
        let found = Mutex<[ColumnBatch]>([])
        _ = try source.read(threads: threads, monitor: RunMonitor(run: "test")) { batch in
            let columns = ColumnBatch(batch, in: arena)
            found.withLock { $0.append(columns) }
        }
        let reading = try ExpectedReading(source, threads: 1)
        let columns = (0..<3).map { column in reading.records.map { $0[column] } }
        #expect(values(found.withLock { $0 }.sorted { $0.sequence < $1.sequence }) == columns)
        #expect(!reading.records.isEmpty)
    }
}
