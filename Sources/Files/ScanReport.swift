import FileRecords
import FileScan
import FileStore
import Records

/// What a scan came to.
public struct ScanReport: Sendable, Encodable {
    /// A group of files with the same content.
    public struct Group: Sendable, Encodable {
        /// Its id in the database.
        public var id: Int64
        /// Bytes of one copy.
        public var size: Int64
        /// Names.
        public var files: Int
        /// Distinct inodes.
        public var inodes: Int
        /// Bytes that would go free if one inode stayed.
        public var reclaimable: Int64
        /// The first of its paths, as shown.
        public var path: String
    }

    /// The scan's number in the database.
    public var scan: Int
    /// The database.
    public var database: String
    /// The roots, as shown.
    public var roots: [String]
    /// The filters, as options.
    public var filter: String
    /// Whether every duplicate was found: false where the time was over.
    public var isComplete: Bool
    /// In numbers.
    public var counts: ScanCounts
    /// What was left out, by reason.
    public var passedOver: [String: Int]
    /// The steps.
    public var steps: [RefineStep]
    /// The groups that would give back most, the largest first.
    public var largest: [Group]
    /// Faults, as shown: the first of them.
    public var faults: [Fault]
    /// Sentences for a person.
    public var warnings: [String]
    /// Seconds.
    public var seconds: Double

    /// Something that could not be read.
    public struct Fault: Sendable, Encodable {
        /// The path, as shown.
        public var path: String
        /// What was being done.
        public var step: String
        /// Why it could not be done.
        public var reason: String

        init(_ fault: FileFault) {
            path = shown(path: fault.path)
            step = fault.step.rawValue
            reason = fault.reason
        }
    }
}

/// Counts what a table holds.
func counts(of table: FileTable) -> ScanCounts {
    var counts = ScanCounts()
    counts.directories = table.directories.count
    var linked: [(identity: FileIdentity, size: Int64)] = []
    for file in table.files {
        switch file.facts.type {
        case .regular:
            counts.files += 1
            if file.facts.size == 0 { counts.emptyFiles += 1 }
            // Only inodes with several names can be met twice.
            if file.facts.links > 1 {
                linked.append((file.facts.identity, file.facts.size))
            } else {
                counts.bytes += Int(file.facts.size)
            }
        case .symbolicLink: counts.links += 1
        default: counts.others += 1
        }
    }
    linked.sort { $0.identity < $1.identity }
    for (place, entry) in linked.enumerated() {
        if place > 0, linked[place - 1].identity == entry.identity {
            counts.hardLinks += 1
        } else {
            counts.bytes += Int(entry.size)
        }
    }
    return counts
}
