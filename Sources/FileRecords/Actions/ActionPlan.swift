/// What is to be done, and what not. Nothing acts without one.
public struct ActionPlan: Sendable, Equatable {
    /// What is done to every file of the plan.
    public var kind: ActionKind
    /// The steps, ordered by group and by path within it.
    public var actions: [PlannedAction]
    /// Real paths of the directories of which nothing is touched.
    public var protected: [[UInt8]]
    /// Copies that are left where they are.
    public var passedOver: [PlanReason: Count] = [:]

    /// Files that are left, and the bytes that they hold.
    public struct Count: Sendable, Equatable {
        /// Names.
        public var files = 0
        /// Bytes allocated, each inode once.
        public var bytes: Int64 = 0

        /// None.
        public init() {}
    }

    /// A plan.
    public init(kind: ActionKind, actions: [PlannedAction], protected: [[UInt8]] = []) {
        self.kind = kind
        self.actions = actions
        self.protected = protected
    }

    /// Bytes that the steps free in the end: what is allocated to the files, each inode once.
    public var bytes: Int64 {
        var seen: Set<FileIdentity> = []
        return actions.reduce(0) { sum, action in
            seen.insert(action.victim.facts.identity).inserted ? sum + action.victim.facts.allocated : sum
        }
    }
}

/// Why a copy is left where it is.
public enum PlanReason: String, Sendable, CaseIterable {
    /// It lies in a tree of which nothing is touched, or is a hard link to a file there.
    case protected
    /// It is a hard link to the copy that stays.
    case linked
    /// It has names outside of what was scanned, so that nothing would be freed.
    case otherNames
    /// There is no copy on its file system.
    case otherDevice
    /// Owner or mode are not those of the copy that stays.
    case attributes

    /// For a person.
    public var text: String {
        switch self {
        case .protected: "in a tree that is kept"
        case .linked: "a hard link to the copy that stays"
        case .otherNames: "with hard links outside of the scan: nothing would be freed"
        case .otherDevice: "without a copy on the same file system"
        case .attributes: "of another owner or mode than the copy that stays"
        }
    }
}
