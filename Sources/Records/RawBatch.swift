/// A run of consecutive records as a reader delivers them: unescaped bytes, field by field, all rows
/// equally wide. (Only columns that were asked for verbatim may hold doubled quotes.)
///
/// ```
///   bytes   ─► │ … a l i c e … S m i t h " s … │      one buffer, owned by the batch
///   starts  ─► │ r0c0 r0c1 r0c2 r1c0 …          │      index = record × columnCount + column
///   lengths ─► │  5    7    0   …               │
/// ```
public final class RawBatch: @unchecked Sendable {
    // Built by one thread, then immutable.

    /// Place of the batch among those of its source, counted from 0 without gaps.
    public let sequence: Int
    /// Fields in each record.
    public let columnCount: Int
    /// Records in the batch.
    public let recordCount: Int
    /// Where the batch starts in the decoded source, in bytes.
    public let byteOffset: UInt64
    /// Where each record starts, in bytes from `byteOffset`. Empty where the format has no such place.
    public let recordOffsets: UnsafeBufferPointer<UInt32>
    /// Line on which the first record begins, counted from 1; 0 where that is not known.
    public let firstLine: UInt64
    /// Each record is one line, and no line between them is none.
    public let isOneLineEach: Bool
    /// Records whose bytes are not those of the source, or that have fewer fields than there are columns, or more,
    /// ascending; known of sources that have a `quote`, else empty.
    public let unusual: [UInt32]
    /// The field bytes.
    public let bytes: UnsafeMutableRawBufferPointer
    /// Start of each field in `bytes`.
    public let starts: UnsafeBufferPointer<UInt32>
    /// Length of each field in bytes.
    public let lengths: UnsafeBufferPointer<UInt32>
    /// What the batch owns, and where that goes when the batch does.
    private let owned: [UnsafeMutableRawBufferPointer]
    private let pool: MemoryPool?
    /// Owner of the rest, where that is another batch.
    private let lender: RawBatch?

    /// Takes ownership of `bytes` and `places`, which must have been allocated by
    /// `UnsafeMutableRawBufferPointer.allocate`, or be blocks of `pool`, to which they return.
    ///
    /// - Parameter hasOffsets: the format has places of records.
    /// - Precondition: `places` hold `recordCount × columnCount` fields within `bytes`.
    public init(
        sequence: Int, columnCount: Int, recordCount: Int, byteOffset: UInt64,
        bytes: UnsafeMutableRawBufferPointer, places: FieldPlaces, hasOffsets: Bool = true,
        firstLine: UInt64 = 0, isOneLineEach: Bool = false, unusual: [UInt32] = [], pool: MemoryPool? = nil
    ) {
        self.sequence = sequence
        self.columnCount = columnCount
        self.recordCount = recordCount
        self.byteOffset = byteOffset
        self.bytes = bytes
        recordOffsets = FieldPlaces.numbers(places.offsets, hasOffsets ? recordCount : 0)
        starts = FieldPlaces.numbers(places.starts, recordCount * columnCount)
        lengths = FieldPlaces.numbers(places.lengths, recordCount * columnCount)
        self.firstLine = firstLine
        self.isOneLineEach = isOneLineEach
        self.unusual = unusual
        owned = [bytes, places.starts, places.lengths, places.offsets]
        self.pool = pool
        lender = nil
    }

    /// Takes ownership of `bytes`, and copies of the places.
    ///
    /// - Precondition: as with memory for the places; `recordOffsets` has an entry for each record, or none.
    public convenience init(
        sequence: Int, columnCount: Int, recordCount: Int, byteOffset: UInt64, recordOffsets: [UInt32],
        bytes: UnsafeMutableRawBufferPointer, starts: [UInt32], lengths: [UInt32],
        firstLine: UInt64 = 0, isOneLineEach: Bool = false
    ) {
        precondition(starts.count == recordCount * columnCount && lengths.count == starts.count)
        precondition(recordOffsets.isEmpty || recordOffsets.count == recordCount)
        self.init(
            sequence: sequence, columnCount: columnCount, recordCount: recordCount, byteOffset: byteOffset,
            bytes: bytes, places: FieldPlaces(starts: starts, lengths: lengths, offsets: recordOffsets),
            hasOffsets: !recordOffsets.isEmpty, firstLine: firstLine, isOneLineEach: isOneLineEach)
    }

    /// The records of another batch seen otherwise: in another place of their source, or with other
    /// fields. Their bytes are those of `batch`, which lives as long.
    ///
    /// - Parameters: what is left out is as in `batch`.
    /// - Precondition: as for a batch of its own.
    public init(
        viewing batch: RawBatch, sequence: Int? = nil, byteOffset: UInt64? = nil, columnCount: Int? = nil,
        starts: [UInt32]? = nil, lengths: [UInt32]? = nil
    ) {
        self.sequence = sequence ?? batch.sequence
        self.columnCount = columnCount ?? batch.columnCount
        recordCount = batch.recordCount
        self.byteOffset = byteOffset ?? batch.byteOffset
        recordOffsets = batch.recordOffsets
        bytes = batch.bytes
        let copies = (starts.map(FieldPlaces.copy), lengths.map(FieldPlaces.copy))
        self.starts = copies.0.map { FieldPlaces.numbers($0, $0.count / 4) } ?? batch.starts
        self.lengths = copies.1.map { FieldPlaces.numbers($0, $0.count / 4) } ?? batch.lengths
        owned = [copies.0, copies.1].compactMap { $0 }
        firstLine = batch.firstLine
        isOneLineEach = batch.isOneLineEach
        unusual = batch.unusual
        pool = nil
        lender = batch
        precondition(self.starts.count == recordCount * self.columnCount)
        precondition(self.lengths.count == self.starts.count)
    }

    deinit {
        for memory in owned { if let pool { pool.give(memory) } else { memory.deallocate() } }
    }

    /// Where a record stands in its source: a number that rises with the order of the records, and by
    /// which `RecordSource.fetch` finds the record again.
    ///
    /// - Precondition: the format has places.
    @inlinable @inline(__always)
    public func place(_ record: Int) -> UInt64 { byteOffset &+ UInt64(recordOffsets[record]) }

    /// The raw bytes of one field.
    @inlinable @inline(__always)
    public func field(_ record: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        let place = record &* columnCount &+ column
        let length = Int(lengths[place])
        guard length > 0, let base = bytes.baseAddress else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(
            start: (base + Int(starts[place])).assumingMemoryBound(to: UInt8.self), count: length)
    }
}

/// A record that could not be read, and where it stands.
public struct RejectedRecord: Sendable, Codable, Equatable {
    /// Path of the file.
    public var source: String
    /// First line of the record, counted from 1.
    public var firstLine: UInt64
    /// Last line of the record.
    public var lastLine: UInt64
    /// Offset of its first byte in the decoded source.
    public var byteOffset: UInt64
    /// What is wrong, for a person.
    public var reason: String
    /// The record's own bytes, at most the first 4,096 of them.
    public var text: [UInt8]

    /// How many lines it has.
    public var lines: UInt64 { lastLine - firstLine + 1 }

    /// A rejected record; of `text` at most the first 4,096 bytes are to be given.
    public init(
        source: String, firstLine: UInt64, lastLine: UInt64, byteOffset: UInt64, reason: String, text: [UInt8]
    ) {
        self.source = source
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.byteOffset = byteOffset
        self.reason = reason
        self.text = text
    }
}
