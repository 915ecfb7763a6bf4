import Records

/// The ids of one source by record, and the records by id, in the order in which SQLite sorts ids.
///
/// One thread sorts them; what follows from the order, `IDColumn`, all can share.
struct SortedIDs: Sendable {
    let side: Side
    /// By record index.
    let slots: [IDSlot]
    /// The records by id; of equal ids the lower record first.
    let records: [RecordIndex]
    let long: LongIDs
    /// Bytes that the type and value of an id take in a record, where all take the same.
    let commonSize: Int?

    init(_ table: Table, side: Side) {
        self.side = side
        var slots: [IDSlot] = []
        slots.reserveCapacity(table.count)
        var long: [UInt8] = []
        table.forEachId { slots.append(IDSlot($0, longIDs: &long)) }
        self.slots = slots
        self.long = LongIDs(long)
        records = sortedByID(slots, self.long)
        let size = slots.first?.storedSize
        commonSize = slots.allSatisfy { $0.storedSize == size } ? size : nil
    }
}

/// The bytes of the ids that do not fit their slots, back to back.
final class LongIDs: @unchecked Sendable {
    // Immutable.

    let bytes: UnsafeMutablePointer<UInt8>

    init(_ all: [UInt8]) {
        bytes = .allocate(capacity: max(all.count, 1))
        bytes.update(from: all, count: all.count)
    }

    deinit { bytes.deallocate() }
}

/// Bits that every number up to `count` has at most.
func bitsOfNumbers(upTo count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

/// The records by id; of equal ids the lower record first.
private func sortedByID(_ ids: [IDSlot], _ long: LongIDs) -> [RecordIndex] {
    let before = { (one: RecordIndex, other: RecordIndex) in
        let order = IDSlot.compare(ids[Int(one)], long.bytes, ids[Int(other)], long.bytes)
        return order == 0 ? one < other : order < 0
    }
    let all = 0..<RecordIndex(truncatingIfNeeded: ids.count)
    // Blobs sort after all texts, whatever their bytes; they are rare enough to be compared.
    if ids.contains(where: \.isBlob) { return all.sorted(by: before) }
    let shared = sharedPrefix(ids, long)
    var keys = ids.map { $0.key(after: shared, longIDs: long.bytes) }
    let keyBits = squeezeKeys(&keys)
    let recordBits = bitsOfNumbers(upTo: ids.count)
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
private func sharedPrefix(_ ids: [IDSlot], _ long: LongIDs) -> Int {
    guard let first = ids.first else { return 0 }
    var shared = first.count
    for id in ids where shared > 0 {
        shared = min(shared, id.count)
        var same = 0
        while same < shared, id.byte(same, longIDs: long.bytes) == first.byte(same, longIDs: long.bytes) {
            same += 1
        }
        shared = same
    }
    return shared
}
