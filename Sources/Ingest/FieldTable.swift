import Records

/// Places of fields and records, growing: one a thread. Its memory is a pool's, goes with the batch it is made
/// for, and comes back: fresh memory would cost more than writing to it. What comes back before anything is written
/// anew is still in the cache.
struct FieldTable: ~Copyable {
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var lengths: UnsafeMutablePointer<UInt32>
    private(set) var offsets: UnsafeMutablePointer<UInt32>
    /// Fields and records in use.
    var fields = 0
    var records = 0
    private var places: FieldPlaces
    private let pool: MemoryPool
    private typealias Sizes = (starts: Int, lengths: Int, offsets: Int)
    /// Bytes of the blocks that were given away last.
    private var usual: Sizes = (starts: 16 << 10, lengths: 16 << 10, offsets: 4 << 10)

    init(pool: MemoryPool = MemoryPool()) {
        self.pool = pool
        places = Self.blocks(usual, of: pool)
        starts = Self.numbers(places.starts)
        lengths = Self.numbers(places.lengths)
        offsets = Self.numbers(places.offsets)
    }

    deinit {
        guard !isGivenAway else { return }
        pool.give(places.starts)
        pool.give(places.lengths)
        pool.give(places.offsets)
    }

    mutating func clear() {
        fields = 0
        records = 0
    }

    /// The table has no memory.
    private var isGivenAway: Bool { places.starts.isEmpty }

    /// Gives the memory away, with what stands in it; the table has none until room is reserved, and then as much.
    mutating func take() -> FieldPlaces {
        if isGivenAway { grow(fieldBytes: 0, recordBytes: 0) }
        let taken = places
        usual = (taken.starts.count, taken.lengths.count, taken.offsets.count)
        let none = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        places = FieldPlaces(starts: none, lengths: none, offsets: none)
        clear()
        return taken
    }

    /// Puts a record in the place of another.
    mutating func move(_ record: Int, to place: Int, columns: Int) {
        offsets[place] = offsets[record]
        for column in 0..<columns {
            starts[place * columns + column] = starts[record * columns + column]
            lengths[place * columns + column] = lengths[record * columns + column]
        }
    }

    /// Makes room for more fields and records; before it, after `take`, nothing can be written.
    @inline(__always)
    mutating func reserve(fields more: Int, records moreRecords: Int) {
        let fieldBytes = 4 * (fields + more)
        let recordBytes = 4 * (records + moreRecords)
        if fieldBytes > places.starts.count || fieldBytes > places.lengths.count
            || recordBytes > places.offsets.count
        {
            grow(fieldBytes: fieldBytes, recordBytes: recordBytes)
        }
    }

    @inline(never)
    private mutating func grow(fieldBytes: Int, recordBytes: Int) {
        if isGivenAway { places = Self.blocks(usual, of: pool) }
        places.starts = enlarged(places.starts, fieldBytes, used: 4 * fields)
        places.lengths = enlarged(places.lengths, fieldBytes, used: 4 * fields)
        places.offsets = enlarged(places.offsets, recordBytes, used: 4 * records)
        starts = Self.numbers(places.starts)
        lengths = Self.numbers(places.lengths)
        offsets = Self.numbers(places.offsets)
    }

    private func enlarged(
        _ memory: UnsafeMutableRawBufferPointer, _ byteCount: Int, used: Int
    ) -> UnsafeMutableRawBufferPointer {
        guard byteCount > memory.count else { return memory }
        let larger = pool.take(max(byteCount, 2 * memory.count))
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
        pool.give(memory)
        return larger
    }

    private static func blocks(_ bytes: Sizes, of pool: MemoryPool) -> FieldPlaces {
        FieldPlaces(
            starts: pool.take(bytes.starts), lengths: pool.take(bytes.lengths),
            offsets: pool.take(bytes.offsets))
    }

    private static func numbers(_ memory: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<UInt32> {
        memory.baseAddress.unsafelyUnwrapped.bindMemory(to: UInt32.self, capacity: memory.count / 4)
    }
}
