/// The entries of one partition of a side, where they lie: in the blocks of memory, or in a room of its own what
/// was on disk. Used again from partition to partition.
struct PartitionEntries: ~Copyable {
    /// Entries that lie side by side.
    private(set) var runs: [UnsafeBufferPointer<RecordEntry>] = []
    private(set) var count = 0
    private var room: UnsafeMutablePointer<RecordEntry>
    private var capacity = 1024
    private var used = 0

    init() { room = .allocate(capacity: capacity) }

    deinit { room.deallocate() }

    /// Forgets all entries, and makes room for so many that are not in memory.
    mutating func clear(reserving others: Int) {
        runs.removeAll(keepingCapacity: true)
        (count, used) = (0, 0)
        guard others > capacity else { return }
        // Partitions are of about the same size.
        capacity = others * 17 / 16
        room.deallocate()
        room = .allocate(capacity: capacity)
    }

    /// Adds entries that lie in memory for as long as they are here.
    mutating func add(_ entries: UnsafeBufferPointer<RecordEntry>) {
        runs.append(entries)
        count += entries.count
    }

    /// Adds entries that `read` writes; `clear` has made room for them.
    mutating func add(_ entries: Int, read: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        precondition(used + entries <= capacity, "room was made")
        let place = UnsafeMutableBufferPointer(start: room + used, count: entries)
        try read(UnsafeMutableRawBufferPointer(place))
        used += entries
        add(UnsafeBufferPointer(place))
    }
}
