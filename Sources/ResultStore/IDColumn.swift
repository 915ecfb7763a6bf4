import Records

/// The ids of one source in the order in which SQLite sorts them.
///
/// Sorted once, every table and index of the result that is in key order follows from integer work on
/// ranks: the place of a record's id among all ids of its source, counted from 0.
final class IDColumn: @unchecked Sendable {
    // Written by one thread while it is made, then immutable.

    let count: Int
    /// By record index.
    let rank: UnsafeMutablePointer<UInt32>

    // By rank.
    private let slots: UnsafeMutablePointer<IDSlot>
    // `IDSlot.storedSize`, apart: pages are laid out by sizes alone, which fit the cache.
    private let sizes: UnsafeMutablePointer<UInt32>
    private let longIDs: UnsafeMutablePointer<UInt8>

    /// - Throws: if an id repeats.
    init(_ table: Table, side: Side) throws {
        count = table.count
        var inRecordOrder: [IDSlot] = []
        inRecordOrder.reserveCapacity(count)
        var long: [UInt8] = []
        table.forEachId { inRecordOrder.append(IDSlot($0, longIDs: &long)) }
        longIDs = .allocate(capacity: max(long.count, 1))
        longIDs.update(from: long, count: long.count)

        rank = .allocate(capacity: count)
        slots = .allocate(capacity: count)
        sizes = .allocate(capacity: count)
        let order = sortedByID(inRecordOrder)
        for (place, record) in order.enumerated() {
            rank[Int(record)] = UInt32(truncatingIfNeeded: place)
            let slot = inRecordOrder[Int(record)]
            slots[place] = slot
            sizes[place] = UInt32(clamping: slot.storedSize)
        }
        for place in 1..<max(count, 1) where compare(slots[place - 1], slots[place]) == 0 {
            throw TieoutError(
                "records \(order[place - 1] + 1) and \(order[place] + 1) of the \(side) source "
                    + "have the same id", remedy: "name a column without repeats as the id")
        }
    }

    deinit {
        rank.deallocate()
        slots.deallocate()
        sizes.deallocate()
        longIDs.deallocate()
    }

    /// The id at a rank.
    @inline(__always)
    subscript(rank: UInt32) -> IDSlot { slots[Int(rank)] }

    /// Bytes that the type and value of the id at a rank take in a record.
    @inline(__always)
    func storedSize(_ rank: UInt32) -> Int { Int(sizes[Int(rank)]) }

    /// Writes the bytes of the id at a rank.
    @inline(__always)
    func copy(_ id: IDSlot, to place: UnsafeMutablePointer<UInt8>) { id.copy(to: place, longIDs: longIDs) }

    /// The bytes of the id at a rank.
    func bytes(_ rank: UInt32) -> [UInt8] {
        let id = self[rank]
        return (0..<id.count).map { id.byte($0, longIDs: longIDs) }
    }

    /// Compares an id with one of another source, as SQLite does.
    @inline(__always)
    func compare(_ one: UInt32, with other: UInt32, of column: IDColumn) -> Int {
        IDSlot.compare(self[one], longIDs, column[other], column.longIDs)
    }

    private func compare(_ one: IDSlot, _ other: IDSlot) -> Int {
        IDSlot.compare(one, longIDs, other, longIDs)
    }

    /// The records by id; of equal ids the lower record first.
    private func sortedByID(_ ids: [IDSlot]) -> [RecordIndex] {
        let before = { [self] (one: RecordIndex, other: RecordIndex) in
            let order = compare(ids[Int(one)], ids[Int(other)])
            return order == 0 ? one < other : order < 0
        }
        let all = 0..<RecordIndex(truncatingIfNeeded: ids.count)
        // Blobs sort after all texts, whatever their bytes; they are rare enough to be compared.
        if ids.contains(where: \.isBlob) { return all.sorted(by: before) }
        let shared = sharedPrefix(ids)
        var keys = ids.map { $0.key(after: shared, longIDs: longIDs) }
        let keyBits = squeezeKeys(&keys)
        let recordBits = Int.bitWidth - ids.count.leadingZeroBitCount
        // Mostly a key and its record fit one integer: half as much to move.
        guard keyBits + recordBits <= 64 else {
            var entries = zip(keys, all).map { SortEntry(key: $0, value: $1) }
            sortByKey(&entries)
            return settled(entries.map(\.value), before) { entries[$0].key }
        }
        var entries = zip(keys, all).map { PackedEntry(key: $0 << UInt64(recordBits) | UInt64($1)) }
        sortByKey(&entries)
        let records: UInt64 = (1 << UInt64(recordBits)) - 1
        return settled(entries.map { RecordIndex($0.key & records) }, before) { entries[$0].key & ~records }
    }

    /// Puts records with the same key in their order.
    @inline(__always)
    private func settled(
        _ records: [RecordIndex], _ before: (RecordIndex, RecordIndex) -> Bool, key: (Int) -> UInt64
    ) -> [RecordIndex] {
        var records = records
        var start = 0
        while start < records.count {
            var end = start + 1
            while end < records.count, key(end) == key(start) { end += 1 }
            if end - start > 1 { records[start..<end].sort(by: before) }
            start = end
        }
        return records
    }

    /// Length of the beginning that all ids share, so that the sort key starts where they differ.
    private func sharedPrefix(_ ids: [IDSlot]) -> Int {
        guard let first = ids.first else { return 0 }
        var shared = first.count
        for id in ids where shared > 0 {
            shared = min(shared, id.count)
            var same = 0
            while same < shared, id.byte(same, longIDs: longIDs) == first.byte(same, longIDs: longIDs) {
                same += 1
            }
            shared = same
        }
        return shared
    }
}
