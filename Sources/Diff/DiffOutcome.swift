import Records

/// What a diff has found.
public struct DiffOutcome: Sendable {
    /// All differences, in the order of the left source; what is added stands at the end, in that of the right.
    public var differences: [DifferenceBatch] = []
    /// Records of unique keys that are on the left only.
    public var rowsRemoved: UInt64 = 0
    /// Records of unique keys that are on the right only.
    public var rowsAdded: UInt64 = 0
    /// Records of unique keys with a changed cell.
    public var rowsChanged: UInt64 = 0
    /// Records of unique keys without one.
    public var rowsUnchanged: UInt64 = 0
    /// Pairs of records under different keys.
    public var rowsRekeyed: UInt64 = 0
    /// Pairs that stand in another order; they are among the changed and unchanged as well.
    public var rowsMoved: UInt64 = 0
    /// Keys on the left only, each counted once however often it stands there.
    public var keysRemoved: UInt64 = 0
    /// Keys on the right only, likewise.
    public var keysAdded: UInt64 = 0
    /// Left records of keys that stand more than once, without a counterpart.
    public var duplicateRowsRemoved: UInt64 = 0
    /// Right records of such keys without a counterpart.
    public var duplicateRowsAdded: UInt64 = 0
    /// Pairs of such records with a changed cell.
    public var duplicateRowsChanged: UInt64 = 0
    /// Pairs of such records without one.
    public var duplicateRowsUnchanged: UInt64 = 0
    /// Keys that stand more than once on the left.
    public var duplicateKeysLeft: UInt64 = 0
    /// Keys that stand more than once on the right.
    public var duplicateKeysRight: UInt64 = 0
    /// The keys that stand more than once on a side.
    public var duplicateKeys: [DuplicateKey] = []
    /// Changed cells of unique keys, by compared column.
    public var cells: [UInt64] = []
    /// Changed cells of keys that stand more than once, by compared column.
    public var duplicateCells: [UInt64] = []

    /// Changed cells of unique keys.
    public var cellsChanged: UInt64 { cells.reduce(0, +) }

    /// Nothing differs.
    public var isEqual: Bool { differences.allSatisfy { $0.rows.isEmpty } }
}

extension ComparedSources {
    /// Pairs of records on one side only that are the same under another key, by their indices in
    /// `unmatched(_:)`.
    public typealias RekeyedPairs = [(left: Int, right: Int)]

    /// Compares the records that differ, cell by cell.
    ///
    /// - Parameter rekeyed: what a matcher has found among the records on one side only, no record twice.
    /// - Complexity: O(differing records) time and memory, besides passes over the bytes around them.
    public func compare(rekeyed: RekeyedPairs = [], monitor: RunMonitor) throws -> DiffOutcome {
        var outcome = DiffOutcome()
        let pairing = DuplicatePairing(
            left: leftSide, right: rightSide, columns: settings.columns, rules: settings.rules,
            threads: settings.threads, monitor: monitor)
        let paired = try pairing.pair(joined.duplicates)
        let items = orderedItems(paired, rekeyed: rekeyed)
        let comparison = CellComparison(
            left: leftSide, right: rightSide, columns: settings.columns, rules: settings.rules,
            noValues: settings.noValues, threads: settings.threads, monitor: monitor)
        let (batches, counts) = try comparison.compare(items)
        outcome.differences = batches
        if settings.findsMoved {
            let moved = movedPairs(joined.pairs).map { CompareItem.pair($0, .moved) }
            outcome.differences += try comparison.compare(moved).batches
            outcome.rowsMoved = UInt64(moved.count)
        }
        outcome.count(joined, paired, counts, rekeyed: rekeyed.count)
        assert(
            outcome.rowsRemoved + outcome.rowsChanged + outcome.rowsUnchanged + outcome.rowsRekeyed
                + outcome.duplicateRowsRemoved + outcome.duplicateRowsChanged + outcome.duplicateRowsUnchanged
                == left.records, "every left record is in one class")
        return outcome
    }

    /// Everything to be compared, in the order in which it is reported.
    private func orderedItems(_ paired: PairedDuplicates, rekeyed: RekeyedPairs) -> [CompareItem] {
        var items = joined.changed.map { CompareItem.pair($0) }
        var (removed, added) = (joined.removed, joined.added)
        if !rekeyed.isEmpty {
            items += rekeyed.map {
                CompareItem.pair(PlacePair(left: removed[$0.left], right: added[$0.right]), .rekeyed)
            }
            let (lefts, rights) = (Set(rekeyed.map(\.left)), Set(rekeyed.map(\.right)))
            removed = removed.indices.filter { !lefts.contains($0) }.map { removed[$0] }
            added = added.indices.filter { !rights.contains($0) }.map { added[$0] }
        }
        items += removed.map { .removed($0) }
        items += added.map { .added($0) }
        items += paired.items
        // What is added has the greatest left place of all.
        items.sort { ($0.left, $0.right) < ($1.left, $1.right) }
        return items
    }
}

extension DiffOutcome {
    fileprivate mutating func count(
        _ joined: JoinedRecords, _ paired: PairedDuplicates, _ cellCounts: CellCounts, rekeyed: Int
    ) {
        let strangers = cellCounts.strangers
        rowsRekeyed = UInt64(rekeyed)
        rowsRemoved = UInt64(joined.removed.count - rekeyed) + strangers
        rowsAdded = UInt64(joined.added.count - rekeyed) + strangers
        rowsChanged = cellCounts.rowsChanged
        rowsUnchanged = joined.same + cellCounts.rowsAgreeing
        duplicateRowsChanged = cellCounts.duplicateRowsChanged
        duplicateRowsUnchanged = paired.same + cellCounts.duplicateRowsAgreeing
        keysRemoved = rowsRemoved
        keysAdded = rowsAdded
        for group in joined.duplicates {
            if group.rights.isEmpty { keysRemoved += 1 }
            if group.lefts.isEmpty { keysAdded += 1 }
            if group.lefts.count > 1 { duplicateKeysLeft += 1 }
            if group.rights.count > 1 { duplicateKeysRight += 1 }
        }
        for item in paired.items {
            if item.reason == .removed { duplicateRowsRemoved += 1 }
            if item.reason == .added { duplicateRowsAdded += 1 }
        }
        duplicateKeys = paired.keys
        cells = cellCounts.cells
        duplicateCells = cellCounts.duplicateCells
    }
}
