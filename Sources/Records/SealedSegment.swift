/// A finished segment, on its way from the thread that wrote it to the table that will own it.
public final class SealedSegment: @unchecked Sendable {
    // Immutable but for the term counts, which are written before the table is shared, and the rows, which are let go.

    /// Place of the batch in its source.
    public let sequence: Int
    /// Records in the segment.
    let count: Int
    let signatures: [SignatureKind]
    /// Bytes of rows and ids.
    let byteCount: Int
    let ids: IDList
    /// Records of which all fields are null, as places in the segment.
    let blanks: [Int]
    /// Nil when the rows are not needed any more.
    private var rows: Rows?

    /// The rows, until they are let go.
    private var heldRows: Rows {
        guard let rows else { preconditionFailure("the rows were let go") }
        return rows
    }

    private struct Rows {
        /// Owns the memory, together with other segments.
        var arena: RowArena
        var memory: UnsafeMutableRawBufferPointer
        var starts: ArenaList<UInt32>
        var contents: ArenaList<UInt64>
    }

    init(
        sequence: Int, signatures: [SignatureKind], arena: RowArena, memory: UnsafeMutableRawBufferPointer,
        starts: ArenaList<UInt32>, contents: ArenaList<UInt64>, ids: IDList, blanks: [Int]
    ) {
        self.sequence = sequence
        self.signatures = signatures
        self.ids = ids
        self.blanks = blanks
        count = starts.count
        byteCount = memory.count + starts.byteCount + contents.byteCount + ids.byteCount
        rows = Rows(arena: arena, memory: memory, starts: starts, contents: contents)
    }

    /// Calls `body` with the place of each record in the segment, and the first byte of its row.
    func forEachRow(_ body: (Int, UnsafeMutableRawPointer) -> Void) {
        let rows = heldRows
        guard let base = rows.memory.baseAddress else { return }
        for (place, start) in rows.starts.elements.enumerated() { body(place, base + Int(start) << 3) }
    }

    /// Lends the rows, a block at a time.
    public func forEachBlock(_ body: (UnsafeBufferPointer<Row>) -> Void) {
        withUnsafeTemporaryAllocation(of: Row.self, capacity: Table.blockRows) { rows in
            forEachRow { place, base in
                let own = place % Table.blockRows
                rows[own] = Row(base: base, fieldCount: signatures.count)
                if own + 1 == Table.blockRows || place + 1 == count {
                    body(UnsafeBufferPointer(rebasing: rows[...own]))
                }
            }
        }
    }

    /// A hash of what each row holds, in the order of the records.
    var contents: UnsafeBufferPointer<UInt64> { heldRows.contents.elements }

    /// Lets the rows go: whoever does so for the last segment of an arena frees its memory.
    func releaseRows() { rows = nil }
}
