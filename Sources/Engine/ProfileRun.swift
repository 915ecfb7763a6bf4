import Ingest
import Profile
import Records

/// What a whole source holds.
public typealias SourceProfile = Profile.SourceProfile
/// What one column of a source holds.
public typealias ColumnSummary = Profile.ColumnSummary

/// Reads a source once and says what is in it.
///
/// - Parameters:
///   - source: what the user named.
///   - reading: how to read it; what is left open is found out.
///   - threads: nil: one for each core. The profile is the same for any number.
/// - Throws: `TieoutError` where the source cannot be read, or `threads` is below 1.
public func profileSource(
    _ source: String, reading: JobReading?, threads: Int?, monitor: RunMonitor
) throws -> SourceProfile {
    let threads = threads ?? coreCount()
    guard threads >= 1 else {
        throw TieoutError("'\(threads)' is no number of threads", at: "--threads", remedy: "give 1 or more")
    }
    let opened = try openSource(source, options: (reading ?? JobReading()).options())
    return try profileSource(opened, threads: min(threads, 256), monitor: monitor)
}
