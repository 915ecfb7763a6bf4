import FileRecords
import Foundation
import GRDB
import Records

/// What a scan found, in numbers.
public struct ScanCounts: Codable, Sendable, Equatable {
    /// Regular files met, names of one inode each for itself.
    public var files = 0
    /// Bytes of their contents, each inode once.
    public var bytes = 0
    /// Directories met.
    public var directories = 0
    /// Symbolic links met.
    public var links = 0
    /// Sockets, pipes and devices met.
    public var others = 0
    /// Regular files of no bytes.
    public var emptyFiles = 0
    /// Names beyond the first of their inode.
    public var hardLinks = 0
    /// Groups of files with the same content.
    public var groups = 0
    /// Names in groups.
    public var duplicateFiles = 0
    /// Bytes that would go free if one inode of each group stayed.
    public var reclaimable = 0
    /// What could not be read.
    public var faults = 0
    /// Files whose evidence an earlier scan had.
    public var remembered = 0
    /// Bytes read.
    public var bytesRead = 0

    /// Nothing.
    public init() {}
}

/// A scan as the database has it.
public struct ScanRecord: Sendable, Equatable {
    /// What became of a scan.
    public enum State: String, Sendable, Codable {
        /// It came to its end, and everything is stored.
        case finished
        /// Its time was over (`--for`): every file is stored, but not every duplicate was found.
        case stopped
        /// It was killed or interrupted; what it had read is remembered.
        case unfinished
    }

    /// Its number, counted from 1.
    public var number: Int
    /// What became of it.
    public var state: State
    /// When it began, in nanoseconds since 1970.
    public var started: Int64
    /// Seconds it took; nil where it is unfinished.
    public var seconds: Double?
    /// Version of the program.
    public var version: String
    /// The roots, as bytes, in their order.
    public var roots: [[UInt8]]
    /// The filters, as options; empty where there were none.
    public var filter: String
    /// All options, as JSON.
    public var options: String
    /// What it found.
    public var counts: ScanCounts
    /// Scans with the same roots and filters have the same series.
    public var series: Int
}

extension FileDatabase {
    /// All scans, in order.
    public func scans() throws -> [ScanRecord] {
        try read { database in
            let roots = Dictionary(
                grouping: try GRDB.Row.fetchAll(
                    database, sql: "SELECT series, path FROM series_root ORDER BY series, number"
                ).map { (series: $0["series"] as Int, path: [UInt8]($0["path"] as Data)) }, by: \.series)
            return try GRDB.Row.fetchAll(
                database,
                sql: "SELECT scan.*, filter FROM scan JOIN series ON series.id = scan.series ORDER BY scan.id"
            ).map { row in
                let series: Int = row["series"]
                return ScanRecord(
                    number: row["id"], state: ScanRecord.State(rawValue: row["state"]) ?? .unfinished,
                    started: row["started"], seconds: row["seconds"], version: row["version"],
                    roots: (roots[series] ?? []).map(\.path), filter: row["filter"],
                    options: row["options"],
                    counts: try JSONDecoder().decode(
                        ScanCounts.self, from: Data((row["counts"] as String).utf8)),
                    series: series)
            }
        }
    }

    /// A scan that was stored.
    ///
    /// - Parameter number: its number; nil for the latest.
    /// - Throws: `TieoutError` where there is none, or it is unfinished.
    public func scan(_ number: Int? = nil) throws -> ScanRecord {
        let all = try scans()
        guard let number else {
            if let latest = all.last(where: { $0.state != .unfinished }) { return latest }
            throw TieoutError("holds no finished scan", at: path, remedy: "run 'tieout files scan' first")
        }
        guard let scan = all.first(where: { $0.number == number }) else {
            throw TieoutError(
                "holds no scan \(number)", at: path, remedy: "see 'tieout files scans' for those it holds")
        }
        guard scan.state != .unfinished else {
            throw TieoutError(
                "scan \(number) is unfinished", at: path,
                remedy: "run the same scan again: it goes on where this one ended")
        }
        return scan
    }
}
