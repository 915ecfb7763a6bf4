/// Places of fields and records, growing: one a thread, reused from chunk to chunk so that its memory
/// stays mapped.
struct FieldTable: ~Copyable {
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var lengths: UnsafeMutablePointer<UInt32>
    private(set) var offsets: UnsafeMutablePointer<UInt32>
    /// Fields and records in use.
    var fields = 0
    var records = 0
    private var fieldCapacity = 1 << 12
    private var recordCapacity = 1 << 10

    init() {
        starts = .allocate(capacity: fieldCapacity)
        lengths = .allocate(capacity: fieldCapacity)
        offsets = .allocate(capacity: recordCapacity)
    }

    deinit {
        starts.deallocate()
        lengths.deallocate()
        offsets.deallocate()
    }

    mutating func clear() {
        fields = 0
        records = 0
    }

    /// Puts a record in the place of another.
    mutating func move(_ record: Int, to place: Int, columns: Int) {
        offsets[place] = offsets[record]
        for column in 0..<columns {
            starts[place * columns + column] = starts[record * columns + column]
            lengths[place * columns + column] = lengths[record * columns + column]
        }
    }

    /// Makes room for more fields and records.
    mutating func reserve(fields more: Int, records moreRecords: Int) {
        if fields + more > fieldCapacity {
            fieldCapacity = max(fields + more, fieldCapacity * 2)
            starts = Self.moved(starts, fields, to: fieldCapacity)
            lengths = Self.moved(lengths, fields, to: fieldCapacity)
        }
        if records + moreRecords > recordCapacity {
            recordCapacity = max(records + moreRecords, recordCapacity * 2)
            offsets = Self.moved(offsets, records, to: recordCapacity)
        }
    }

    private static func moved(
        _ old: UnsafeMutablePointer<UInt32>, _ count: Int, to capacity: Int
    ) -> UnsafeMutablePointer<UInt32> {
        let new = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        new.moveInitialize(from: old, count: count)
        old.deallocate()
        return new
    }
}
