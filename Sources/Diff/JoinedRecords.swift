import Records

/// A key that stands more than once on a side, with all its records, each side in the order of its source.
struct DuplicateGroup: Sendable {
    /// Place and row hash of each.
    var lefts: [(place: UInt64, row: UInt64)] = []
    var rights: [(place: UInt64, row: UInt64)] = []
}

/// What the hashes tell of the records of two sources.
struct JoinedRecords: Sendable {
    /// Records whose key and row are alike on both sides.
    var same: UInt64 = 0
    /// Records with the same key and another row.
    var changed: [PlacePair] = []
    /// Records whose key is on one side only.
    var removed: [UInt64] = []
    var added: [UInt64] = []
    /// Keys that stand more than once on a side.
    var duplicates: [DuplicateGroup] = []
    /// All pairs, where it is asked for.
    var pairs: [PlacePair] = []
    /// Some of the pairs, whether they differ or not, drawn by the hash of their keys.
    var sample: [PlacePair] = []

    mutating func append(_ other: JoinedRecords) {
        same += other.same
        changed += other.changed
        removed += other.removed
        added += other.added
        duplicates += other.duplicates
        pairs += other.pairs
        sample += other.sample
    }
}

extension JoinedRecords {
    /// Rows of one content: as many as both sides have are the same, earlier ones first.
    mutating func matchEqualRows(_ group: DuplicateGroup, keepsPairs: Bool) {
        let common = min(group.lefts.count, group.rights.count)
        same += UInt64(common)
        removed += group.lefts[common...].map(\.place)
        added += group.rights[common...].map(\.place)
        guard keepsPairs else { return }
        for index in 0..<common {
            pairs.append(PlacePair(left: group.lefts[index].place, right: group.rights[index].place))
        }
    }
}
