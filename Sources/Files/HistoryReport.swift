import FileRecords
import FileStore
import FileTrees
import Records

/// What changed from one scan to another.
public struct HistoryReport: Sendable, Encodable {
    /// A scan that is compared.
    public struct Side: Sendable, Encodable {
        /// Its number.
        public var scan: Int
        /// When it began, in nanoseconds since 1970.
        public var started: Int64
        /// In numbers.
        public var counts: ScanCounts
        /// By kind, size and age.
        public var categories: Categories
    }

    /// Changes of a kind.
    public struct Count: Sendable, Encodable {
        /// Files.
        public var files = 0
        /// Their bytes: now, or before where they are gone. Each name counts.
        public var bytes = 0

        /// None.
        public init() {}
    }

    /// One change.
    public struct Change: Sendable, Encodable {
        /// `added`, `removed`, `changed`, `moved` or `touched`.
        public var kind: String
        /// The path, as shown: now, or before where it is gone.
        public var path: String
        /// Of a moved file, its path before.
        public var from: String?
        /// Bytes before.
        public var sizeBefore: Int64?
        /// Bytes now.
        public var size: Int64?
    }

    /// The earlier scan.
    public var before: Side
    /// The later one.
    public var now: Side
    /// Files of which nothing changed.
    public var unchanged: Int
    /// By kind of change.
    public var counts: [String: Count]
    /// The first of them by path, as many as were asked for.
    public var changes: [Change]
    /// Sentences for a person.
    public var warnings: [String]

    /// Whether nothing changed.
    public var isSame: Bool { counts.allSatisfy { $0.value.files == 0 } }
}

/// Compares two scans of a database.
///
/// - Parameters:
///   - before: the earlier scan; nil for the one before `now` with the same roots and filters.
///   - now: the later one; nil for the latest.
///   - limit: how many changes to list.
/// - Throws: `TieoutError` where there are no such scans.
public func compareHistory(
    database path: String, before: Int?, now: Int?, limit: Int
) throws -> HistoryReport {
    let database = try FileDatabase(reading: path)
    let later = try database.scan(now)
    let earlier = try before.map { try database.scan($0) } ?? previous(later, in: database)
    let (old, new) = (try database.load(earlier), try database.load(later))
    let difference = compareScans(old.table, old.evidence, new.table, new.evidence)
    var counts: [String: HistoryReport.Count] = [:]
    for kind in ScanDifference.Kind.allCases { counts[String(describing: kind)] = HistoryReport.Count() }
    for change in difference.changes {
        let size =
            change.now.map { new.table.files[$0].facts.size } ?? change.before.map {
                old.table.files[$0].facts.size
            } ?? 0
        counts[String(describing: change.kind)]?.files += 1
        counts[String(describing: change.kind)]?.bytes += Int(size)
    }
    let side = { (scan: StoredScan) in
        HistoryReport.Side(
            scan: scan.record.number, started: scan.record.started, counts: scan.record.counts,
            categories: Categories(scan))
    }
    var warnings: [String] = []
    if earlier.roots != later.roots { warnings.append("the scans are of different folders") }
    if earlier.filter != later.filter { warnings.append("the scans have different filters") }
    return HistoryReport(
        before: side(old), now: side(new), unchanged: difference.unchanged, counts: counts,
        changes: difference.changes.prefix(limit).map { described($0, old.table, new.table) },
        warnings: warnings)
}

private func previous(_ scan: ScanRecord, in database: FileDatabase) throws -> ScanRecord {
    let earlier = try database.scans().last {
        $0.series == scan.series && $0.number < scan.number && $0.state != .unfinished
    }
    guard let earlier else {
        throw TieoutError(
            "holds no earlier scan of the same folders with the same filters", at: database.path,
            remedy: "scan them again, or name two scans of 'tieout files scans'")
    }
    return earlier
}

private func described(
    _ change: ScanDifference.Change, _ old: FileTable, _ new: FileTable
) -> HistoryReport.Change {
    let before = change.before.map { shown(path: old.path(ofFile: $0)) }
    let now = change.now.map { shown(path: new.path(ofFile: $0)) }
    return HistoryReport.Change(
        kind: String(describing: change.kind), path: now ?? before ?? "",
        from: change.kind == .moved ? before : nil,
        sizeBefore: change.before.map { old.files[$0].facts.size },
        size: change.now.map { new.files[$0].facts.size })
}
