import CKernels
import Records

/// Records laid out by column: the unescaped bytes of a column's values one behind the other, and where
/// each value ends.
///
/// ```
///   values(0) ─► │ a l i c e b o b … │      ends(0) ─► │ 5 8 … │
///   values(1) ─► │ S m i t h J … │          ends(1) ─► │ 5 … │
/// ```
public final class ColumnBatch: @unchecked Sendable {
    // Written by its initialiser alone.

    /// Place of the batch among those of its source, counted from 0 without gaps.
    public let sequence: Int
    /// Values in each column.
    public let recordCount: Int
    /// Columns there are.
    public let columnCount: Int

    private let arena: RowArena
    private let valueBases: [UnsafeMutablePointer<UInt8>?]
    private let endBases: [UnsafeMutablePointer<UInt32>?]

    /// Copies the fields of `batch` into memory of `arena`, which lives on as long as this does.
    ///
    /// - Complexity: O(bytes + fields)
    public init(_ batch: RawBatch, in arena: RowArena) {
        sequence = batch.sequence
        recordCount = batch.recordCount
        columnCount = batch.columnCount
        self.arena = arena
        var fields = tieout_fields(
            bytes: batch.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
            byte_count: batch.bytes.count,
            starts: batch.starts.baseAddress, lengths: batch.lengths.baseAddress, records: recordCount,
            columns: columnCount)
        var sizes = [UInt64](repeating: 0, count: columnCount)
        tieout_column_bytes(&fields, &sizes)
        // A batch's bytes have 32-bit places; a column's are some of them.
        let room = sizes.map { (Int($0) + Int(TIEOUT_COLUMN_PADDING) + 15) & ~15 }
        let endBytes = (recordCount * MemoryLayout<UInt32>.stride + 15) & ~15
        var base = arena.allocate(room.reduce(0, +) + columnCount * endBytes)
        var values: [UnsafeMutablePointer<UInt8>?] = []
        var ends: [UnsafeMutablePointer<UInt32>?] = []
        for bytes in room {
            ends.append(base.bindMemory(to: UInt32.self, capacity: recordCount))
            values.append((base + endBytes).bindMemory(to: UInt8.self, capacity: bytes))
            base += endBytes + bytes
        }
        tieout_lay_out_columns(&fields, values, ends)
        (valueBases, endBases) = (values, ends)
    }

    /// The values of a column, one behind the other.
    public func values(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: valueBases[column], count: Int(ends(column).last ?? 0))
    }

    /// Where each value of a column ends in `values(column)`.
    public func ends(_ column: Int) -> UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: endBases[column], count: recordCount)
    }
}
