/// The seam between formats and everything else: something that yields records in batches.
///
/// CSV stands behind it today; any other format joins by conforming.
public protocol RecordSource: Sendable {
    /// Where it comes from, as the user wrote it.
    var name: String { get }
    /// The files it is read from, in order: the number of a file stands in the top 20 bits of its
    /// records' places.
    var files: [String] { get }
    /// Column names, trimmed, each once: an unnamed column is `cN` (from 1), a repeated name gets `_2`.
    var columns: [String] { get }
    /// What looked odd when the source was opened, a sentence each.
    var warnings: [String] { get }
    /// Size of the source in bytes as stored, where known.
    var byteCount: UInt64? { get }

    /// Records from several places of the source, enough to judge it by; at most about `records`.
    func sample(records: Int) throws -> [RawBatch]

    /// Reads everything. `consume` is called from `threads` threads at once, batches in any order;
    /// `RawBatch.sequence` tells the order. Throwing from `consume` ends the reading.
    ///
    /// - Returns: what was read and what was rejected.
    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary

    /// Reads everything, and leaves the fields of some columns as they were written: without the quotes around them,
    /// but with those inside still doubled. That is so in all records but those that `RawBatch.unusual` names, which
    /// are delivered as by `read` without.
    ///
    /// - Parameter verbatim: these columns; none where the source has no `quote`.
    func read(
        threads: Int, monitor: RunMonitor, verbatim: Set<Int>, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary

    /// The byte that stands between two fields next to each other in the bytes of a batch, where it is that alone;
    /// nil where fields lie otherwise. The fields of a record are then in the order of its columns, and between
    /// any two of them is at least one byte.
    var separator: UInt8? { get }

    /// The byte that encloses fields, where those of a batch lie as they were written, but for the records that it
    /// names as unusual (`RawBatch.unusual`); nil where they lie otherwise.
    var quote: UInt8? { get }

    /// Records can be fetched again by their places.
    var canFetch: Bool { get }

    /// Reads single records again, as `read` delivered them. May be called from several threads at once.
    ///
    /// - Parameters:
    ///   - places: of records that `read` has delivered (`RawBatch.place`), ascending, each once.
    ///   - countingLines: the lines of the records are wanted; without it, what lies between them need not be
    ///     looked at.
    /// - Throws: `TieoutError` if the source has changed since it was read.
    /// - Complexity: meant for places of one region, thousands at a time; regions are read in passing.
    func fetch(_ places: [UInt64], countingLines: Bool) throws -> FetchedRecords
}

extension RecordSource {
    /// Most formats have none.
    public var separator: UInt8? { nil }

    /// Most formats have none.
    public var quote: UInt8? { nil }

    /// Most formats have no quotes.
    public func read(
        threads: Int, monitor: RunMonitor, verbatim: Set<Int>, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        precondition(verbatim.isEmpty, "fields do not lie as they were written")
        return try read(threads: threads, monitor: monitor, consume: consume)
    }

    /// Most formats are read from front to end.
    public var canFetch: Bool { false }

    /// - Precondition: never; a source that can fetch brings a method of its own.
    public func fetch(_ places: [UInt64], countingLines: Bool) throws -> FetchedRecords {
        preconditionFailure("\(name) cannot be asked for single records")
    }
}

/// Records that were read again.
public struct FetchedRecords: Sendable {
    /// The records, in the order of the places asked for.
    public var batch: RawBatch
    /// The first line of each record, counted from 1; empty where the format has none, or nobody asked.
    public var lines: [UInt64]

    /// Takes both.
    ///
    /// - Precondition: `lines` is empty or has an entry for each record.
    public init(batch: RawBatch, lines: [UInt64]) {
        precondition(lines.isEmpty || lines.count == batch.recordCount)
        self.batch = batch
        self.lines = lines
    }
}

extension RecordSource {
    /// One file, of the name of the source.
    public var files: [String] { [name] }
}

/// What one pass over a source found.
public struct ReadSummary: Sendable {
    /// Data records delivered.
    public var records: UInt64 = 0
    /// Blank lines passed over.
    public var blankLines: UInt64 = 0
    /// Fields with a quote inside though unquoted, kept as they are.
    public var strayQuotes: UInt64 = 0
    /// Records whose bytes were not in the encoding of the source: rejected, mended or read in another.
    public var invalidText: UInt64 = 0
    /// Bytes read.
    public var bytes: UInt64 = 0
    /// Lines of rejected records beyond the first of each: where a quote stands wrongly, or a record does not end,
    /// others are read as part of it. What is only in another encoding does not count.
    public var linesLost: UInt64 = 0
    /// The record with the most of them.
    public var longestLoss: RejectedRecord?
    /// Records that could not be read, in order.
    public var rejects: [RejectedRecord] = []
    /// XXH3-128 or -64 of the bytes read, in hexadecimal: equal only for equal content.
    public var fingerprint: String = ""
    /// Of a source of several files what each of them gave, in order; else empty.
    public var files: [FileSummary] = []

    /// Nothing read yet.
    public init() {}
}

/// What one of several files gave: its records stand behind those of the files before it.
public struct FileSummary: Sendable, Equatable {
    /// The file, as the source's name or pattern stands for it.
    public var path: String
    /// Bytes read.
    public var bytes: UInt64
    /// Data records delivered.
    public var records: UInt64
    /// Records that could not be read.
    public var rejected: Int
    /// Of the bytes read, in hexadecimal.
    public var fingerprint: String

    /// Takes each of its facts.
    public init(path: String, bytes: UInt64, records: UInt64, rejected: Int, fingerprint: String) {
        self.path = path
        self.bytes = bytes
        self.records = records
        self.rejected = rejected
        self.fingerprint = fingerprint
    }
}
