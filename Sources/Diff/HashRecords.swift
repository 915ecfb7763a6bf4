import Records

/// Hashes records: the columns that name them to 128 bits, the others to 64.
///
/// Fields are gathered side by side, each behind its length, so no field can be taken for a part of its
/// neighbour; then one call hashes them all. Equal bytes give equal hashes on both sides, whatever places the
/// columns have.
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
        batch.starts.withUnsafeBufferPointer { starts in
            batch.lengths.withUnsafeBufferPointer { lengths in
                batch.recordOffsets.withUnsafeBufferPointer { offsets in
                    guard let starts = starts.baseAddress, let lengths = lengths.baseAddress else { return }
                    var fields = GatheredFields(bytes: batch.bytes, starts: starts, lengths: lengths)
                    hash(batch, offsets, &fields, into: writer)
                }
            }
        }
    }

    private func hash(
        _ batch: RawBatch, _ offsets: UnsafeBufferPointer<UInt32>, _ fields: inout GatheredFields,
        into writer: EntryWriter
    ) {
        let width = batch.columnCount
        let origin = batch.byteOffset
        compared.withUnsafeBufferPointer { compared in
            naming.withUnsafeBufferPointer { naming in
                for record in 0..<batch.recordCount {
                    let first = record &* width
                    let key: Hash128
                    if naming.count == 1 {
                        let field = first &+ naming[0]
                        key = xxh3Wide(fields.base + Int(fields.starts[field]), Int(fields.lengths[field]))
                    } else {
                        key = xxh3Wide(UnsafeRawPointer(fields.target), fields.gather(naming, first))
                    }
                    let row =
                        compared.isEmpty
                        ? 0 : xxh3(UnsafeRawPointer(fields.target), fields.gather(compared, first))
                    writer.append(RecordEntry(key: key, row: row, place: origin &+ UInt64(offsets[record])))
                }
            }
        }
    }
}

/// Room in which the fields of one record stand side by side.
private struct GatheredFields: ~Copyable {
    let base: UnsafeMutableRawPointer
    let starts: UnsafePointer<UInt32>
    let lengths: UnsafePointer<UInt32>
    private(set) var target: UnsafeMutableRawPointer
    private var capacity = 4096
    /// Up to here 16 bytes can be read at once.
    private let safeEnd: Int

    init(bytes: UnsafeMutableRawBufferPointer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>)
    {
        target = .allocate(byteCount: capacity, alignment: 16)
        // A batch of empty fields may have no bytes at all; nothing is read from them.
        base = bytes.baseAddress ?? target
        self.starts = starts
        self.lengths = lengths
        safeEnd = bytes.count - 16
    }

    deinit { target.deallocate() }

    /// Writes the fields of a record behind each other, each behind its length in four bytes.
    ///
    /// - Returns: the bytes written.
    @inline(__always)
    mutating func gather(_ columns: UnsafeBufferPointer<Int>, _ first: Int) -> Int {
        // Of each its length; behind the last, what a copy of fixed size writes too much.
        var needed = 32
        for column in columns { needed &+= Int(lengths[first &+ column]) &+ 4 }
        if needed > capacity { grow(needed) }
        var at = target
        for column in columns {
            let length = Int(lengths[first &+ column])
            let start = Int(starts[first &+ column])
            at.storeBytes(of: UInt32(truncatingIfNeeded: length), as: UInt32.self)
            at += 4
            if length <= 32 && start &+ 16 <= safeEnd {
                // Most fields: two copies of fixed size, whatever the length; what is too much is overwritten.
                Self.copy16(base + start, to: at)
                Self.copy16(base + start + 16, to: at + 16)
            } else {
                at.copyMemory(from: base + start, byteCount: length)
            }
            at += length
        }
        return at - target
    }

    @inline(__always)
    private static func copy16(_ from: UnsafeMutableRawPointer, to: UnsafeMutableRawPointer) {
        to.storeBytes(of: from.loadUnaligned(as: SIMD2<UInt64>.self), as: SIMD2<UInt64>.self)
    }

    private mutating func grow(_ needed: Int) {
        target.deallocate()
        capacity = max(needed, 2 * capacity)
        target = .allocate(byteCount: capacity, alignment: 16)
    }
}
