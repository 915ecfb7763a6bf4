import FileRecords
import PackedTables
import Records

/// What tells a content from others: its size and its hash.
struct ContentKey: Sendable, Hashable, Comparable {
    let hash: StoredHash
    let size: Int64

    /// As SQLite has them in the index `content_hash`.
    static func < (left: ContentKey, right: ContentKey) -> Bool {
        left.hash != right.hash ? left.hash < right.hash : left.size < right.size
    }
}

/// The rows of `content`, one for each group of a scan.
struct ContentRows: DescribedRows {
    let keys: [ContentKey]

    var count: Int { keys.count }

    func put(_ row: Int, into sink: inout some RecordSink) {
        sink.putNull()
        sink.put(Int(keys[row].size))
        keys[row].hash.withBytes { sink.put($0, isText: false) }
    }
}

/// The entries of the index `content_hash` for contents numbered from 1 on.
struct ContentHashRows: DescribedRows {
    private let keys: [ContentKey]
    private let order: [UInt32]

    /// Nil where two contents have the same key, which the index does not take.
    init?(_ keys: [ContentKey]) {
        self.keys = keys
        order = keys.indices.map(UInt32.init).sorted { keys[Int($0)] < keys[Int($1)] }
        for (one, next) in zip(order, order.dropFirst()) where keys[Int(one)] == keys[Int(next)] {
            return nil
        }
    }

    var count: Int { order.count }

    func put(_ row: Int, into sink: inout some RecordSink) {
        let content = Int(order[row])
        keys[content].hash.withBytes { sink.put($0, isText: false) }
        sink.put(Int(keys[content].size))
        sink.put(content + 1)
    }
}

/// The rows of `content_group`, by content.
struct GroupRows: DescribedRows {
    let groups: [(content: Int64, measure: GroupMeasure)]
    let series: Int
    let scan: Int

    var count: Int { groups.count }

    func put(_ row: Int, into sink: inout some RecordSink) {
        sink.put(Int(groups[row].content))
        sink.put(series)
        sink.put(scan)
        sink.putNull()
        sink.put(groups[row].measure.files)
        sink.put(groups[row].measure.inodes)
        sink.put(Int(groups[row].measure.reclaimable))
    }
}
