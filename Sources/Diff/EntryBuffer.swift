/// Entries side by side, growing; used again from partition to partition.
struct EntryBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<RecordEntry>
    private(set) var count = 0
    private var capacity = 1024

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    mutating func clear() { count = 0 }

    /// Makes room for all that follows until the next `clear`: partitions are of about the same size.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = (count + more) * 17 / 16
        if count == 0 {
            // Nothing is to be kept, and both at once would be twice the memory.
            base.deallocate()
            base = .allocate(capacity: capacity)
            return
        }
        let larger = UnsafeMutablePointer<RecordEntry>.allocate(capacity: capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
    }

    mutating func extend(by more: Int) -> UnsafeMutablePointer<RecordEntry> {
        reserve(more)
        defer { count += more }
        return base + count
    }
}
