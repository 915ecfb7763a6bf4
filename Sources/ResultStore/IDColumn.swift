import Records

/// An id as it will stand in the file.
struct StoredID {
    let start: UnsafePointer<UInt8>
    let count: Int
    let isBlob: Bool

    /// SQLite's serial type: 13 + 2n for a text of n bytes, 12 + 2n for a blob.
    @inline(__always)
    var serialType: Int { 2 * count + (isBlob ? 12 : 13) }

    /// Bytes that its type and value take in a record.
    @inline(__always)
    var storedSize: Int { varintSize(serialType) + count }
}

/// The ids of one source, copied side by side in the order of its records, and how they sort.
///
/// Sorted once, every table and index of the result that is in key order follows from integer
/// work on the ranks.
final class IDColumn: @unchecked Sendable {
    // Written by one thread while it is made, then immutable.

    let count: Int
    /// Place of each record's id among all ids of the source, in SQLite's BINARY order.
    let rank: UnsafeMutablePointer<UInt32>
    /// The records in the order of their ids: the inverse of `rank`.
    let order: UnsafeMutablePointer<UInt32>

    private let bytes: UnsafeMutablePointer<UInt8>
    // Start of each id, doubled, plus 1 for a blob; one entry more than there are ids.
    private let starts: UnsafeMutablePointer<Int>

    /// - Throws: if an id repeats.
    init(_ table: Table, side: Side) throws {
        count = table.count
        rank = .allocate(capacity: count)
        order = .allocate(capacity: count)
        starts = .allocate(capacity: count + 1)
        bytes = IDColumn.gather(table, starts: starts)
        try sort(side: side)
    }

    deinit {
        rank.deallocate()
        order.deallocate()
        starts.deallocate()
        bytes.deallocate()
    }

    @inline(__always)
    subscript(record: RecordIndex) -> StoredID {
        let start = starts[Int(record)]
        return StoredID(
            start: UnsafePointer(bytes + start >> 1), count: starts[Int(record) + 1] >> 1 - start >> 1,
            isBlob: start & 1 == 1)
    }

    private static func gather(
        _ table: Table, starts: UnsafeMutablePointer<Int>
    ) -> UnsafeMutablePointer<UInt8> {
        var capacity = max(12 * table.count, 64)
        var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        var used = 0
        for record in 0..<table.count {
            table.withIdBytes(RecordIndex(record)) { id in
                if used + id.count > capacity {
                    capacity = max(used + id.count, 2 * capacity)
                    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
                    larger.update(from: bytes, count: used)
                    bytes.deallocate()
                    bytes = larger
                }
                if let base = id.baseAddress { (bytes + used).update(from: base, count: id.count) }
                starts[record] = used << 1 | (isText(id) ? 0 : 1)
                used += id.count
            }
        }
        starts[table.count] = used << 1
        return bytes
    }

    private func sort(side: Side) throws {
        var entries: [IDSortEntry] = []
        entries.reserveCapacity(count)
        let shared = sharedPrefix()
        for record in 0..<count {
            entries.append(IDSortEntry(self[RecordIndex(record)], after: shared, record: RecordIndex(record)))
        }
        sortByKey(&entries)
        sortTies(&entries)
        for (place, entry) in entries.enumerated() {
            order[place] = entry.record
            rank[Int(entry.record)] = UInt32(truncatingIfNeeded: place)
            if place > 0, compare(self[entries[place - 1].record], self[entry.record]) == 0 {
                throw TieoutError(
                    "records \(entries[place - 1].record + 1) and \(entry.record + 1) of the \(side) "
                        + "source have the same id", remedy: "name a column without repeats as the id")
            }
        }
    }

    /// Length of the beginning that all ids share, so that the sort key starts where they differ.
    private func sharedPrefix() -> Int {
        guard count > 0 else { return 0 }
        let first = self[0]
        var shared = first.count
        for record in 1..<max(count, 1) where shared > 0 {
            let id = self[RecordIndex(record)]
            shared = min(shared, id.count)
            var same = 0
            while same < shared, id.start[same] == first.start[same] { same += 1 }
            shared = same
        }
        return shared
    }

    /// Puts ids with equal keys in order: blobs after texts, and what the 8 key bytes do not tell.
    private func sortTies(_ entries: inout [IDSortEntry]) {
        // Key order is right unless both kinds occur, since a blob sorts after every text.
        let blobs = entries.contains { self[$0.record].isBlob }
        let before = { [self] (one: IDSortEntry, other: IDSortEntry) in
            compare(self[one.record], self[other.record]) < 0
        }
        if blobs { return entries.sort(by: before) }
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].key == entries[start].key { end += 1 }
            if end - start > 1 { entries[start..<end].sort(by: before) }
            start = end
        }
    }
}

/// SQLite's order of values with BINARY collation: texts before blobs, then bytes, then length.
func compare(_ one: StoredID, _ other: StoredID) -> Int {
    if one.isBlob != other.isBlob { return one.isBlob ? 1 : -1 }
    let shared = min(one.count, other.count)
    for place in 0..<shared where one.start[place] != other.start[place] {
        return one.start[place] < other.start[place] ? -1 : 1
    }
    return one.count - other.count
}
