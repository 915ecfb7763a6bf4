import FileRecords

/// Two directories that hold the same files, wholly or in part.
///
/// Counted are files that are not empty, each name once; what they hold below, however deep. "Shared" is a
/// file whose content stands at least once below the other directory.
public struct DirectoryOverlap: Sendable, Equatable {
    /// How much they have in common.
    public enum Relation: UInt8, Sendable, CaseIterable {
        /// The same names with the same contents at every level, links, empty files and folders included.
        case same
        /// Each holds all contents of the other, under other names or in another arrangement.
        case sameContents
        /// All contents of the left stand below the right.
        case contained
        /// Much of one of them stands below the other.
        case overlapping
    }

    /// One of the two.
    public struct Side: Sendable, Equatable {
        /// The directory.
        public var directory: UInt32
        /// Files below it that are not empty.
        public var files = 0
        /// Their bytes.
        public var bytes: Int64 = 0
        /// Those of the files whose content is also below the other directory.
        public var sharedFiles = 0
        /// Their bytes.
        public var sharedBytes: Int64 = 0
        /// Those of the shared files that have the same name as a file below the other with that content.
        public var sameNames = 0
    }

    /// How much they have in common.
    public var relation: Relation
    /// The one that is contained, or stands first.
    public var left: Side
    /// The other.
    public var right: Side
}

/// What was found of directories that hold the same.
public struct DirectoryFindings: Sendable {
    /// Pairs of directories; those that share most bytes first.
    public internal(set) var overlaps: [DirectoryOverlap] = []
    /// Directories for which the search for one that contains them, or overlaps with them, was not made or
    /// cut short, since it would have cost too much.
    public internal(set) var directoriesNotSearched = 0
    /// Contents that stand in so many places that they led to no overlapping pair; they are counted in those
    /// that others led to.
    public internal(set) var contentsTooCommon = 0
}
