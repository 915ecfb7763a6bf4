import GRDB
import Records

/// Everything the result of a diff says besides its differences.
public struct DiffRecord: Sendable {
    /// A pair of columns whose cells were compared.
    public struct Column: Sendable {
        /// Name on the left.
        public var left: String
        /// Name on the right.
        public var right: String
        /// How cells were compared.
        public var rule: String
        /// Cells that differ.
        public var cellsChanged: UInt64

        /// Takes each of its facts.
        public init(left: String, right: String, rule: String, cellsChanged: UInt64) {
            self.left = left
            self.right = right
            self.rule = rule
            self.cellsChanged = cellsChanged
        }
    }

    /// A change of the columns themselves.
    public struct SchemaChange: Sendable {
        /// `added`, `dropped`, `renamed` or `shifted`.
        public var kind: String
        /// The column on the left, if it is there.
        public var left: String?
        /// The column on the right, if it is there.
        public var right: String?
        /// Why it is taken for that, for a person.
        public var evidence: String

        /// Takes each of its facts.
        public init(kind: String, left: String?, right: String?, evidence: String) {
            self.kind = kind
            self.left = left
            self.right = right
            self.evidence = evidence
        }
    }

    /// Version of the program.
    public var version: String
    /// When the run began, ISO 8601, UTC.
    public var created: String
    /// Seconds from the start of the run until its result was written.
    public var seconds = 0.0
    /// What the answer depends on.
    public var fingerprints: Fingerprints
    /// Counts by name, for the view `run`.
    public var counts: [String: Int] = [:]
    /// Both sources, the left one first.
    public var sources: [SourceRecord] = []
    /// Records that could not be read.
    public var rejects: [(record: RejectedRecord, side: Side)] = []
    /// The compared columns, in the order of `Difference.column`.
    public var columns: [Column] = []
    /// What became of the columns.
    public var schemaChanges: [SchemaChange] = []
    /// Keys that stand more than once: the key, and how often on each side.
    public var duplicateKeys: [(key: [UInt8], left: Int, right: Int)] = []
    /// The stages, in order.
    public var stages: [StageRecord] = []
    /// Sentences for a person, without values.
    public var warnings: [String] = []
    /// The options as JSON.
    public var options = "{}"

    /// What every result has; the rest is filled in.
    public init(version: String, created: String, fingerprints: Fingerprints) {
        self.version = version
        self.created = created
        self.fingerprints = fingerprints
    }
}

/// Writes the result of a diff, invisible until `publish`.
///
/// Whatever happens before that, an earlier result stays as it was; the partial file goes with `abandon`, or
/// with the writer. One thread at a time may use a writer.
public final class DiffWriter: @unchecked Sendable {
    // In one thread's hands at a time.

    private let target: ResultTarget
    private let sqlOnly: Bool

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
        self.sqlOnly = sqlOnly
        target = try ResultTarget(creating: path, inputs: inputs)
    }

    /// Writes the differences into the partial result, once.
    ///
    /// - Parameter differences: in the order in which they are to be read.
    /// - Complexity: O(rows) time; 8 bytes of memory a row.
    public func write(_ differences: [DifferenceBatch], threads: Int, monitor: RunMonitor?) throws {
        let rows = DifferenceRows(differences)
        guard rows.count > 0 else { return }
        let writer = BulkWriter(
            target: target.path, partial: target.partial, threads: threads, sqlOnly: sqlOnly)
        try writer.write([BulkTable(name: "difference", rows: rows)], monitor: monitor)
        try target.checkCounts([("difference", rows.count)])
    }

    /// Writes what the run says about itself. Call it last before `publish`.
    public func finish(_ record: DiffRecord) throws {
        try withResultDatabase(target.partial, name: target.path) { try record.insert(into: $0) }
    }

    /// Puts the result in its place: on the disk first, then renamed, so that it appears whole.
    public func publish() throws { try target.publish() }

    /// Removes the partial result and lets other runs at the target. Safe at any time; does nothing after
    /// `publish`.
    public func abandon() { target.abandon() }
}
