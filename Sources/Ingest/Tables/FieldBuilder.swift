import Records

/// Records being collected for a batch: field bytes one behind the other, with their places.
struct FieldBuilder: ~Copyable {
    let columnCount: Int
    var table = FieldTable()
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var byteCount = 0
    private var capacity: Int

    /// A batch is handed on when it has so many bytes or fields.
    static let fullBytes = 4 << 20
    static let fullFields = 1 << 19

    init(columnCount: Int) {
        self.columnCount = columnCount
        capacity = 64 << 10
        bytes = .allocate(capacity: capacity)
    }

    deinit { bytes.deallocate() }

    var isFull: Bool { byteCount >= Self.fullBytes || table.records * columnCount >= Self.fullFields }

    /// Makes room for `count` bytes more; places are 32 bits wide.
    ///
    /// - Throws: `TooMuch` where a batch would become larger than they can tell.
    mutating func reserve(_ count: Int) throws {
        guard byteCount + count > capacity else { return }
        guard byteCount + count < Int(UInt32.max) else { throw TooMuch() }
        capacity = max(byteCount + count, capacity * 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: bytes, count: byteCount)
        bytes.deallocate()
        bytes = larger
    }

    struct TooMuch: Error {}

    /// Adds bytes that belong to no field yet.
    mutating func append(_ from: UnsafePointer<UInt8>?, _ count: Int) throws {
        try reserve(count)
        if let from, count > 0 { (bytes + byteCount).update(from: from, count: count) }
        byteCount += count
    }

    /// Adds a field; a NUL stands between two, so that no character reaches from one into the next.
    mutating func appendField(_ from: UnsafePointer<UInt8>?, _ count: Int) throws {
        let start = byteCount
        try reserve(count + 1)
        try append(from, count)
        bytes[byteCount] = 0
        byteCount += 1
        table.reserve(fields: 1, records: 0)
        table.starts[table.fields] = UInt32(start)
        table.lengths[table.fields] = UInt32(count)
        table.fields += 1
    }

    /// XXH3 of the bytes, joined with that of the lengths where those tell the fields apart.
    func hash() -> UInt64 {
        combine(xxh3(bytes, byteCount), xxh3(table.lengths, table.fields * MemoryLayout<UInt32>.stride))
    }

    /// The batch, with a copy of the bytes and the places themselves. `ordinal` is the number of its first record, from 0.
    mutating func batch(sequence: Int, ordinal: UInt64) -> RawBatch {
        precondition(table.fields == table.records * columnCount)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: 16)
        copy.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: byteCount))
        let records = table.records
        table.reserve(fields: 0, records: 0)
        for record in 0..<records { table.offsets[record] = UInt32(record) }
        return RawBatch(
            sequence: sequence, columnCount: columnCount, recordCount: records, byteOffset: ordinal,
            bytes: copy, places: table.take())
    }

    /// Empty again, its memory kept.
    mutating func clear() {
        table.clear()
        byteCount = 0
    }
}
