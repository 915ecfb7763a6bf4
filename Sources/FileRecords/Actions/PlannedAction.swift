/// A file as a plan knows it: where it is, and what it was when it was scanned.
public struct PlannedFile: Sendable, Equatable {
    /// The root of its tree, absolute, as it was given.
    public var root: [UInt8]
    /// The directory that the root was.
    public var rootIdentity: FileIdentity
    /// The path below the root, without a slash at either end.
    public var path: [UInt8]
    /// What the file system said of it.
    public var facts: FileFacts

    /// A file of a plan.
    public init(root: [UInt8], rootIdentity: FileIdentity, path: [UInt8], facts: FileFacts) {
        self.root = root
        self.rootIdentity = rootIdentity
        self.path = path
        self.facts = facts
    }

    /// The whole path.
    public var fullPath: [UInt8] { joined(root, path) }

    /// The path below the root of the directory that holds it; empty for the root itself.
    public var directory: [UInt8] { splitPath(path).directory }

    /// Its name in that directory.
    public var name: [UInt8] { splitPath(path).name }
}

/// One step of a plan: one name of a file that has a copy, and the copy that stays.
public struct PlannedAction: Sendable, Equatable {
    /// Number within the plan, from 1.
    public var number: Int
    /// Group of files with the same content, as the scan numbers them.
    public var group: Int
    /// What is done.
    public var kind: ActionKind
    /// The name it is done to.
    public var victim: PlannedFile
    /// The copy that stays.
    public var keeper: PlannedFile
    /// Whether a hard link may join files of different owner, mode or extended attributes.
    public var ignoresAttributes = false
    /// Whether a symbolic link within one tree is relative.
    public var isRelative = false

    /// The name under which the step makes ready what will stand in the victim's place; recovery looks for the same.
    public var sideName: [UInt8] { Array(".tieout-\(number)".utf8) }

    /// A step.
    public init(number: Int, group: Int, kind: ActionKind, victim: PlannedFile, keeper: PlannedFile) {
        self.number = number
        self.group = group
        self.kind = kind
        self.victim = victim
        self.keeper = keeper
    }
}
