/// Rows in the order of their records, as one thread writes them from one batch: a growing block of
/// memory, and where each row starts in it.
///
/// A row is opened, filled field by field, and closed. After the last row the segment is handed to
/// a `Table` and not written again.
public struct RowSegment: ~Copyable {
    /// Place of the batch in the source: segments of one source are joined in this order.
    public let sequence: Int
    /// Fields in each row.
    public var fieldCount: Int { signatures.count }
    /// What the signatures of each field tell.
    public let signatures: [SignatureKind]
    /// The rows, each 8-byte aligned.
    public private(set) var memory: UnsafeMutableRawBufferPointer
    /// Bytes of `memory` in use.
    public private(set) var used = 0
    /// Where each closed row starts in `memory`.
    public private(set) var offsets: [Int] = []
    /// The ids of the records, raw bytes as read, back to back.
    public private(set) var idBytes: [UInt8] = []
    /// One past the last id byte of each record.
    public private(set) var idEnds: [Int] = []
    /// Records of which all fields are null, as places in the segment.
    private var blanks: [Int] = []

    private let arena: RowArena
    private let tools = SignatureTools()
    private var rowStart = 0
    private var nextField = 0

    /// An empty segment.
    ///
    /// - Parameters:
    ///   - sequence: place of the batch in its source.
    ///   - signatures: what the signatures of each field are to tell; at least one field.
    ///   - capacity: bytes to start with; the segment grows as needed.
    ///   - records: how many are expected.
    ///   - arena: where the rows are written, and stay.
    public init(
        sequence: Int, signatures: [SignatureKind], capacity: Int, records: Int = 0,
        arena: RowArena = RowArena()
    ) {
        precondition(!signatures.isEmpty)
        self.sequence = sequence
        self.signatures = signatures
        self.arena = arena
        offsets.reserveCapacity(records)
        idEnds.reserveCapacity(records)
        let size = max(capacity, 4096)
        memory = UnsafeMutableRawBufferPointer(start: arena.allocate(size), count: size)
    }

    /// Records in the segment.
    public var count: Int { offsets.count }

    /// Opens the next row.
    public mutating func openRow() {
        assert(nextField == 0)
        rowStart = (used + 7) & ~7
        let heads = fieldCount * Row.headSize
        reserve(rowStart + heads)
        used = rowStart + heads
    }

    /// Room for the next field's canonical value: at least `byteCount` bytes, to be filled from the
    /// start and then confirmed by `closeField(length:)`. Valid until the next call.
    @inlinable
    public mutating func roomForField(_ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
        reserve(used + byteCount)
        return (memory.baseAddress.unsafelyUnwrapped + used).assumingMemoryBound(to: UInt8.self)
    }

    /// Takes the first `length` bytes of the room as the next field's value; 0 is a null.
    public mutating func closeField(length: Int) {
        assert(nextField < fieldCount && used + length <= memory.count)
        let base = memory.baseAddress.unsafelyUnwrapped
        let values = rowStart + fieldCount * Row.headSize
        let head = base + rowStart + nextField * Row.headSize
        let hash: UInt32 = length == 0 ? 0 : UInt32(truncatingIfNeeded: xxh3(base + used, length))
        let bits = signature(
            signatures[nextField], (base + used).assumingMemoryBound(to: UInt8.self), length, tools)
        used += length
        precondition(used - values <= UInt32.max, "a row holds at most 4 GiB")
        head.storeBytes(of: UInt32(used - values), as: UInt32.self)
        (head + 4).storeBytes(of: hash, as: UInt32.self)
        (head + 8).storeBytes(of: 0, as: UInt32.self)
        (head + 12).storeBytes(of: bits, as: UInt64.self)
        nextField += 1
    }

    /// Closes the row; every field must have been closed.
    ///
    /// - Parameter id: the record's id, raw bytes as read; empty where the source has no id column.
    public mutating func closeRow(id: UnsafeBufferPointer<UInt8>) {
        precondition(nextField == fieldCount, "a row has \(fieldCount) fields, \(nextField) were given")
        nextField = 0
        if used == rowStart + fieldCount * Row.headSize { blanks.append(offsets.count) }
        offsets.append(rowStart)
        idBytes.append(contentsOf: id)
        idEnds.append(idBytes.count)
    }

    /// Ends the segment; room that it does not need goes back to the arena.
    public consuming func seal() -> SealedSegment {
        assert(nextField == 0, "a row is still open")
        _ = arena.resize(memory, to: used)
        return SealedSegment(
            sequence: sequence, signatures: signatures, arena: arena,
            memory: UnsafeMutableRawBufferPointer(rebasing: memory[..<used]), offsets: offsets,
            idBytes: idBytes, idEnds: idEnds, blanks: blanks)
    }

    @usableFromInline
    mutating func reserve(_ byteCount: Int) {
        if byteCount > memory.count { grow(byteCount) }
    }

    @inline(never)
    private mutating func grow(_ byteCount: Int) {
        let size = max(byteCount, memory.count + memory.count / 2)
        let start = memory.baseAddress.unsafelyUnwrapped
        if arena.resize(memory, to: size) {
            memory = UnsafeMutableRawBufferPointer(start: start, count: size)
            return
        }
        let larger = UnsafeMutableRawBufferPointer(start: arena.allocate(size), count: size)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
        memory = larger
    }
}

/// A finished segment, on its way from the thread that wrote it to the table that will own it.
public final class SealedSegment: @unchecked Sendable {
    // Immutable but for the term counts, which are written before the table is shared, and the owner of the rows.

    /// Place of the batch in its source.
    public let sequence: Int
    let signatures: [SignatureKind]
    /// Owns the memory, together with other segments; nil when the rows are not needed any more.
    private var arena: RowArena?
    private(set) var memory: UnsafeMutableRawBufferPointer
    private(set) var offsets: [Int]
    let idBytes: [UInt8]
    let idEnds: [Int]
    let blanks: [Int]

    init(
        sequence: Int, signatures: [SignatureKind], arena: RowArena,
        memory: UnsafeMutableRawBufferPointer, offsets: [Int], idBytes: [UInt8], idEnds: [Int],
        blanks: [Int]
    ) {
        self.sequence = sequence
        self.signatures = signatures
        self.arena = arena
        self.memory = memory
        self.offsets = offsets
        self.idBytes = idBytes
        self.idEnds = idEnds
        self.blanks = blanks
    }

    /// Lets the rows go: whoever does so for the last segment of an arena frees its memory.
    func releaseRows() {
        memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        offsets = []
        arena = nil
    }

    /// Lends every id, in the order of the records.
    func forEachId(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        try idBytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for end in idEnds {
                try body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }
}
