import FileRecords
import FileStore
import Records

/// What a stored scan says about itself, without another look at the files.
public struct ScanSummary: Sendable, Encodable {
    /// The database.
    public var database: String
    /// The scan's number.
    public var scan: Int
    /// What became of it.
    public var state: ScanRecord.State
    /// When it began, in nanoseconds since 1970.
    public var started: Int64
    /// The roots, as shown.
    public var roots: [String]
    /// The filters, as options.
    public var filter: String
    /// In numbers.
    public var counts: ScanCounts
    /// By kind, size and age.
    public var categories: Categories
    /// The groups that would give back most, the largest first, with all their paths.
    public var largest: [Group]
    /// Files whose name says one kind and whose content another.
    public var misnamed: Int

    /// A group of files with the same content.
    public struct Group: Sendable, Encodable {
        /// Its id in the database.
        public var id: Int64
        /// Bytes of one copy.
        public var size: Int64
        /// Distinct inodes.
        public var inodes: Int
        /// Bytes that would go free if one inode stayed.
        public var reclaimable: Int64
        /// Its paths, as shown.
        public var paths: [String]
    }
}

/// Sums up a stored scan.
///
/// - Parameters:
///   - number: the scan; nil for the latest.
///   - groups: how many of the largest groups to tell.
/// - Throws: `TieoutError` where there is no such scan, or the database cannot be read.
public func summarise(database path: String, scan number: Int?, groups: Int) throws -> ScanSummary {
    let database = try FileDatabase(reading: path)
    let scan = try database.load(database.scan(number))
    let measures = (0..<scan.groups.count).map { scan.groups.measure($0, in: scan.table) }
    let order = measures.indices.sorted {
        (measures[$1].reclaimable, $0) < (measures[$0].reclaimable, $1)
    }
    let largest = order.prefix(groups).map { group in
        ScanSummary.Group(
            id: scan.groupIDs[group], size: scan.table.files[Int(scan.groups[group].first ?? 0)].facts.size,
            inodes: measures[group].inodes, reclaimable: measures[group].reclaimable,
            paths: scan.groups[group].map { shown(path: scan.table.path(ofFile: Int($0))) })
    }
    let misnamed = try database.misnamedCount(scan: scan.record.number)
    return ScanSummary(
        database: path, scan: scan.record.number, state: scan.record.state, started: scan.record.started,
        roots: scan.record.roots.map { shown(path: $0) }, filter: scan.record.filter,
        counts: scan.record.counts, categories: Categories(scan), largest: largest, misnamed: misnamed)
}
