import CKernels

/// What of the rows of a block will be read.
public enum RowParts: Sendable {
    /// Lengths, hashes, counts and signatures.
    case heads
    /// These and the values.
    case all
}

extension Table {
    /// Most rows of a block: few enough that they stay in the nearest caches from field to field.
    public static let blockRows = 64

    /// Lends the rows of some records, a block at a time, with the place in `records` of the first of them.
    ///
    /// The rows are brought near first, many lines of memory at once. Whoever goes through them one after the other
    /// would wait for each.
    public func forEachBlock(
        of records: Range<Int>, _ parts: RowParts, _ body: (UnsafeBufferPointer<Row>, Int) throws -> Void
    ) rethrows {
        try lendBlocks(records.count, parts, body) {
            RecordIndex(truncatingIfNeeded: records.lowerBound + $0)
        }
    }

    /// The same for records anywhere in the table.
    public func forEachBlock(
        of records: ArraySlice<RecordIndex>, _ parts: RowParts,
        _ body: (UnsafeBufferPointer<Row>, Int) throws -> Void
    ) rethrows {
        try lendBlocks(records.count, parts, body) { records[records.startIndex + $0] }
    }

    @inline(__always)
    private func lendBlocks(
        _ count: Int, _ parts: RowParts, _ body: (UnsafeBufferPointer<Row>, Int) throws -> Void,
        record: (Int) -> RecordIndex
    ) rethrows {
        let (bases, fieldCount) = (rowBases, fieldCount)
        try withUnsafeTemporaryAllocation(of: Row.self, capacity: Table.blockRows) { rows in
            for start in stride(from: 0, to: count, by: Table.blockRows) {
                let size = min(Table.blockRows, count - start)
                for place in 0..<size {
                    rows[place] = Row(base: bases[Int(record(start + place))], fieldCount: fieldCount)
                }
                let block = UnsafeBufferPointer(rebasing: rows[..<size])
                bringNear(block, parts)
                try body(block, start)
            }
        }
    }

    private func bringNear(_ rows: UnsafeBufferPointer<Row>, _ parts: RowParts) {
        let heads = fieldCount * Row.headSize
        for row in rows { tieout_touch(row.base, heads) }
        guard parts == .all else { return }
        for row in rows { tieout_touch(row.base + heads, min(row.end(fieldCount - 1), Table.mostTouched)) }
    }

    /// Of long values the start is enough: the rest follows in order, which the processor foresees.
    private static let mostTouched = 512
}
