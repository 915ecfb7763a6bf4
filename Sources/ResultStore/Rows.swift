import GRDB
import Records

/// The rows of one table or index in key order, as their stored records: what a b-tree is built from.
protocol SortedRows: Sendable {
    var count: Int { get }
    /// Bytes of a row's record.
    func size(_ row: Int) -> Int
    /// Writes a row's record: exactly `size(row)` bytes.
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>)
    /// A row's values, for SQL.
    func values(_ row: Int) -> [DatabaseValue]
}

/// `link`, by (left id, right id).
struct LinkRows: SortedRows {
    let links: [Link]
    let left: IDColumn
    let right: IDColumn
    /// The links in key order.
    let order: [UInt32]

    var count: Int { order.count }

    @inline(__always)
    func link(_ row: Int) -> Link { links[Int(order[row])] }

    @inline(__always)
    func size(_ row: Int) -> Int {
        let link = link(row)
        // Header: its size, two id types (in storedSize), and six types of a byte each.
        return 7 + left[link.edge.left].storedSize + right[link.edge.right].storedSize
            + integerFormat(bandCode(link.band)).size + integerFormat(Int(link.edge.rule)).size
            + integerFormat(Int(link.edge.pattern)).size + 16 + (link.margin.isFinite ? 8 : 0)
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let link = link(row)
        let leftID = left[link.edge.left]
        let rightID = right[link.edge.right]
        var record = RecordWriter(
            at: place, headerSize: 7 + varintSize(leftID.serialType) + varintSize(rightID.serialType))
        record.put(leftID)
        record.put(rightID)
        record.put(bandCode(link.band))
        record.put(Int(link.edge.rule))
        record.put(Int(link.edge.pattern))
        record.put(storedWeight(link.edge.weight))
        record.put(matchProbability(weight: link.edge.weight))
        if link.margin.isFinite { record.put(storedWeight(link.margin)) } else { record.putNull() }
    }

    func values(_ row: Int) -> [DatabaseValue] {
        let link = link(row)
        return [
            left[link.edge.left].databaseValue, right[link.edge.right].databaseValue,
            bandCode(link.band).databaseValue, link.edge.rule.databaseValue, link.edge.pattern.databaseValue,
            storedWeight(link.edge.weight).databaseValue,
            matchProbability(weight: link.edge.weight).databaseValue,
            link.margin.isFinite ? storedWeight(link.margin).databaseValue : .null,
        ]
    }
}

/// An index of pairs of ids, by (second id, first id): `link_right` and `cluster_member_record`.
struct PairIndexRows: SortedRows {
    let pairs: [(key: RecordIndex, other: RecordIndex)]
    let key: IDColumn
    let other: IDColumn

    var count: Int { pairs.count }

    @inline(__always)
    func size(_ row: Int) -> Int {
        1 + key[pairs[row].key].storedSize + other[pairs[row].other].storedSize
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let keyID = key[pairs[row].key]
        let otherID = other[pairs[row].other]
        var record = RecordWriter(
            at: place, headerSize: 1 + varintSize(keyID.serialType) + varintSize(otherID.serialType))
        record.put(keyID)
        record.put(otherID)
    }

    func values(_ row: Int) -> [DatabaseValue] {
        [key[pairs[row].key].databaseValue, other[pairs[row].other].databaseValue]
    }
}

/// `unmatched_record`, by (record id, side).
struct UnmatchedRows: SortedRows {
    struct Entry {
        var record: RecordIndex
        var side: Side
        var reason: UnmatchedReason
    }

    let entries: [Entry]
    /// Ids by side code.
    let ids: [IDColumn?]

    var count: Int { entries.count }

    @inline(__always)
    private func id(_ entry: Entry) -> StoredID {
        ids[Int(entry.side.rawValue)].unsafelyUnwrapped[entry.record]
    }

    @inline(__always)
    func size(_ row: Int) -> Int {
        let entry = entries[row]
        return 3 + id(entry).storedSize + integerFormat(Int(entry.side.rawValue)).size
            + integerFormat(Int(entry.reason.rawValue)).size
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let entry = entries[row]
        let recordID = id(entry)
        var record = RecordWriter(at: place, headerSize: 3 + varintSize(recordID.serialType))
        record.put(recordID)
        record.put(Int(entry.side.rawValue))
        record.put(Int(entry.reason.rawValue))
    }

    func values(_ row: Int) -> [DatabaseValue] {
        let entry = entries[row]
        return [id(entry).databaseValue, entry.side.rawValue.databaseValue, entry.reason.rawValue.databaseValue]
    }
}

extension StoredID {
    var databaseValue: DatabaseValue {
        databaseText(Array(UnsafeBufferPointer(start: start, count: count)))
    }
}
