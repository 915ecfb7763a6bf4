import Records

/// What is kept of a record until its counterpart is found: 32 bytes.
struct RecordEntry {
    /// Hash of its key.
    var key: Hash128
    /// Hash of its compared fields; 0 where the whole row is the key.
    var row: UInt64
    /// Where it stands in its source.
    var place: UInt64

    /// Partition of an entry.
    @inline(__always)
    var partition: Int { Self.partition(key) }

    /// Partition of a key's hash: its upper bits. Equal keys share one.
    @inline(__always)
    static func partition(_ key: Hash128) -> Int { Int(truncatingIfNeeded: key.high >> 55) }

    /// Number of partitions. Of five million records, one takes about 300 KB a side, which the second-level
    /// cache holds with its index.
    static let partitions = 512
}

/// Two records with the same key, by their places.
struct PlacePair: Sendable {
    var left: UInt64
    var right: UInt64
}
