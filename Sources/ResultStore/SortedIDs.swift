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
        var long: [UInt8] = []
        var (hasBlob, sizes) = (false, (least: Int.max, most: 0))
        slots = [IDSlot](unsafeUninitializedCapacity: table.count) { slots, count in
            table.forEachId { id in
                let slot = IDSlot(id, longIDs: &long)
                slots.initializeElement(at: count, to: slot)
                count += 1
                hasBlob = hasBlob || slot.isBlob
                sizes = (min(sizes.least, slot.storedSize), max(sizes.most, slot.storedSize))
            }
        }
        self.long = LongIDs(long)
        // Blobs sort after all texts, whatever their bytes; they are rare enough to be compared.
        records = hasBlob ? comparedByID(slots, self.long) : sortedByID(slots, self.long)
        commonSize = sizes.least == sizes.most ? sizes.most : nil
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
    let shared = sharedPrefix(ids, long)
    let key = { (place: Int) in ids[place].key(after: shared, longIDs: long.bytes) }
    let squeeze = KeySqueeze(count: ids.count, key: key)
    let recordBits = bitsOfNumbers(upTo: ids.count)
    // Mostly a key and its record fit one integer: half as much to move.
    guard squeeze.bits + recordBits <= 64 else {
        var entries = ids.indices.map { SortEntry(key: squeeze(key($0)), value: UInt32($0)) }
        sortByKey(&entries)
        return settled(entries.map(\.value), ids, long) { entries[$0].key }
    }
    var entries = ids.indices.map { PackedEntry(key: squeeze(key($0)) << UInt64(recordBits) | UInt64($0)) }
    sortByKey(&entries)
    let records: UInt64 = (1 << UInt64(recordBits)) - 1
    return settled(entries.map { RecordIndex($0.key & records) }, ids, long) { entries[$0].key & ~records }
}

private func comparedByID(_ ids: [IDSlot], _ long: LongIDs) -> [RecordIndex] {
    (0..<RecordIndex(truncatingIfNeeded: ids.count)).sorted { isBefore($0, $1, ids, long) }
}

private func isBefore(_ one: RecordIndex, _ other: RecordIndex, _ ids: [IDSlot], _ long: LongIDs) -> Bool {
    let order = IDSlot.compare(ids[Int(one)], long.bytes, ids[Int(other)], long.bytes)
    return order == 0 ? one < other : order < 0
}

/// Puts records with the same key in their order.
@inline(__always)
private func settled(
    _ records: [RecordIndex], _ ids: [IDSlot], _ long: LongIDs, key: (Int) -> UInt64
) -> [RecordIndex] {
    var records = records
    var start = 0
    while start < records.count {
        var end = start + 1
        while end < records.count, key(end) == key(start) { end += 1 }
        if end - start > 1 { records[start..<end].sort { isBefore($0, $1, ids, long) } }
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
