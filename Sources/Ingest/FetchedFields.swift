import Records

/// Records copied out of chunks, so that the chunks can go.
struct FetchedFields: ~Copyable {
    private let columns: Int
    private let capacity: Int
    private var bytes: UnsafeMutableRawBufferPointer
    private var used = 0
    private var places: FieldPlaces
    private let starts: UnsafeMutablePointer<UInt32>
    private let lengths: UnsafeMutablePointer<UInt32>
    private var count = 0

    /// - Parameters:
    ///   - records: that will be appended at most.
    ///   - recordBytes: that a record takes, about.
    init(records: Int, columns: Int, recordBytes: Int) {
        self.columns = columns
        capacity = records
        bytes = .allocate(byteCount: max(records * recordBytes * 5 / 4, 64), alignment: 16)
        let fieldBytes = max(records * columns * MemoryLayout<UInt32>.stride, 4)
        places = FieldPlaces(
            starts: .allocate(byteCount: fieldBytes, alignment: 16),
            lengths: .allocate(byteCount: fieldBytes, alignment: 16),
            offsets: .allocate(byteCount: 4, alignment: 16))
        starts = places.starts.baseAddress.unsafelyUnwrapped.bindMemory(
            to: UInt32.self, capacity: records * columns)
        lengths = places.lengths.baseAddress.unsafelyUnwrapped.bindMemory(
            to: UInt32.self, capacity: records * columns)
    }

    deinit {
        bytes.deallocate()
        places.starts.deallocate()
        places.lengths.deallocate()
        places.offsets.deallocate()
    }

    /// Adds records of a batch, each with all that lies between its first byte and its last.
    mutating func append(_ batch: RawBatch, records: some Sequence<Int>) {
        for record in records {
            let from = record * columns
            var (first, end) = (UInt32.max, UInt32(0))
            for field in from..<from + columns where batch.lengths[field] > 0 {
                first = min(first, batch.starts[field])
                end = max(end, batch.starts[field] + batch.lengths[field])
            }
            first = min(first, end)
            let length = Int(end - first)
            if used + length > bytes.count { grow(to: used + length) }
            if length > 0, let base = batch.bytes.baseAddress {
                UnsafeMutableRawBufferPointer(rebasing: bytes[used..<used + length]).copyMemory(
                    from: UnsafeRawBufferPointer(start: base + Int(first), count: length))
            }
            append(batch, from..<from + columns, from: first)
            used += length
        }
    }

    /// Notes where the fields of a record are now, whose first byte was at `first`.
    private mutating func append(_ batch: RawBatch, _ fields: Range<Int>, from first: UInt32) {
        precondition(count < capacity, "more records than were asked for")
        precondition(bytes.count <= Int(UInt32.max), "fetched records are a few megabytes")
        let place = UInt32(used)
        let target = count * columns - fields.lowerBound
        for field in fields {
            let isEmpty = batch.lengths[field] == 0
            starts[target + field] = isEmpty ? place : batch.starts[field] - first + place
            lengths[target + field] = batch.lengths[field]
        }
        count += 1
    }

    private mutating func grow(to needed: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(needed, bytes.count * 3 / 2), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<used]))
        bytes.deallocate()
        bytes = larger
    }

    /// What was copied.
    ///
    /// - Parameter lines: of each record; empty where nobody asked.
    consuming func records(lines: [UInt64]) -> FetchedRecords {
        let batch = RawBatch(
            sequence: 0, columnCount: columns, recordCount: count, byteOffset: 0, bytes: bytes,
            places: places,
            hasOffsets: false)
        discard self
        return FetchedRecords(batch: batch, lines: lines)
    }
}
