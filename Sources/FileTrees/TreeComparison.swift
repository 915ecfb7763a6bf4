import FileRecords

/// What became of everything between two trees, each entry of either side in exactly one row.
public struct TreeComparison: Sendable {
    /// What became of an entry.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The same content under the same path.
        case same
        /// The content stands under another path on the right.
        case moved
        /// The same path with another content, and neither is found under another path instead.
        case modified
        /// The same path, but one is a file and the other a directory, a link or something else.
        case typeChanged
        /// The contents could not be told apart or found equal; see `Row.doubt`.
        case unproven
        /// The content is nowhere on the right.
        case onlyLeft
        /// The content is nowhere on the left.
        case onlyRight
        /// One more copy of a content than the right has.
        case copyLeft
        /// One more copy of a content than the left has.
        case copyRight
    }

    /// Why a content is not proven to be on the other side, nor proven not to be.
    public enum Doubt: UInt8, Sendable, CaseIterable {
        /// There is none.
        case none
        /// It could not be read, or changed while it was.
        case unreadable
        /// Nothing was read of it, or not all: a saved scan that did not need its hash.
        case notHashed
        /// The other side has files of the same size which could not be read or were not hashed.
        case counterparts
        /// A directory whose entries are not all known.
        case unread
    }

    /// One entry of a side, or one of each.
    public struct Row: Sendable, Equatable {
        /// What became of it.
        public var kind: Kind
        /// Why its content is not proven, for the left entry where there is one.
        public var doubt = Doubt.none
        /// Which attributes differ though the contents are the same.
        public var attributes: FileAttributes = []
        /// The left entry has a content that is nowhere on the right, as far as can be proven.
        public var isMissing = false
        /// The entry on the left.
        public var left: TreeEntry?
        /// The entry on the right.
        public var right: TreeEntry?
    }

    /// All rows, in the order of paths; a row of two paths by its left one.
    public internal(set) var rows: [Row] = []
    /// Contents that stand so often under changed paths that their places were paired by the order of
    /// their names instead of by nearness.
    public internal(set) var contentsPairedByOrder = 0
}

/// Attributes that are compared on demand.
public struct FileAttributes: OptionSet, Sendable, Hashable {
    /// The bits.
    public var rawValue: UInt8
    /// Takes bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Permissions.
    public static let mode = FileAttributes(rawValue: 1)
    /// Owner and group.
    public static let owner = FileAttributes(rawValue: 2)
    /// Time of the last change of the content, to the nanosecond.
    public static let modified = FileAttributes(rawValue: 4)

    /// Which of these attributes differ; those of links are only their owner.
    func different(_ left: FileFacts, _ right: FileFacts) -> FileAttributes {
        var found: FileAttributes = []
        let isLink = left.type == .symbolicLink
        if contains(.mode) && !isLink && left.mode & 0o7777 != right.mode & 0o7777 { found.insert(.mode) }
        if contains(.owner) && (left.owner != right.owner || left.group != right.group) {
            found.insert(.owner)
        }
        if contains(.modified) && !isLink && left.modified != right.modified { found.insert(.modified) }
        return found
    }
}

/// How many entries and bytes.
public struct EntryCount: Sendable, Equatable {
    /// Entries.
    public var entries = 0
    /// Bytes of regular files among them, each name counted.
    public var bytes: Int64 = 0

    /// None.
    public init() {}

    mutating func add(_ facts: FileFacts) {
        entries += 1
        if facts.type == .regular { bytes += facts.size }
    }
}

extension TreeComparison {
    /// The rows counted.
    public struct Counts: Sendable {
        /// Rows and bytes by kind: bytes of the left entry, of the right one where there is none.
        public var byKind = [EntryCount](repeating: EntryCount(), count: Kind.allCases.count)
        /// Left entries whose content is not proven to be on the right.
        public var missing = EntryCount()
        /// Those among them for which that is not proven either.
        public var unproven = EntryCount()
        /// Left entries with fewer copies on the right; `missing` is among them.
        public var missingCopies = EntryCount()
        /// Rows with other attributes.
        public var otherAttributes = 0

        /// Rows of a kind.
        public subscript(_ kind: Kind) -> EntryCount { byKind[Int(kind.rawValue)] }
    }

    /// Counts the rows.
    ///
    /// - Complexity: O(rows).
    public func counts(_ left: TreeContents, _ right: TreeContents) -> Counts {
        var counts = Counts()
        for row in rows {
            let facts = row.left.map(left.facts) ?? row.right.map(right.facts)
            guard let facts else { preconditionFailure("a row of nothing") }
            counts.byKind[Int(row.kind.rawValue)].add(facts)
            if row.isMissing { counts.missing.add(facts) }
            if row.isMissing && row.doubt != .none { counts.unproven.add(facts) }
            if isMissingCopy(row, left) { counts.missingCopies.add(facts) }
            if !row.attributes.isEmpty { counts.otherAttributes += 1 }
        }
        return counts
    }

    /// Whether the right has fewer copies of the left entry's content than the left, and this one is left
    /// over.
    public func isMissingCopy(_ row: Row, _ left: TreeContents) -> Bool {
        if row.isMissing { return true }
        guard let entry = row.left, left.content(entry) != nil else { return false }
        return row.kind != .same && row.kind != .moved
    }

    /// Whether nothing differs: every path with the same content on both sides, and the attributes that
    /// were asked for.
    public var isSame: Bool {
        rows.allSatisfy { $0.kind == .same && $0.attributes.isEmpty && $0.doubt == .none }
    }
}
