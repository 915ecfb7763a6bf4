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
    /// Where each closed row starts in `memory`, in steps of 8 bytes.
    private var starts: ArenaList<UInt32>
    /// What each closed row holds, in 64 bits (`Table.contentHashes`).
    private var contents: ArenaList<UInt64>
    private var ids: IDList
    /// Records of which all fields are null, as places in the segment.
    private var blanks: [Int] = []

    private let arena: RowArena
    private let tools = SignatureTools()
    /// A number of each field's own, to tell what it holds from what another does.
    private let factors: [UInt64]
    private var content: UInt64 = 0
    private var rowStart = 0
    private var nextField = 0

    /// An empty segment.
    ///
    /// - Parameters:
    ///   - sequence: place of the batch in its source.
    ///   - signatures: what the signatures of each field are to tell; at least one field.
    ///   - capacity: bytes to start with; the segment grows as needed.
    ///   - records: how many are expected.
    ///   - idBytes: how many bytes their ids are expected to have.
    ///   - arena: where the rows are written, and stay.
    ///   - idArena: the same for the ids, which are needed for longer.
    public init(
        sequence: Int, signatures: [SignatureKind], capacity: Int, records: Int = 0, idBytes: Int = 0,
        arena: RowArena = RowArena(), idArena: RowArena = RowArena()
    ) {
        precondition(!signatures.isEmpty)
        self.sequence = sequence
        self.signatures = signatures
        self.arena = arena
        factors = signatures.indices.map { mixed(UInt64($0) + 1) | 1 }
        ids = IDList(expected: records, bytes: idBytes, in: idArena)
        // Before the rows, which only the last room of an arena lets grow and shrink where they are.
        starts = ArenaList(expected: records, in: arena)
        contents = ArenaList(expected: records, in: arena)
        let size = max(capacity, 4096)
        memory = UnsafeMutableRawBufferPointer(start: arena.allocate(size), count: size)
    }

    /// Records in the segment.
    public var count: Int { starts.count }

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
        content &+= UInt64(hash) &* factors[nextField]
        nextField += 1
    }

    /// Closes the row; every field must have been closed.
    ///
    /// - Parameter id: the record's id, raw bytes as read; empty where the source has no id column.
    public mutating func closeRow(id: UnsafeBufferPointer<UInt8>) {
        precondition(nextField == fieldCount, "a row has \(fieldCount) fields, \(nextField) were given")
        nextField = 0
        if used == rowStart + fieldCount * Row.headSize { blanks.append(count) }
        precondition(rowStart >> 3 <= UInt32.max, "the rows of a batch take at most 32 GiB")
        starts.append(UInt32(truncatingIfNeeded: rowStart >> 3))
        contents.append(max(mixed(content), 1))
        content = 0
        ids.append(id)
    }

    /// Ends the segment; room that it does not need goes back to the arena.
    public consuming func seal() -> SealedSegment {
        assert(nextField == 0, "a row is still open")
        _ = arena.resize(memory, to: used)
        return SealedSegment(
            sequence: sequence, signatures: signatures, arena: arena,
            memory: UnsafeMutableRawBufferPointer(rebasing: memory[..<used]), starts: starts,
            contents: contents, ids: ids, blanks: blanks)
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
