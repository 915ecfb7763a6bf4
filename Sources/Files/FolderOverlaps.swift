import FileRecords
import FileStore
import FileTrees
import Records

/// Folders of a scan that hold the same, for a person and, as JSON, for programs.
public struct FolderOverlaps: Encodable, Sendable {
    /// Two folders.
    public struct Pair: Encodable, Sendable {
        /// How much they have in common.
        public var relation: String
        /// Shared bytes by the bytes of both together, 0 to 1.
        public var similarity: Double
        /// The contained one, or the first.
        public var left: Side
        /// The other.
        public var right: Side
    }

    /// One of the two.
    public struct Side: Encodable, Sendable {
        /// Its path, as shown.
        public var path: String
        /// Files below it that are not empty.
        public var files: Int
        /// Their bytes.
        public var bytes: Int64
        /// Those of them whose content is below the other folder too.
        public var sharedFiles: Int
        /// Their bytes.
        public var sharedBytes: Int64
        /// Those of the shared files that have the same name there.
        public var sameNames: Int

        enum CodingKeys: String, CodingKey {
            case path, files, bytes
            case sharedFiles = "shared_files"
            case sharedBytes = "shared_bytes"
            case sameNames = "same_names"
        }
    }

    /// Number of the scan.
    public var scan: Int
    /// All pairs, those that share most bytes first.
    public var pairs: [Pair]
    /// Folders that were not searched to the end.
    public var directoriesNotSearched: Int
    /// Contents so common that they led to no pair.
    public var contentsTooCommon: Int

    enum CodingKeys: String, CodingKey {
        case scan, pairs
        case directoriesNotSearched = "directories_not_searched"
        case contentsTooCommon = "contents_too_common"
    }

    /// Finds them in a stored scan.
    ///
    /// - Parameter number: of the scan; nil for the latest.
    public init(database path: String, scan number: Int?) throws {
        let database = try FileDatabase(reading: path)
        defer { database.close() }
        let record = try database.scan(number)
        let stored = try database.load(record)
        let found = directoryFindings(stored, try database.faults(of: record))
        func side(_ side: DirectoryOverlap.Side) -> Side {
            Side(
                path: shown(path: stored.table.path(ofDirectory: side.directory)), files: side.files,
                bytes: side.bytes, sharedFiles: side.sharedFiles, sharedBytes: side.sharedBytes,
                sameNames: side.sameNames)
        }
        scan = record.number
        pairs = found.overlaps.map {
            Pair(
                relation: $0.relation.name, similarity: $0.similarity, left: side($0.left),
                right: side($0.right))
        }
        directoriesNotSearched = found.directoriesNotSearched
        contentsTooCommon = found.contentsTooCommon
    }
}

/// Directories of a stored scan that hold the same.
func directoryFindings(_ scan: StoredScan, _ faults: [FileFault]) -> DirectoryFindings {
    duplicateDirectories(
        scan.table, numbers: ContentNumbers(scan.table, evidence: scan.evidence, groups: scan.groups),
        unread: directoriesNotRead(scan.table, faults))
}

extension DirectoryOverlap.Relation {
    /// Its name in results.
    var name: String {
        switch self {
        case .same: "the same"
        case .sameContents: "the same contents"
        case .contained: "contained"
        case .overlapping: "overlapping"
        }
    }
}
