import FileRecords
import FileTrees
import Records

/// What a comparison came to, for a person and, as JSON, for programs.
public struct CompareReport: Encodable, Sendable {
    /// How many entries and bytes.
    public struct Count: Encodable, Sendable {
        /// Files, links and empty folders, each name counted.
        public var entries: Int
        /// Bytes of the files.
        public var bytes: Int64

        init(_ count: EntryCount) {
            entries = count.entries
            bytes = count.bytes
        }
    }

    /// A side.
    public struct Side: Encodable, Sendable {
        /// The folder.
        public var path: String
        /// Number of the saved scan; nil where the folder itself was looked at.
        public var scan: Int?
        /// Everything but folders.
        public var entries: Int
        /// Bytes of the files, each name counted.
        public var bytes: Int64
    }

    /// A content of the left that is not proven to be on the right.
    public struct Missing: Encodable, Sendable {
        /// Its path on the left, from the folder on.
        public var path: String
        /// Bytes.
        public var size: Int64
        /// What became of the entry.
        public var kind: String
        /// Why that is so.
        public var reason: String
    }

    /// What was named on the left.
    public var left: Side
    /// What was named on the right.
    public var right: Side
    /// What was asked.
    public var question: CompareOptions.Question
    /// The answer.
    public var holds = false
    /// Rows by kind.
    public var counts: [String: Count] = [:]
    /// Left entries whose content is nowhere on the right, as far as can be proven.
    public var missing: Count
    /// Those of them whose content could not be read or compared.
    public var unproven: Count
    /// Left entries with fewer copies on the right, the missing ones among them.
    public var missingCopies: Count
    /// Entries with the same content and other attributes.
    public var otherAttributes: Int
    /// The proof: everything that makes the answer no, in the order of paths; empty where it is yes.
    public var proof: [Missing] = []
    /// Contents so common that their moves were paired by name alone.
    public var contentsPairedByOrder: Int
    /// Equal files were compared byte by byte.
    public var isVerified: Bool
    /// Bytes read.
    public var bytesRead: Int64
    /// What could not be read, as shown.
    public var faults: [ScanFault] = []
    /// Sentences for a person.
    public var warnings: [String] = []
    /// Where the comparison is stored.
    public var result: String?
    /// Seconds it took.
    public var seconds = 0.0

    /// Something that could not be read.
    public struct ScanFault: Encodable, Sendable {
        /// The path, as shown.
        public var path: String
        /// Why.
        public var reason: String
    }

    enum CodingKeys: String, CodingKey {
        case left, right, question, holds, counts, missing, unproven, proof, faults, warnings, result, seconds
        case missingCopies = "missing_copies"
        case otherAttributes = "other_attributes"
        case contentsPairedByOrder = "contents_paired_by_order"
        case isVerified = "is_verified"
        case bytesRead = "bytes_read"
    }
}

extension TreeComparison.Kind {
    /// Its name in results.
    public var name: String {
        switch self {
        case .same: "same"
        case .moved: "moved"
        case .modified: "modified"
        case .typeChanged: "type changed"
        case .unproven: "unproven"
        case .onlyLeft: "only left"
        case .onlyRight: "only right"
        case .copyLeft: "extra copy left"
        case .copyRight: "extra copy right"
        }
    }
}

extension TreeComparison.Doubt {
    /// What it means, a clause.
    public var clause: String {
        switch self {
        case .none: "not found on the right"
        case .unreadable: "could not be read"
        case .notHashed: "not hashed in the saved scan"
        case .counterparts: "the other side has files of this size that were not read"
        case .unread: "not all of the folder could be read"
        }
    }
}
