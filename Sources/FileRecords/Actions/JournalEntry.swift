/// What was to be done to one file, written down before anything is done, and what became of it.
public struct JournalEntry: Sendable, Equatable {
    /// What a run does.
    public enum Work: String, Sendable, CaseIterable {
        /// Carrying out a plan.
        case apply
        /// Taking back what a batch did.
        case undo
        /// Removing for good what a batch has put aside.
        case purge
    }

    /// Number in the journal; 0 before it is there.
    public var number: Int64 = 0
    /// The run it belongs to.
    public var batch: Int64
    /// What that run does.
    public var work: Work
    /// The step of the plan.
    public var action: PlannedAction
    /// Where the file is put aside; nil where no step of it does that.
    public var aside: Aside?
    /// When it began, in nanoseconds since 1970.
    public var began: Int64
    /// When the directories were last changed before, where that is to be put back if the work is taken
    /// back: the one that holds the file, and the one that holds the quarantine. In nanoseconds since 1970.
    public var parentModified: Int64?
    /// See `parentModified`.
    public var topModified: Int64?
    /// What became of it; nil while that is not known.
    public var outcome: Outcome?

    /// An entry without an outcome.
    public init(
        batch: Int64, work: Work, action: PlannedAction, aside: Aside?, began: Int64,
        parentModified: Int64? = nil, topModified: Int64? = nil
    ) {
        self.batch = batch
        self.work = work
        self.action = action
        self.aside = aside
        self.began = began
        self.parentModified = parentModified
        self.topModified = topModified
    }
}

/// Where a file is put aside.
public struct Aside: Sendable, Equatable {
    /// The directory that was there before: the root of the tree, or what `--quarantine` names.
    public var top: [UInt8]
    /// What that directory was.
    public var topIdentity: FileIdentity
    /// The path of the file below it.
    public var path: [UInt8]

    /// A place.
    public init(top: [UInt8], topIdentity: FileIdentity, path: [UInt8]) {
        self.top = top
        self.topIdentity = topIdentity
        self.path = path
    }

    /// The whole path.
    public var fullPath: [UInt8] { joined(top, path) }
}

/// What became of a step.
public struct Outcome: Sendable, Equatable {
    /// The end it came to.
    public enum Result: String, Sendable, CaseIterable {
        /// As intended.
        case done
        /// Nothing was changed, or what was changed has been taken back.
        case skipped
    }

    /// The end it came to.
    public var result: Result
    /// Why, where it was skipped.
    public var skip: Skip?
    /// `ctime` of the file afterwards, in nanoseconds since 1970: our own work moves it, and a later step or
    /// scan must not take that for a change.
    public var victimChanged: Int64?
    /// `ctime` of the copy that stays.
    public var keeperChanged: Int64?
    /// When the directory of the file was last changed, afterwards: undo puts back the time before only if
    /// nobody has changed the directory since.
    public var parentModified: Int64?

    /// As intended.
    public static var done: Outcome { Outcome(result: .done) }

    /// Not done.
    public static func skipped(_ skip: Skip) -> Outcome { Outcome(result: .skipped, skip: skip) }

    /// An outcome.
    public init(result: Result, skip: Skip? = nil) {
        self.result = result
        self.skip = skip
    }
}

/// Where intents and outcomes are written down.
///
/// What these throw ends a run at once: without a journal nothing is done.
public protocol ActionJournal: AnyObject {
    /// Writes an intent. It is on the disk when this returns.
    ///
    /// - Returns: its number.
    func begin(_ entry: JournalEntry) throws -> Int64
    /// Writes what became of it. On the disk when this returns.
    func end(_ entry: JournalEntry, _ outcome: Outcome) throws
    /// Notes a step that was not even begun.
    func pass(_ action: PlannedAction, batch: Int64, work: JournalEntry.Work, _ skip: Skip) throws
}
