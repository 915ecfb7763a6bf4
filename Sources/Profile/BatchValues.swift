import Records

typealias Bytes = UnsafeBufferPointer<UInt8>

/// The different values of one column of a batch, and how often each stands: what follows looks at each
/// once. Reused from batch to batch.
struct BatchValues: ~Copyable {
    /// A value: its hash, never 0, the first record that has it, and how many do.
    struct Value {
        var hash: UInt64
        var record: UInt32
        var count: UInt32
    }

    private(set) var values: [Value] = []
    /// Records without a value.
    private(set) var nulls = 0
    /// Places in `values`, counted from 1, by hash.
    private var slots: UnsafeMutableBufferPointer<UInt32>

    init() {
        slots = .allocate(capacity: 1 << 10)
    }

    deinit { slots.deallocate() }

    /// Counts a column's values; `hashes` receives that of each record, 0 for a null.
    mutating func count(_ batch: RawBatch, column: Int, hashes: UnsafeMutablePointer<UInt64>) {
        prepare(batch.recordCount)
        values.removeAll(keepingCapacity: true)
        values.reserveCapacity(batch.recordCount)
        nulls = 0
        let mask = slots.count - 1
        for record in 0..<batch.recordCount {
            let field = batch.field(record, column)
            guard field.count > 0 else {
                nulls += 1
                hashes[record] = 0
                continue
            }
            let hash = max(xxh3(field), 1)
            hashes[record] = hash
            // Other bits than those that a sketch places by.
            var slot = Int(truncatingIfNeeded: hash >> 32) & mask
            while true {
                let place = Int(slots[slot])
                if place == 0 {
                    values.append(Value(hash: hash, record: UInt32(record), count: 1))
                    slots[slot] = UInt32(values.count)
                    break
                }
                if values[place - 1].hash == hash {
                    values[place - 1].count += 1
                    break
                }
                slot = (slot + 1) & mask
            }
        }
    }

    /// At most half of the slots are filled.
    private mutating func prepare(_ records: Int) {
        if slots.count < 2 * records {
            var size = slots.count
            while size < 2 * records { size *= 2 }
            slots.deallocate()
            slots = .allocate(capacity: size)
        }
        slots.initialize(repeating: 0)
    }
}
