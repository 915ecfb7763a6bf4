import Records

/// Hashes records: the columns that name them to 128 bits, the others to 64.
///
/// The hash of a row is that of its fields' hashes in order, so no field can be taken for a part of its
/// neighbour. Equal bytes give equal hashes on both sides, whatever places the columns have.
struct RecordHashing {
    let naming: [Int]
    let compared: [Int]

    init(_ columns: ComparedColumns, _ side: DiffSide) {
        naming = columns.naming(side)
        compared = columns.compared(side)
    }

    /// Hands each record of a batch to `writer`.
    func hash(_ batch: RawBatch, into writer: EntryWriter) {
        precondition(batch.recordOffsets.count == batch.recordCount, "every record has a place")
        guard batch.recordCount > 0 else { return }
        let width = batch.columnCount
        let base = batch.bytes.baseAddress
        batch.starts.withUnsafeBufferPointer { starts in
            batch.lengths.withUnsafeBufferPointer { lengths in
                batch.recordOffsets.withUnsafeBufferPointer { offsets in
                    compared.withUnsafeBufferPointer { compared in
                        for record in 0..<batch.recordCount {
                            let first = record &* width
                            var row: UInt64 = 0
                            for column in compared {
                                let field = first &+ column
                                let length = Int(lengths[field])
                                row = combine(row, xxh3(base.map { $0 + Int(starts[field]) }, length))
                            }
                            writer.append(
                                RecordEntry(
                                    key: key(first, base, starts, lengths), row: row,
                                    place: batch.byteOffset &+ UInt64(offsets[record])))
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func key(
        _ first: Int, _ base: UnsafeMutableRawPointer?, _ starts: UnsafeBufferPointer<UInt32>,
        _ lengths: UnsafeBufferPointer<UInt32>
    ) -> Hash128 {
        var key = Hash128(high: 0, low: 0)
        for (place, column) in naming.enumerated() {
            let field = first &+ column
            let part = xxh3Wide(base.map { $0 + Int(starts[field]) }, Int(lengths[field]))
            key = place == 0 ? part : joined(key, part)
        }
        return key
    }

    /// Hash of the hashes: 32 bytes, whatever the fields hold.
    @inline(__always)
    private func joined(_ one: Hash128, _ other: Hash128) -> Hash128 {
        var words = (one.high, one.low, other.high, other.low)
        return withUnsafeBytes(of: &words) { xxh3Wide($0.baseAddress, $0.count) }
    }
}
