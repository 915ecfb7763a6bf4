/// The seam between formats and everything else: something that yields records in batches.
///
/// CSV stands behind it today; any other format joins by conforming.
public protocol RecordSource: Sendable {
    /// Where it comes from, as the user wrote it.
    var name: String { get }
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
}

/// What one pass over a source found.
public struct ReadSummary: Sendable {
    /// Data records delivered.
    public var records: UInt64 = 0
    /// Blank lines passed over.
    public var blankLines: UInt64 = 0
    /// Fields with a quote inside though unquoted, kept as they are.
    public var strayQuotes: UInt64 = 0
    /// Bytes read.
    public var bytes: UInt64 = 0
    /// Records that could not be read, in order.
    public var rejects: [RejectedRecord] = []
    /// XXH3-128 or -64 of the bytes read, in hexadecimal: equal only for equal content.
    public var fingerprint: String = ""

    /// Nothing read yet.
    public init() {}
}
