import GRDB
import Records
import Synchronization

import class Records.Table

/// A record and the cluster it is in, named by the cluster's first record.
public struct ClusterMember: Sendable, Equatable {
    /// Record whose id names the cluster: by convention its lowest record index.
    public var cluster: RecordIndex
    /// The record.
    public var record: RecordIndex

    /// Takes both.
    public init(cluster: RecordIndex, record: RecordIndex) {
        self.cluster = cluster
        self.record = record
    }
}

/// Rows of a result by table.
public struct RowCounts: Codable, Sendable, Equatable {
    /// Links of band match.
    public var matches = 0
    /// Links of band review.
    public var inReview = 0
    /// Records in no link.
    public var unmatched = 0
    /// Records in clusters.
    public var clusterMembers = 0
    /// Records that could not be read.
    public var rejected = 0
}

/// Writes one result, invisible until `publish`.
///
/// ```swift
/// let writer = try ResultWriter(target: "results.sqlite", inputs: ["a.csv", "b.csv"])
/// writer.append(links: links, left: left, right: right)              // any number of times
/// writer.append(unmatched: records, reason: .noCandidate, side: .left, ids: left)
/// try writer.writeRows(threads: 2)
/// try writer.finish(run)
/// try writer.publish()
/// ```
/// Rows appear in the result in the order of their ids, whatever order they were given in. One thread
/// at a time may use a writer. Whatever happens before `publish`, an earlier result stays as it was; the
/// partial file goes with `abandon`, or with the writer.
public final class ResultWriter {
    private let target: ResultTarget
    private let sqlOnly: Bool
    private var rows = BulkRows()
    private var rejects: [(record: RejectedRecord, side: Side)] = []
    private var rowsAreWritten = false
    private var rowsAreChecked = false
    private let sortedIDs = Mutex<[Side: SortedIDs]>([:])
    private var unmatchedBySide = [0, 0, 0]
    /// Records of sources of several files.
    private var numbered = 0
    /// Rows handed over so far.
    public private(set) var counts = RowCounts()

    /// Takes the target for this run and prepares a partial result beside it, mode 0600.
    ///
    /// - Parameters:
    ///   - target: where the result is to appear.
    ///   - inputs: paths of all inputs; the target may be none of them.
    /// - Throws: `TieoutError` if the target exists and is not a Tieout result, is an input, a directory or
    ///   a link, if another run writes it, or if its folder cannot be written.
    public convenience init(target: String, inputs: [String]) throws {
        try self.init(target: target, inputs: inputs, sqlOnly: false)
    }

    /// - Parameter sqlOnly: write every row through SQL, slowly: what the fast road is tested against.
    init(target path: String, inputs: [String], sqlOnly: Bool) throws {
        target = try ResultTarget(creating: path, inputs: inputs)
        self.sqlOnly = sqlOnly
    }

    /// Links of a match, or of a dedupe if both tables are the same.
    public func append(links: [Link], left: Table, right: Table) {
        if left === right {
            rows.setTable(left, side: .source)
        } else {
            rows.setTable(left, side: .left)
            rows.setTable(right, side: .right)
        }
        if rows.links.isEmpty { rows.links = links } else { rows.links += links }
        for link in links {
            if link.band == .match { counts.matches += 1 } else { counts.inReview += 1 }
        }
    }

    /// Sorts the ids of a source ahead of time, which else `writeRows` does. This alone may be called beside
    /// anything else, from any thread.
    public func prepareIDs(of table: Table, side: Side) {
        let ids = SortedIDs(table, side: side)
        sortedIDs.withLock { $0[side] = ids }
    }

    /// Records in no link.
    public func append(unmatched records: [RecordIndex], reason: UnmatchedReason, side: Side, ids: Table) {
        rows.setTable(ids, side: side)
        rows.unmatched[Int(side.rawValue)] += records.lazy.map { ($0, UInt32(reason.rawValue)) }
        counts.unmatched += records.count
        unmatchedBySide[Int(side.rawValue)] += records.count
    }

    /// Clusters of a dedupe: a member for each record that is in one.
    public func append(clusters members: [ClusterMember], ids: Table) {
        rows.setTable(ids, side: .source)
        rows.clusterMembers += members
        counts.clusterMembers += members.count
    }

    /// Lets the numbers of a source's records be found by their ids: of a source of several files.
    public func appendNumbers(of table: Table, side: Side) {
        rows.setTable(table, side: side)
        rows.numbered.insert(side)
        numbered += table.count
    }

    /// Records that could not be read, in the order of their source.
    public func append(rejects records: [RejectedRecord], side: Side) {
        rejects += records.map { ($0, side) }
        counts.rejected += records.count
    }

    /// Writes all rows and their indexes into the partial result.
    ///
    /// - Complexity: O(records + rows) time; at its peak about 80 bytes of memory for each record and row.
    public func writeRows(threads: Int, monitor: RunMonitor? = nil) throws {
        precondition(!rowsAreWritten, "rows are written once")
        rowsAreWritten = true
        let known = sortedIDs.withLock { sorted in
            defer { sorted = [:] }
            return sorted
        }
        let ids = try rows.idColumns(known: known, threads: threads)
        try monitor?.checkStop()
        let tables = try rows.sorted(ids: ids, threads: threads)
        rows = BulkRows()
        let writer = BulkWriter(
            target: target.path, partial: target.partial, threads: threads, sqlOnly: sqlOnly)
        try writer.write(tables, monitor: monitor)
        freeBeside(tables)
    }

    /// Counts the rows of every table and index, which must be as many as were handed over. They are read for it,
    /// by this thread: others may look at what was stored meanwhile.
    public func checkRows() throws {
        precondition(rowsAreWritten, "rows are written first")
        try target.checkCounts([
            ("link NOT INDEXED", counts.matches + counts.inReview),
            ("link INDEXED BY link_right", counts.matches + counts.inReview),
            ("cluster_member NOT INDEXED", counts.clusterMembers),
            ("cluster_member INDEXED BY cluster_member_record", counts.clusterMembers),
            ("unmatched_record", counts.unmatched),
            ("record_number", numbered),
        ])
        rowsAreChecked = true
    }

    /// Writes what the run says about itself. Call it last before `publish`.
    public func finish(_ run: RunRecord) throws {
        if !rowsAreWritten { try writeRows(threads: 1) }
        if !rowsAreChecked { try checkRows() }
        try withResultDatabase(target.partial, name: target.path) { database in
            try RejectedRow.insert(rejects, into: database)
            try run.insert(into: database, counts: counts, unmatchedBySide: unmatchedBySide)
        }
    }

    /// Puts the result in its place: on the disk first, then renamed, so that it appears whole.
    public func publish() throws { try target.publish() }

    /// Removes the partial result and lets other runs at the target. Safe at any time; does nothing after
    /// `publish`.
    public func abandon() { target.abandon() }
}
