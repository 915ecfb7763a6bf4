import Records

/// A key that stands more than once on a side, for people.
public struct DuplicateKey: Sendable {
    /// The key as a text.
    public var key: [UInt8]
    /// Records on the left that have it.
    public var leftRecords: Int
    /// Records on the right that have it.
    public var rightRecords: Int
}

/// What became of the records whose keys stand more than once.
struct PairedDuplicates {
    /// Pairs of equal rows.
    var same: UInt64 = 0
    /// Everything else.
    var items: [CompareItem] = []
    var keys: [DuplicateKey] = []
}

/// Pairs the records of duplicate keys, so that none is compared twice: equal rows first, the others so that
/// as many cells as possible agree in all.
///
/// The best pairing is exact for groups of up to `exactSize` a side; larger ones are paired greedily, the
/// largest even in the order of the sources. Ties go to the earlier records.
struct DuplicatePairing {
    let left: ReadSide
    let right: ReadSide
    let columns: ComparedColumns
    let rules: [CellRule]
    let threads: Int
    let monitor: RunMonitor

    private static let exactSize = 64
    /// Pairs of one group that are compared at most.
    private static let mostPairs = 1 << 20
    /// Records fetched at a time.
    private static let block = 1 << 16

    func pair(_ groups: [DuplicateGroup]) throws -> PairedDuplicates {
        var paired = PairedDuplicates()
        var pending: [DuplicateGroup] = []
        var records = 0
        for group in groups {
            pending.append(group)
            records += group.lefts.count + group.rights.count
            if records >= Self.block {
                try pair(pending, into: &paired)
                pending = []
                records = 0
            }
        }
        try pair(pending, into: &paired)
        return paired
    }

    private func pair(_ groups: [DuplicateGroup], into paired: inout PairedDuplicates) throws {
        try monitor.checkStop()
        let lefts = groups.flatMap { $0.lefts.map(\.place) }.sorted()
        let rights = groups.flatMap { $0.rights.map(\.place) }.sorted()
        let leftRecords = try FetchedSide(left, places: lefts, threads: threads, monitor: monitor)
        let rightRecords = try FetchedSide(right, places: rights, threads: threads, monitor: monitor)
        let scoring = Scoring(
            columns: columns, rules: rules, left: leftRecords, right: rightRecords, lefts: lefts,
            rights: rights)
        for group in groups {
            paired.keys.append(scoring.describe(group))
            pair(group, scoring, into: &paired)
        }
    }

    private func pair(_ group: DuplicateGroup, _ scoring: Scoring, into paired: inout PairedDuplicates) {
        // By their cells: rows may have been hashed as they were written.
        var lefts = group.lefts.map { (place: $0.place, row: scoring.row(left: $0.place)) }
        var rights = group.rights.map { (place: $0.place, row: scoring.row(right: $0.place)) }
        paired.same += UInt64(removeEqualRows(&lefts, &rights))
        let pairs: [(left: Int, right: Int)]
        if lefts.isEmpty || rights.isEmpty {
            pairs = []
        } else if lefts.count * rights.count > Self.mostPairs {
            pairs = (0..<min(lefts.count, rights.count)).map { ($0, $0) }
        } else {
            let agreement = lefts.map { one in rights.map { scoring.agreement(one.place, $0.place) } }
            pairs =
                max(lefts.count, rights.count) <= Self.exactSize
                ? bestAssignment(agreement) : greedyAssignment(agreement)
        }
        var isPaired = (left: Set<Int>(), right: Set<Int>())
        for (one, other) in pairs {
            isPaired.left.insert(one)
            isPaired.right.insert(other)
            paired.items.append(
                .pair(PlacePair(left: lefts[one].place, right: rights[other].place), isDuplicate: true))
        }
        for (index, record) in lefts.enumerated() where !isPaired.left.contains(index) {
            paired.items.append(.removed(record.place, isDuplicate: true))
        }
        for (index, record) in rights.enumerated() where !isPaired.right.contains(index) {
            paired.items.append(.added(record.place, isDuplicate: true))
        }
    }

    /// Takes out pairs of equal rows, earlier ones first; returns how many.
    private func removeEqualRows(
        _ lefts: inout [(place: UInt64, row: UInt64)], _ rights: inout [(place: UInt64, row: UInt64)]
    ) -> Int {
        var available: [UInt64: Int] = [:]
        for right in rights { available[right.row, default: 0] += 1 }
        var taken: [UInt64: Int] = [:]
        lefts.removeAll { left in
            guard let count = available[left.row], count > 0 else { return false }
            available[left.row] = count - 1
            taken[left.row, default: 0] += 1
            return true
        }
        var pairs = 0
        rights.removeAll { right in
            guard let count = taken[right.row], count > 0 else { return false }
            taken[right.row] = count - 1
            pairs += 1
            return true
        }
        return pairs
    }
}

/// Counts the cells on which two fetched records agree.
private struct Scoring {
    let columns: ComparedColumns
    let rules: [CellRule]
    let left: FetchedSide
    let right: FetchedSide
    let lefts: [UInt64]
    let rights: [UInt64]

    func agreement(_ one: UInt64, _ other: UInt64) -> Int {
        let (one, other) = (index(of: one, in: lefts), index(of: other, in: rights))
        var agreeing = 0
        for (place, column) in columns.cells.enumerated() {
            let (a, b) = (left.field(one, column.left), right.field(other, column.right))
            if equalBytes(a, b) || (!rules[place].isExact && rules[place].agree(a, b)) { agreeing += 1 }
        }
        return agreeing
    }

    /// A hash of the cells of a record, the same on both sides.
    func row(left place: UInt64) -> UInt64 {
        let index = index(of: place, in: lefts)
        return columns.cells.reduce(0) { combine($0, xxh3(left.field(index, $1.left))) }
    }

    func row(right place: UInt64) -> UInt64 {
        let index = index(of: place, in: rights)
        return columns.cells.reduce(0) { combine($0, xxh3(right.field(index, $1.right))) }
    }

    func describe(_ group: DuplicateGroup) -> DuplicateKey {
        var batch = DifferenceBatch()
        if let first = group.lefts.first {
            _ = appendKey(
                index(of: first.place, in: lefts), of: left, columns: columns.naming(.left), to: &batch)
        } else if let first = group.rights.first {
            _ = appendKey(
                index(of: first.place, in: rights), of: right, columns: columns.naming(.right), to: &batch)
        }
        return DuplicateKey(
            key: batch.bytes, leftRecords: group.lefts.count, rightRecords: group.rights.count)
    }

    private func index(of place: UInt64, in places: [UInt64]) -> Int {
        lowerBound(0..<places.count) { places[$0] < place }
    }
}
