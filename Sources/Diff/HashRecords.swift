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
        guard let starts = batch.starts.baseAddress, let lengths = batch.lengths.baseAddress else { return }
        var fields = GatheredFields(bytes: batch.bytes, starts: starts, lengths: lengths)
        hash(batch, batch.recordOffsets, &fields, into: writer)
    }

    /// Gathers the fields of sixteen records before it hashes the first: what was just written cannot be read at
    /// once, and hashing would wait for it.
    private func hash(
        _ batch: RawBatch, _ offsets: UnsafeBufferPointer<UInt32>, _ fields: inout GatheredFields,
        into writer: EntryWriter
    ) {
        let width = batch.columnCount
        let origin = batch.byteOffset
        let isSingle = naming.count == 1
        compared.withUnsafeBufferPointer { compared in
            naming.withUnsafeBufferPointer { naming in
                for start in stride(from: 0, to: batch.recordCount, by: GatheredFields.records) {
                    let records = start..<min(start &+ GatheredFields.records, batch.recordCount)
                    fields.clear()
                    for record in records {
                        let first = record &* width
                        if !isSingle { fields.gather(naming, first) }
                        fields.gather(compared, first)
                    }
                    var next = 0
                    for record in records {
                        let key: Hash128
                        if isSingle {
                            let field = record &* width &+ naming[0]
                            key = xxh3Wide(
                                fields.base + Int(fields.starts[field]), Int(fields.lengths[field]))
                        } else {
                            key = fields.hashWide(next)
                            next &+= 1
                        }
                        let row = compared.isEmpty ? 0 : fields.hash(next)
                        next &+= 1
                        writer.append(
                            RecordEntry(key: key, row: row, place: origin &+ UInt64(offsets[record])))
                    }
                }
            }
        }
    }
}

/// Room in which the fields of a few records stand side by side.
private struct GatheredFields: ~Copyable {
    /// Records gathered before they are hashed.
    static let records = 16

    let base: UnsafeMutableRawPointer
    let starts: UnsafePointer<UInt32>
    let lengths: UnsafePointer<UInt32>
    private var target: UnsafeMutableRawPointer
    private var capacity = 1 << 14
    /// Where each gathered group of fields ends; the first starts at 0.
    private let ends: UnsafeMutablePointer<Int>
    private var count = 0
    /// Up to here 16 bytes can be read at once.
    private let safeEnd: Int

    init(
        bytes: UnsafeMutableRawBufferPointer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>
    ) {
        target = .allocate(byteCount: capacity, alignment: 16)
        // A key and a row of each record, behind a 0.
        ends = .allocate(capacity: 2 * Self.records + 1)
        ends[0] = 0
        // A batch of empty fields may have no bytes at all; nothing is read from them.
        base = bytes.baseAddress ?? target
        self.starts = starts
        self.lengths = lengths
        safeEnd = bytes.count - 16
    }

    deinit {
        target.deallocate()
        ends.deallocate()
    }

    mutating func clear() { count = 0 }

    /// Hash of the n-th group gathered.
    @inline(__always)
    func hash(_ group: Int) -> UInt64 {
        xxh3(UnsafeRawPointer(target + ends[group]), ends[group &+ 1] &- ends[group])
    }

    @inline(__always)
    func hashWide(_ group: Int) -> Hash128 {
        xxh3Wide(UnsafeRawPointer(target + ends[group]), ends[group &+ 1] &- ends[group])
    }

    /// Writes fields of a record behind each other, each behind its length in four bytes.
    @inline(__always)
    mutating func gather(_ columns: UnsafeBufferPointer<Int>, _ first: Int) {
        let start = ends[count]
        // Of each its length; behind the last, what a copy of fixed size writes too much.
        var needed = start &+ 32
        for column in columns { needed &+= Int(lengths[first &+ column]) &+ 4 }
        if needed > capacity { grow(needed, used: start) }
        var at = target + start
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
        count &+= 1
        ends[count] = at - target
    }

    @inline(__always)
    private static func copy16(_ from: UnsafeMutableRawPointer, to: UnsafeMutableRawPointer) {
        to.storeBytes(of: from.loadUnaligned(as: SIMD2<UInt64>.self), as: SIMD2<UInt64>.self)
    }

    private mutating func grow(_ needed: Int, used: Int) {
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: target, byteCount: used)
        target.deallocate()
        target = larger
    }
}
