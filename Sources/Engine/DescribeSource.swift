import Ingest
import Records

/// How a source is read, and why: what `tieout dialect` says.
public struct SourceReport: Codable, Sendable {
    /// The source as the user wrote it.
    public var source: String
    /// The files it is read from.
    public var files: [String]
    /// Bytes as stored; nil where that is not known.
    public var bytes: UInt64?
    /// How it is read.
    public var reading: SourceTraits
    /// What looked odd, a sentence each.
    public var warnings: [String]
}

/// Opens a source and tells how it would be read; reads no more than that takes.
public func describeSource(_ text: String, reading: JobReading?) throws -> SourceReport {
    let source = try openSource(text, options: try (reading ?? JobReading()).options())
    let traits = (source as? any DescribedSource)?.traits
    return SourceReport(
        source: source.name, files: source.files, bytes: source.byteCount,
        reading: traits ?? SourceTraits(format: "table", columns: source.columns), warnings: source.warnings)
}
