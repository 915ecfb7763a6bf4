import GRDB
import PackedTables
import Records

/// Rows of a result, in key order, also as SQL takes them.
protocol ResultRows: SortedRows {
    /// A row's values, for SQL.
    func values(_ row: Int) -> [DatabaseValue]
    /// The pages of the rows; nil where one is too long for a page.
    func packed(usable: Int) -> (any PageTree)?
}

extension ResultRows {
    // Asked for through the protocol, and so compiled for each kind of rows.
    func packed(usable: Int) -> (any PageTree)? { IndexPages(self, usable: usable).map { CompiledTree($0) } }
}

extension RecordWriter {
    @inline(__always)
    mutating func put(_ id: IDSlot, of column: IDColumn) {
        put(serialType: id.serialType, count: id.count) { column.copy(id, to: $0) }
    }
}

/// `link`, by (left id, right id).
struct LinkRows: ResultRows {
    /// A link with its records as ranks.
    struct Entry {
        let left: UInt32
        let right: UInt32
        let weight: Float
        let margin: Float
        let pattern: UInt32
        let rule: UInt16
        let band: UInt8
    }

    let entries: [Entry]
    let left: IDColumn
    let right: IDColumn

    var count: Int { entries.count }

    // By left id: the right ones lie anywhere.
    @inline(__always)
    func touch(_ rows: Range<Int>) { for entry in entries[rows] { right.touch(entry.right) } }

    @inline(__always)
    func size(_ row: Int) -> Int {
        let entry = entries[row]
        // Header: its size, two id types (in storedSize), and six types of a byte each.
        return 7 + left.storedSize(entry.left) + right.storedSize(entry.right)
            + integerFormat(Int(entry.band)).size + integerFormat(Int(entry.rule)).size
            + integerFormat(Int(entry.pattern)).size + 16 + (entry.margin.isFinite ? 8 : 0)
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let entry = entries[row]
        let leftID = left[entry.left]
        let rightID = right[entry.right]
        var record = RecordWriter(
            at: place, headerSize: 7 + varintSize(leftID.serialType) + varintSize(rightID.serialType))
        record.put(leftID, of: left)
        record.put(rightID, of: right)
        record.put(Int(entry.band))
        record.put(Int(entry.rule))
        record.put(Int(entry.pattern))
        record.put(storedWeight(entry.weight))
        record.put(matchProbability(weight: entry.weight))
        if entry.margin.isFinite { record.put(storedWeight(entry.margin)) } else { record.putNull() }
    }

    func values(_ row: Int) -> [DatabaseValue] {
        let entry = entries[row]
        return [
            databaseText(left.bytes(entry.left)), databaseText(right.bytes(entry.right)),
            entry.band.databaseValue, entry.rule.databaseValue, entry.pattern.databaseValue,
            storedWeight(entry.weight).databaseValue, matchProbability(weight: entry.weight).databaseValue,
            entry.margin.isFinite ? storedWeight(entry.margin).databaseValue : .null,
        ]
    }
}

/// Pairs of ids by (first, second): the table `cluster_member` and both indexes of pairs.
struct PairRows: ResultRows {
    struct Entry: Equatable {
        let first: UInt32
        let second: UInt32
    }

    let entries: [Entry]
    let first: IDColumn
    let second: IDColumn

    var count: Int { entries.count }

    // By the first id: the second ones lie anywhere.
    @inline(__always)
    func touch(_ rows: Range<Int>) { for entry in entries[rows] { second.touch(entry.second) } }

    @inline(__always)
    func size(_ row: Int) -> Int {
        1 + first.storedSize(entries[row].first) + second.storedSize(entries[row].second)
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let firstID = first[entries[row].first]
        let secondID = second[entries[row].second]
        var record = RecordWriter(
            at: place, headerSize: 1 + varintSize(firstID.serialType) + varintSize(secondID.serialType))
        record.put(firstID, of: first)
        record.put(secondID, of: second)
    }

    func values(_ row: Int) -> [DatabaseValue] {
        [databaseText(first.bytes(entries[row].first)), databaseText(second.bytes(entries[row].second))]
    }
}

/// A number for each of some records: `unmatched_record` and `record_number`, by (record id, side).
struct RecordRows: ResultRows {
    struct Entry {
        let rank: UInt32
        let value: UInt32
        let side: UInt8
    }

    let entries: [Entry]
    /// Ids by side code.
    let ids: [IDColumn?]

    var count: Int { entries.count }

    @inline(__always)
    private func column(_ entry: Entry) -> IDColumn { ids[Int(entry.side)].unsafelyUnwrapped }

    @inline(__always)
    func size(_ row: Int) -> Int {
        let entry = entries[row]
        return 3 + column(entry).storedSize(entry.rank) + integerFormat(Int(entry.side)).size
            + integerFormat(Int(entry.value)).size
    }

    @inline(__always)
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let entry = entries[row]
        let ids = column(entry)
        let id = ids[entry.rank]
        var record = RecordWriter(at: place, headerSize: 3 + varintSize(id.serialType))
        record.put(id, of: ids)
        record.put(Int(entry.side))
        record.put(Int(entry.value))
    }

    func values(_ row: Int) -> [DatabaseValue] {
        let entry = entries[row]
        return [
            databaseText(column(entry).bytes(entry.rank)), entry.side.databaseValue,
            entry.value.databaseValue,
        ]
    }
}
